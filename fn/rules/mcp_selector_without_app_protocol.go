package rules

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var mcpSelectorWithoutAppProtocol = &lint.Rule{
	Name:     "mcp-selector-without-app-protocol",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend, object.Service},
	Reads: []object.Kind{
		object.Service, object.Namespace, object.HTTPRoute, object.Gateway, object.GatewayClass, object.Kustomization,
	},
	Outcome: lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a selector of MCP servers that picks only Services which do not say that they speak MCP",
		Why: "A `selector` of an MCP target picks Services by their labels, and of those the ports whose `appProtocol` is `agentgateway.dev/mcp` or " +
			"`agentgateway.dev/mcp-sse`; the older `kgateway.dev/mcp` and `kgateway.dev/mcp-sse` are read too. Where no port has it, the backend has no server: clients " +
			"see no tools, and nobody says why.\n\n" +
			"Reported where the selector picks Services of the input and none of them has such a port. A selector without labels of Services picks whatever is in the " +
			"namespace, and is not judged. Also reported is a port whose `appProtocol` means A2A and is not spelled `agentgateway.dev/a2a` (or `kgateway.dev/a2a`), " +
			"where a route of agentgateway leads to it: it is served as plain HTTP.",
		Repair: "Write `appProtocol: agentgateway.dev/mcp` at the port of the Service, or `agentgateway.dev/mcp-sse` where the server speaks SSE. Gatefix writes the first, " +
			"when asked for, where one Service with one port is picked and has no `appProtocol`.",
		FixSafety: "Unsafe: the server may speak SSE, and other controllers read `appProtocol` too.",
		Forecast:  "Silence: accepted by the API server, and the status of the backend says Accepted=True.",
		Links: []string{
			"https://agentgateway.dev/docs/kubernetes/latest/mcp/dynamic-mcp/",
			"https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		if o.Kind == object.Service {
			checkA2AProtocol(p, o)
			return
		}
		for _, target := range o.Get("spec", "mcp", "targets").Seq() {
			if selector := target.Get("selector"); selector.IsMapping() && !p.Patched(o) {
				checkMCPSelector(p, o, target, selector)
			}
		}
	},
}

// mcpProtocols are the values of appProtocol by which a selector takes a port.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/syncer/backend/mcp.go#L20
var mcpProtocols = []string{"agentgateway.dev/mcp", "agentgateway.dev/mcp-sse", "kgateway.dev/mcp", "kgateway.dev/mcp-sse"}

func checkMCPSelector(p *lint.Pass, backend *object.Object, target, selector *source.Node) {
	services, sure := selectedServices(p, backend, selector)
	if !sure || len(services) == 0 {
		return
	}
	var options []lint.Option
	for _, s := range services[:min(len(services), 5)] {
		options = append(options, lint.See(lint.AtKey(s, s.Get("spec"), "ports"), "the ports of %s", s))
	}
	if len(services) == 1 {
		options = append(options, appProtocolFix(services[0])...)
	}
	p.Report(lint.AtKey(backend, target, "selector"),
		fmt.Sprintf("the selector picks %s, and no port there has appProtocol \"agentgateway.dev/mcp\" or \"agentgateway.dev/mcp-sse\", so the backend has no server; "+
			"write it at the port; the status says Accepted=True all the same", servicesCalled(services)), options...)
}

func servicesCalled(services []*object.Object) string {
	if len(services) == 1 {
		return fmt.Sprintf("Service %q", services[0].Name)
	}
	return "the Services " + quoted(names(services))
}

// selectedServices returns the Services of the input that a selector picks; sure
// is false where one of them has, or may have, the protocol, or may be picked.
func selectedServices(p *lint.Pass, backend *object.Object, selector *source.Node) (out []*object.Object, sure bool) {
	labels := selector.Get("services")
	if pairs := labels.Get("matchLabels"); len(labels.Get("matchExpressions").Seq()) == 0 && (!pairs.IsMapping() || len(pairs.Pairs) == 0) {
		return nil, false
	}
	m := modelOf(p)
	for _, s := range p.Objects(object.Service) {
		switch picked, _ := m.SelectsLabels(labels, s); picked {
		case gateway.No:
			continue
		case gateway.Unsure:
			return nil, false
		}
		switch selectsNamespace(m, backend, selector, s) {
		case gateway.No:
			continue
		case gateway.Unsure:
			return nil, false
		}
		if p.Patched(s) || mayHaveProtocol(s, mcpProtocols) {
			return nil, false
		}
		out = append(out, s)
	}
	return out, true
}

