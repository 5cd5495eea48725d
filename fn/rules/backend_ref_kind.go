package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var backendRefKind = &lint.Rule{
	Name:     "backend-ref-kind",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    backendRefKinds,
	Reads:    []object.Kind{object.AgentgatewayBackend, object.Service, object.Gateway, object.GatewayClass},
	Outcome: lint.Outcome{
		lint.Rejected, lint.Condition("ResolvedRefs", "False", "InvalidKind"), lint.Condition("ResolvedRefs", "False", "BackendError"),
	},
	Doc: lint.Doc{
		Summary: "a backendRef that means an AgentgatewayBackend and does not say so",
		Why: "A backendRef without kind and group is a Service, and a kind without its group is a kind of the core group. An AgentgatewayBackend takes both: " +
			"`group: agentgateway.dev, kind: AgentgatewayBackend`, and no port. A Service is named by its name alone; its namespace is a field of its own.",
		Repair: "Write group and kind. Gatefix does where only one thing can be meant.",
		FixSafety: "Safe: the kind exists in one group only, and the group has one kind of backend only; or a backend of that name is in the namespace, the input has no Service of the name, and the reference has no port, which one to a " +
			"Service cannot do without. The parts of a dotted name are a suggestion.",
		Forecast: "Without a port the API server rejects the route: `Must have port for Service reference`. Otherwise its status says ResolvedRefs=False (InvalidKind; with agentgateway BackendError for a name with dots), and requests " +
			"are answered with 500.",
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#backendref"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, b := range m.BackendRefs(o) {
			ref := b.Node
			if !ref.IsTemplate() && !lint.Opaque(ref.Get("kind")) && !lint.Opaque(ref.Get("group")) && !lint.Opaque(ref.Get("name")) {
				checkBackendRef(p, m, b)
			}
		}
	},
}

// backendGroups are the groups of the kinds, other than those of the core group,
// that agentgateway takes as backends.
var backendGroups = map[string]string{
	object.AgentgatewayBackend.Name: object.AgentgatewayGroup,
	"InferencePool":                 "inference.networking.k8s.io",
}

func checkBackendRef(p *lint.Pass, m *gateway.Model, b gateway.BackendRef) {
	kind, group := b.Node.Get("kind").Text(), b.Node.Get("group").Text()
	switch {
	case backendGroups[kind] != "" && group == "":
		want := backendGroups[kind]
		p.Report(refPlace(b.Reference, "kind"), fmt.Sprintf("kind %q without its group is a kind of the core group; write group: %s; the status will say ResolvedRefs=False (InvalidKind)", kind, want),
			lint.With(lint.Safe, "set group to "+want, setField(b.Reference, "group", want, "")))
	case kind == "" && group == object.AgentgatewayGroup:
		want := object.AgentgatewayBackend.Name
		p.Report(refPlace(b.Reference, "group"), fmt.Sprintf("group %q without a kind means a Service of that group, and there is none; write kind: %s; the status will say ResolvedRefs=False (InvalidKind)", group, want),
			lint.With(lint.Safe, "set kind to "+want, setField(b.Reference, "kind", want, "group")))
	case b.Kind != object.Service:
	case isDotted(b.Name) && !b.Node.Has("namespace"):
		reportDotted(p, m, b)
	default:
		if backend := kindless(m, b); backend != nil {
			reportKindless(p, b, backend)
		}
	}
}

// kindless returns the AgentgatewayBackend that a reference means which reads as
// one to a Service, and can be none: a Service takes a port.
func kindless(m *gateway.Model, b gateway.BackendRef) *object.Object {
	if b.Kind != object.Service || b.Node.Has("kind") || b.Node.Has("group") || b.Node.Has("port") {
		return nil
	}
	meant := b.Reference
	meant.Kind = object.AgentgatewayBackend
	if len(m.Namesakes(object.Service, b.Name)) > 0 {
		return nil
	}
	return certainly(m, meant)
}

func reportKindless(p *lint.Pass, b gateway.BackendRef, backend *object.Object) {
	p.Report(refPlace(b.Reference, "name"), fmt.Sprintf("%q is an AgentgatewayBackend, and a reference without kind means a Service; write group: %s and kind: %s; the API server rejects a Service without a port",
		b.Name, object.AgentgatewayGroup, object.AgentgatewayBackend.Name),
		lint.See(lint.AtName(backend), "%s", backend),
		lint.With(lint.Safe, "set group and kind", setField(b.Reference, "group", object.AgentgatewayGroup, ""), setField(b.Reference, "kind", object.AgentgatewayBackend.Name, "group")))
}

// reportDotted reports the DNS name of a Service in place of its name.
func reportDotted(p *lint.Pass, m *gateway.Model, b gateway.BackendRef) {
	name, rest, _ := strings.Cut(b.Name, ".")
	namespace, _, _ := strings.Cut(rest, ".")
	p.Report(refPlace(b.Reference, "name"), fmt.Sprintf("name %q is the DNS name of a Service; write name: %s and namespace: %s; the status will say %s",
		b.Name, name, namespace, noSuchService(m, b.From)),
		lint.With(lint.Suggestion, "write name and namespace", source.Set(b.From.Doc, b.Node.Path().Join("name"), name), setField(b.Reference, "namespace", namespace, "name")))
}

// noSuchService is what the status of an object says of a Service by a name
// that no Service can have. Agentgateway refuses the name, others look for it.
func noSuchService(m *gateway.Model, from *object.Object) gateway.Condition {
	switch {
	case from.Kind == object.AgentgatewayPolicy:
		return policyPartly
	case m.RouteProduct(from).IsOther():
		return gateway.Condition{Type: "ResolvedRefs", Status: "False", Reason: "BackendNotFound"}
	}
	return gateway.Condition{Type: "ResolvedRefs", Status: "False", Reason: "BackendError"}
}

// isDotted reports the name by which the DNS of a cluster knows a Service: a
// Service's own name has no dots.
func isDotted(name string) bool {
	parts := strings.Split(name, ".")
	return len(parts) >= 3 && parts[2] == "svc" && !slices.Contains(parts, "")
}
