package rules

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var policySectionMismatch = &lint.Rule{
	Name:     "policy-section-mismatch",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    targetingKinds,
	Reads: []object.Kind{
		object.Gateway, object.ListenerSet, object.XListenerSet, object.HTTPRoute, object.GRPCRoute, object.Service, object.AgentgatewayBackend, object.Kustomization,
	},
	Outcome: lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a sectionName in a policy that its target does not have",
		Why: "The `sectionName` of a targetRef is the name of a listener of a Gateway or a ListenerSet, of a rule of a route, of a provider or an MCP target of an " +
			"AgentgatewayBackend, or the port of a Service: its number in an AgentgatewayPolicy, its name in a BackendTLSPolicy. Nobody looks whether there is one. The policy is " +
			"said to be attached, and is in force nowhere, whatever it was to protect.",
		Repair:    "Write the name of a section, or leave `sectionName` out to mean all of the target. Rules of a route have a name only where one is written. Gatefix suggests the nearest name.",
		FixSafety: "The nearest name is a suggestion: another section may be meant.",
		Forecast:  "Silence: the status of an AgentgatewayPolicy says Accepted=True (Valid) and Attached=True (Attached), and that of a BackendTLSPolicy Accepted=True.",
		Links:     []string{"https://gateway-api.sigs.k8s.io/geps/gep-713/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, t := range gateway.Targets(o) {
			if at := t.Node.Get("sectionName"); !t.Selects && t.Section() != "" && !lint.Opaque(at) && slices.Contains(sectionKinds, t.Kind) {
				checkSection(p, m, t)
			}
		}
	},
}

// sectionKinds are the kinds of targets that have sections.
var sectionKinds = []object.Kind{
	object.Gateway, object.ListenerSet, object.XListenerSet, object.HTTPRoute, object.GRPCRoute, object.Service, object.AgentgatewayBackend,
}

func checkSection(p *lint.Pass, m *gateway.Model, t gateway.Target) {
	if ns := t.Node.Get("namespace"); ns != nil && !slices.Contains(t.Policy.Namespaces(), ns.Text()) {
		return // dangling-policy-target tells that it reaches its own only
	}
	target := m.Present(t.Reference)
	if target == nil || !m.Together(target, t.Policy) {
		return // dangling-policy-target has a say on it
	}
	have, known := targetSections(p, m, t, target)
	switch {
	case slices.Contains(have, t.Section()):
		return
	case p.Patched(target) || p.Patched(t.Policy):
		notJudged(p, t.Reference, gateway.ChangedByPatch)
		return
	case !known:
		return
	}
	options := []lint.Option{lint.See(lint.AtName(target), "%s", target)}
	hint := "; it has " + quoted(have)
	if len(have) == 0 {
		hint = "; it has none, leave sectionName out to mean all of it"
	}
	if near := nearestSection(t, target, have); near != "" {
		hint += fmt.Sprintf("; did you mean %q?", near)
		options = append(options, lint.With(lint.Suggestion, fmt.Sprintf("set sectionName to %q", near), setField(t.Reference, "sectionName", near, "")))
	}
	p.Report(refPlace(t.Reference, "sectionName"),
		fmt.Sprintf("%s has no %s %q%s; the policy is in force nowhere, and its status says %s all the same", called(t.Reference), sectionWord(target), t.Section(), hint, attachedTo(t.Policy)), options...)
}

// nearestSection returns the section that was probably meant: of a Service, the
// number of the port of that name.
func nearestSection(t gateway.Target, target *object.Object, have []string) string {
	if target.Kind == object.Service {
		for _, port := range gateway.Ports(target) {
			if port.Name == t.Section() && port.Number > 0 {
				return strconv.FormatInt(port.Number, 10)
			}
		}
	}
	return lint.Nearest(t.Section(), have)
}

// attachedTo is what the status of a policy says of a target that is there.
func attachedTo(policy *object.Object) gateway.Condition {
	if policy.Kind == object.BackendTLSPolicy {
		return gateway.Condition{Type: "Accepted", Status: "True", Reason: "Accepted"}
	}
	return gateway.Condition{Type: "Attached", Status: "True", Reason: "Attached"}
}

// sectionWord is what the sections of an object are called.
func sectionWord(o *object.Object) string {
	switch o.Kind {
	case object.HTTPRoute, object.GRPCRoute:
		return "rule"
	case object.Service:
		return "port"
	case object.AgentgatewayBackend:
		return "provider or target"
	}
	return "listener"
}
