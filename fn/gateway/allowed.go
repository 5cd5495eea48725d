package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// answer is one step of the way from a route to a listener.
type answer struct {
	truth  Truth
	reason Reason // where No
	gap    Gap    // where Unsure
}

// allowedKey names a question that many routes ask.
type allowedKey struct {
	listener *Listener
	place    place
}

// namespaceAllowed judges allowedRoutes.namespaces of a listener for a route.
func (m *Model) namespaceAllowed(l *Listener, route *object.Object) answer {
	key := allowedKey{l, m.placeOf(route)}
	if a, ok := m.allowed[key]; ok {
		return a
	}
	t, gap := m.fromNamespaces(l.Node.Get("allowedRoutes", "namespaces"), "Same", l.Owner, route)
	a := answer{t, NamespaceNotAllowed, gap}
	m.allowed[key] = a
	return a
}

// fromNamespaces judges a mapping of from and selector, written in an object,
// for another one that asks to attach.
func (m *Model) fromNamespaces(n *source.Node, missing string, owner, guest *object.Object) (Truth, Gap) {
	from := n.Get("from")
	if object.Opaque(n) || object.Opaque(from) {
		return Unsure, Placeholder
	}
	mode := from.Text()
	if mode == "" {
		mode = missing
	}
	switch mode {
	case "All":
		return Yes, ""
	case "None":
		return No, ""
	case "Same":
		return m.SameNamespace(owner, guest), SpaceUnknown
	case "Selector":
		if n.Get("selector") == nil {
			return Unsure, UnknownValue
		}
		return m.Selects(n.Get("selector"), guest)
	}
	return Unsure, UnknownValue
}

// protocolKinds are the routes that a listener of a protocol takes, by default
// and at most. https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
var protocolKinds = map[string][]object.Kind{
	"HTTP":  {object.HTTPRoute, object.GRPCRoute},
	"HTTPS": {object.HTTPRoute, object.GRPCRoute},
	"TLS":   {object.TLSRoute}, // and TCPRoute, where it terminates TLS
	"TCP":   {object.TCPRoute},
	"UDP":   {object.UDPRoute},
}

// kindAllowed judges the protocol and allowedRoutes.kinds of a listener for a
// kind of route.
func kindAllowed(l *Listener, k object.Kind) answer {
	kinds := l.Node.Get("allowedRoutes", "kinds")
	if object.Opaque(kinds) || object.HasPlaceholder(l.Protocol) {
		return answer{gap: Placeholder}
	}
	listed, opaque := false, false
	for _, n := range kinds.Seq() {
		opaque = opaque || object.Opaque(n) || object.Opaque(n.Get("kind")) || object.Opaque(n.Get("group"))
		listed = listed || Refer(l.Owner, n, object.Kind{Group: object.GatewayGroup}).Kind == k
	}
	switch {
	case len(kinds.Seq()) > 0 && !listed && opaque:
		return answer{gap: Placeholder}
	case len(kinds.Seq()) > 0 && !listed:
		return answer{truth: No, reason: KindNotAllowed}
	case k == object.AgentgatewayModel && !listed:
		return answer{truth: No, reason: KindNotAllowed} // a listener must opt in
	}
	return l.takes(k)
}

// takes judges the protocol of a listener for a kind of route.
func (l *Listener) takes(k object.Kind) answer {
	kinds, ok := protocolKinds[l.Protocol]
	if !ok {
		return answer{gap: UnknownValue}
	}
	for _, have := range kinds {
		if have == k {
			return answer{truth: Yes}
		}
	}
	switch {
	case k == object.AgentgatewayModel && (l.Protocol == "HTTP" || l.Protocol == "HTTPS"):
		return answer{truth: Yes}
	case l.Protocol == "TLS" && k == object.TCPRoute:
		mode := l.Node.Get("tls", "mode")
		if object.Opaque(mode) {
			return answer{gap: Placeholder}
		}
		if mode.Text() != "Passthrough" {
			return answer{truth: Yes}
		}
	case !isRouteKind(k):
		return answer{gap: UnknownKind}
	}
	return answer{truth: No, reason: KindNotAllowed}
}

// Kinds returns the kinds of route that the listener takes; nil where its
// protocol is not known.
func (l *Listener) Kinds() []object.Kind {
	var out []object.Kind
	for _, k := range RouteKinds {
		if kindAllowed(l, k).truth == Yes {
			out = append(out, k)
		}
	}
	return out
}

// Fits reports whether routes of a kind go with the protocol of the
// listener, whatever its allowedRoutes say.
func (l *Listener) Fits(k object.Kind) bool { return l.takes(k).truth == Yes }
