package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// backendRefKinds are the routes whose backendRefs are looked at.
var backendRefKinds = []object.Kind{object.HTTPRoute, object.GRPCRoute, object.TCPRoute, object.TLSRoute}

var servicePortMismatch = &lint.Rule{
	Name:     "service-port-mismatch",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    backendRefKinds,
	Reads:    []object.Kind{object.Service, object.Gateway, object.GatewayClass, object.Kustomization},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a backendRef to a port that the Service does not have",
		Why: "The port of a backendRef is the Service's `port`, not its `targetPort`, which is the container's. A Service that has no such port is no error to the API " +
			"server.",
		Repair:    "Write a port of the Service. Gatefix does, when asked for, where the Service has one port only, or the number is the targetPort of one.",
		FixSafety: "Unsafe: the Service may be what is wrong.",
		Forecast:  "Accepted by the API server, and with agentgateway no condition says so: requests are answered with 503. kgateway for Envoy says ResolvedRefs=False (BackendNotFound).",
		Links:     []string{"https://gateway-api.sigs.k8s.io/reference/spec/#backendref"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, b := range m.BackendRefs(o) {
			if b.Kind == object.Service {
				checkServicePort(p, m, b)
			}
		}
	},
}

func checkServicePort(p *lint.Pass, m *gateway.Model, b gateway.BackendRef) {
	at := b.Node.Get("port")
	port, ok := at.Int()
	service := certainly(m, b.Reference)
	if !ok || service == nil || p.Patched(service) || p.Patched(b.From) {
		return
	}
	if has, _ := gateway.HasPort(service, port); has != gateway.No {
		return
	}
	ports := service.Get("spec", "ports").Seq()
	if len(ports) == 0 {
		return // a Service of type ExternalName has none
	}
	options := []lint.Option{lint.See(lint.AtKey(service, service.Get("spec"), "ports"), "the ports of %s", service)}
	if n, ok := meantPort(ports, at.Text()).Get("port").Int(); ok {
		options = append(options, lint.With(lint.Unsafe, fmt.Sprintf("set port to %d", n), source.Set(b.From.Doc, at.Path(), n)))
	}
	p.Report(lint.At(b.From, at), fmt.Sprintf("Service %q has no port %d%s; it has %s; %s",
		b.Name, port, targetPortHint(ports, at.Text()), few(portNumbers(ports)), noSuchPort(m, b)), options...)
}

// noSuchPort says what happens, and what the status says of it.
func noSuchPort(m *gateway.Model, b gateway.BackendRef) string {
	answered := func(code string) string {
		switch {
		case b.Mirror:
			return "nothing is mirrored to it"
		case b.From.Kind == object.HTTPRoute || b.From.Kind == object.GRPCRoute:
			return "requests will be answered with " + code
		}
		return "connections to it fail"
	}
	switch m.RouteProduct(b.From) {
	case gateway.Agentgateway:
		return answered("503") + ", and no status says so"
	case gateway.Kgateway:
		return answered("500") + "; the status will say ResolvedRefs=False (BackendNotFound)"
	}
	return answered("503") + ", and with agentgateway no status says so"
}

// certainly returns the object that a reference means where nothing else can be
// meant: both name the namespace, or stand in one file or kustomization.
func certainly(m *gateway.Model, r gateway.Reference) *object.Object {
	o := m.Present(r)
	switch {
	case o == nil:
		return nil
	case r.Node.Has("namespace") && m.Namespace(o) == r.Namespace && r.Namespace != "":
		return o
	case r.Node.Has("namespace") || !m.Together(r.From, o):
		return nil
	}
	return o
}

func portNumbers(ports []*source.Node) []string {
	var out []string
	for _, p := range ports {
		out = append(out, p.Get("port").Text())
	}
	return out
}

// meantPort is the port of a Service that a reference means by the number of a
// container's port, or the only one; nil where several can be meant.
func meantPort(ports []*source.Node, written string) *source.Node {
	var meant []*source.Node
	for _, p := range ports {
		if p.Get("targetPort").Text() == written {
			meant = append(meant, p)
		}
	}
	switch {
	case len(meant) == 1:
		return meant[0]
	case len(ports) == 1:
		return ports[0]
	}
	return nil
}

// targetPortHint says whose port the number is, where it is a container's.
func targetPortHint(ports []*source.Node, written string) string {
	for _, p := range ports {
		if p.Get("targetPort").Text() == written {
			return fmt.Sprintf(": %s is the targetPort of its port %s", written, p.Get("port").Text())
		}
	}
	return ""
}