// selectsNamespace reports whether a Service is where the selector looks: in the
// namespace of the backend, or in those that it selects. An empty selector
// selects all.
func selectsNamespace(m *gateway.Model, backend *object.Object, selector *source.Node, s *object.Object) gateway.Truth {
	namespaces := selector.Get("namespaces")
	switch {
	case namespaces == nil || namespaces.IsNull():
		return m.SameNamespace(backend, s)
	case !namespaces.IsMapping():
		return gateway.Unsure
	}
	t, _ := m.Selects(namespaces, s)
	return t
}

// mayHaveProtocol reports whether a port of a Service has one of the values, or
// may have: something else may fill it in.
func mayHaveProtocol(service *object.Object, values []string) bool {
	ports := service.Get("spec", "ports")
	if lint.Opaque(service.Get("spec")) || lint.Opaque(ports) || len(ports.Seq()) == 0 {
		return true
	}
	for _, port := range ports.Seq() {
		protocol := port.Get("appProtocol")
		if lint.Opaque(port) || lint.Opaque(protocol) {
			return true
		}
		for _, v := range values {
			if protocol.Text() == v {
				return true
			}
		}
	}
	return false
}

func appProtocolFix(service *object.Object) []lint.Option {
	ports := service.Get("spec", "ports").Seq()
	if len(ports) != 1 || !ports[0].IsMapping() {
		return nil
	}
	title := fmt.Sprintf("write appProtocol: agentgateway.dev/mcp at the port of %s", service)
	if old := ports[0].Get("appProtocol"); old != nil {
		return []lint.Option{lint.With(lint.Suggestion, title, source.Set(service.Doc, old.Path(), mcpProtocols[0]))}
	}
	return []lint.Option{lint.With(lint.Unsafe, title, source.Insert(service.Doc, ports[0].Path().Join("appProtocol"), mcpProtocols[0], "port"))}
}

// checkA2AProtocol reports a port that says A2A in words that agentgateway does
// not read. https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/plugins/a2a_plugin.go#L20
func checkA2AProtocol(p *lint.Pass, service *object.Object) {
	for _, port := range service.Get("spec", "ports").Seq() {
		at := port.Get("appProtocol")
		protocol, ok := lint.Value(at)
		if !ok || protocol == "agentgateway.dev/a2a" || protocol == "kgateway.dev/a2a" {
			continue
		}
		if strings.ToLower(protocol[strings.LastIndex(protocol, "/")+1:]) != "a2a" {
			continue
		}
		number, ok := port.Get("port").Int()
		ref := refToPort(p, service, number)
		if !ok || ref == nil || p.Patched(service) {
			continue
		}
		p.Report(lint.At(service, at),
			fmt.Sprintf("appProtocol %q is not read by agentgateway; allowed for A2A: \"agentgateway.dev/a2a\", \"kgateway.dev/a2a\"; write agentgateway.dev/a2a; no status says so", protocol),
			lint.See(refPlace(ref.Reference, "name"), "%s sends requests to the port", ref.From),
			lint.With(lint.Unsafe, "set appProtocol to agentgateway.dev/a2a", source.Set(service.Doc, at.Path(), "agentgateway.dev/a2a")))
	}
}

// refToPort returns a backendRef to a port of a Service in a route that
// agentgateway serves.
func refToPort(p *lint.Pass, service *object.Object, port int64) *gateway.BackendRef {
	m := modelOf(p)
	for _, route := range p.Objects(object.HTTPRoute) {
		for _, b := range m.BackendRefs(route) {
			n, ok := b.Node.Get("port").Int()
			if ok && n == port && b.Kind == object.Service && m.Find(object.Service, b.Namespace, b.Name) == service &&
				m.RouteProduct(route) == gateway.Agentgateway {
				return &b
			}
		}
	}
	return nil
}
