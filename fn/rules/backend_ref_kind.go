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
	Kinds:    []object.Kind{object.HTTPRoute, object.GRPCRoute},
	Reads:    []object.Kind{object.AgentgatewayBackend, object.Service},
	Doc: lint.Doc{
		Summary: "a backendRef that means an AgentgatewayBackend and does not say so",
		Why: "A backendRef without kind and group is a Service, and a kind without its group is a kind of the core group. An AgentgatewayBackend takes both: " +
			"`group: agentgateway.dev, kind: AgentgatewayBackend`, and no port. A Service is named by its name alone; its namespace is a field of its own.",
		Repair: "Write group and kind. Gatefix does where only one thing can be meant.",
		FixSafety: "Safe: the kind exists in one group only; or a backend of that name is in the namespace, the input has no Service of the name, and the reference has no port, which one to a " +
			"Service cannot do without. The parts of a dotted name are a suggestion.",
		Forecast: "Without a port the API server rejects the route: `Must have port for Service reference`. Otherwise its status says ResolvedRefs=False (InvalidKind or BackendNotFound), and requests " +
			"are answered with 500.",
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#backendref"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, b := range m.BackendRefs(o) {
			checkBackendRef(p, m, b)
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
	ref, doc := b.Node, b.From.Doc
	if ref.IsTemplate() || lint.Opaque(ref.Get("kind")) || lint.Opaque(ref.Get("group")) || lint.Opaque(ref.Get("name")) {
		return
	}
	kind := ref.Get("kind").Text()
	switch group := backendGroups[kind]; {
	case group != "" && ref.Get("group").Text() == "":
		p.Report(refPlace(b.Reference, "kind"), fmt.Sprintf("kind %q without its group is a kind of the core group; write group: %s; the status will say ResolvedRefs=False (InvalidKind)", kind, group),
			lint.With(lint.Safe, "set group to "+group, setField(b.Reference, "group", group, "")))
	case b.Kind != object.Service:
	case isBackendWithoutKind(m, b):
		backend := m.Find(object.AgentgatewayBackend, b.Namespace, b.Name)
		edits := []source.Edit{setField(b.Reference, "group", object.AgentgatewayGroup, ""), setField(b.Reference, "kind", object.AgentgatewayBackend.Name, "group")}
		p.Report(refPlace(b.Reference, "name"), fmt.Sprintf("%q is an AgentgatewayBackend, and a reference without kind means a Service; write group: %s and kind: %s", b.Name, object.AgentgatewayGroup, object.AgentgatewayBackend.Name),
			lint.See(lint.AtName(backend), "%s", backend), lint.With(lint.Safe, "set group and kind", edits...))
	case isDotted(b.Name) && !ref.Has("namespace"):
		name, rest, _ := strings.Cut(b.Name, ".")
		namespace, _, _ := strings.Cut(rest, ".")
		p.Report(refPlace(b.Reference, "name"), fmt.Sprintf("name %q is the DNS name of a Service; write name: %s and namespace: %s; the status will say ResolvedRefs=False (BackendNotFound)", b.Name, name, namespace),
			lint.With(lint.Suggestion, "write name and namespace", source.Set(doc, ref.Path().Join("name"), name), setField(b.Reference, "namespace", namespace, "name")))
	}
}

// isBackendWithoutKind reports a reference to what reads as a Service, and can
// only be the AgentgatewayBackend of that name.
func isBackendWithoutKind(m *gateway.Model, b gateway.BackendRef) bool {
	return !b.Node.Has("kind") && !b.Node.Has("group") && !b.Node.Has("port") &&
		m.Find(object.AgentgatewayBackend, b.Namespace, b.Name) != nil && m.Find(object.Service, b.Namespace, b.Name) == nil
}

// isDotted reports the name by which the DNS of a cluster knows a Service: a
// Service's own name has no dots.
func isDotted(name string) bool {
	parts := strings.Split(name, ".")
	return len(parts) >= 3 && parts[2] == "svc" && !slices.Contains(parts, "")
}
