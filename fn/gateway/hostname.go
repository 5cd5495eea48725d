package gateway

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// HostnamesIntersect reports whether some host name matches both hostnames, of
// a listener and of a route, either of which may start with a wildcard label:
// *.example.com stands for any number of labels, but not for none. "" stands for
// any name. https://gateway-api.sigs.k8s.io/reference/spec/#hostname
func HostnamesIntersect(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == "" || b == "" || a == "*" || b == "*" {
		return true
	}
	as, aWild := strings.CutPrefix(a, "*.")
	bs, bWild := strings.CutPrefix(b, "*.")
	switch {
	case aWild && bWild:
		return as == bs || strings.HasSuffix(as, "."+bs) || strings.HasSuffix(bs, "."+as)
	case aWild:
		return strings.HasSuffix(b, "."+as)
	case bWild:
		return strings.HasSuffix(a, "."+bs)
	}
	return a == b
}

// HasHostnames reports whether routes of a kind are matched by host name.
func HasHostnames(k object.Kind) bool {
	return k == object.HTTPRoute || k == object.GRPCRoute || k == object.TLSRoute
}

// hostnameAnswer judges whether a listener and a route have a host name in common.
func hostnameAnswer(l *Listener, route *object.Object) answer {
	names := route.Get("spec", "hostnames")
	if !HasHostnames(route.Kind) || l.Hostname == "" || len(names.Seq()) == 0 && !object.Opaque(names) {
		return answer{truth: Yes}
	}
	opaque := object.HasPlaceholder(l.Hostname) || object.Opaque(names)
	for _, n := range names.Seq() {
		if object.Opaque(n) {
			opaque = true
		} else if HostnamesIntersect(l.Hostname, n.Text()) {
			return answer{truth: Yes}
		}
	}
	if opaque {
		return answer{gap: Placeholder}
	}
	return answer{truth: No, reason: HostnameMismatch}
}
