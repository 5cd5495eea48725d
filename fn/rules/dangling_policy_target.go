package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var danglingPolicyTarget = &lint.Rule{
	Name:     "dangling-policy-target",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    targetingKinds,
	Reads: slices.Concat(targetKinds, gateway.Makers[object.Service],
		[]object.Kind{object.Any}),
	Outcome: lint.Outcome{lint.Condition("Attached", "False", "Pending"), lint.Pruned, lint.Silent},
	Doc: lint.Doc{
		Summary: "a policy whose target does not exist in its namespace",
		Why: "A policy names its targets by group, kind and name. There is no namespace in a targetRef: a target is looked for in the namespace of the policy, and " +
			"`namespace`, where it is written, is dropped. A policy without its target is in force nowhere, whatever it was to protect: authentication and rate limits, too.\n\n" +
			"Reported is a target that is missing from a namespace whose objects of that kind the input holds; in namespace `default` only one that differs from another by a slip. Where the input holds none, only a Gateway is reported, " +
			"as a warning, that is in another namespace and nowhere else. Of Services the input often holds but some: one is reported where another differs from it by a slip.\n\n" +
			"`assume: [Gateway apps/gw]` in the configuration names a target that exists elsewhere; `assume: complete` says that all are in the input.",
		Repair:    "Correct the name or the kind, or put the policy into the namespace of its target. Gatefix suggests the nearest name.",
		FixSafety: "The nearest name is a suggestion: another target may be meant.",
		Forecast: "Accepted by the API server. The status of an AgentgatewayPolicy says Attached=False (Pending): `Policy is not attached: … not found`. A BackendTLSPolicy gets no " +
			"status at all.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/geps/gep-713/",
			"https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreference",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, t := range gateway.Targets(o) {
			if !t.Selects && t.Name != "" && slices.Contains(targetKinds, t.Kind) {
				missingTarget{p, m, t}.check()
			}
		}
	},
}

// targetingKinds are the kinds of policies whose targets are judged.
var targetingKinds = append(slices.Clone(gateway.PolicyKinds), object.BackendTLSPolicy)

// targetKinds are the kinds of targets that are looked up.
var targetKinds = []object.Kind{
	object.Gateway, object.ListenerSet, object.XListenerSet, object.HTTPRoute, object.GRPCRoute, object.TCPRoute, object.TLSRoute,
	object.Service, object.AgentgatewayBackend, object.EnterpriseBackend, object.InferencePool,
}

// missingTarget is a targetRef that may lead nowhere.
type missingTarget struct {
	p *lint.Pass
	m *gateway.Model
	t gateway.Target
}

func (t missingTarget) check() {
	r := t.t.Reference
	if t.reportNamespace() {
		return
	}
	found := t.m.Resolve(r)
	switch {
	case found.Presence == gateway.Present:
	case found.Presence == gateway.Outside:
		if !t.reportGateway(found.Gap) {
			notJudged(t.p, r, found.Gap)
		}
	case t.p.Patched(r.From):
		notJudged(t.p, r, gateway.ChangedByPatch)
	case r.Kind == object.Service && mayMakeServices(t.p, r.Name):
		notJudged(t.p, r, gateway.MadeByOthers)
	default:
		t.report()
	}
}

// reportNamespace reports a target for which another namespace is written than
// that of the policy.
func (t missingTarget) reportNamespace() bool {
	r := t.t.Reference
	at := r.Node.Get("namespace")
	written, ok := lint.Value(at)
	own := t.m.Namespace(r.From)
	if !ok || written == "" || own == "" || lint.HasPlaceholder(own) || slices.Contains(r.From.Namespaces(), written) {
		return false
	}
	var options []lint.Option
	if target := t.m.Present(r); target != nil {
		options = append(options, lint.See(lint.AtName(target), "%s", target))
	}
	t.p.Report(lint.At(r.From, at), fmt.Sprintf("a targetRef has no namespace, and this one is dropped: %s %q is looked for in the policy's own, %q; put the policy into namespace %q; %s",
		r.Kind.Name, r.Name, own, written, t.consequence()), options...)
	return true
}

func (t missingTarget) report() {
	r := t.t.Reference
	hint, options := t.elsewhere()
	if hint == "" {
		hint, options = nearestName(t.m, r)
	}
	if !t.certain() {
		notJudged(t.p, r, someInInput)
		return
	}
	options = append(options, seeBeside(t.m, r)...)
	t.p.Report(refPlace(r, "name"), fmt.Sprintf("there is no %s%s; %s", called(r), hint, t.consequence()), options...)
}

// certain reports whether the input tells that the target is missing. Of
// Services and pools it holds but some, as a rule; and where no namespace is
// named, the target may be in another one.
func (t missingTarget) certain() bool {
	r := t.t.Reference
	if t.p.Config.Assume.Complete || isSlipOfOne(t.m, r) {
		return true
	}
	return r.Kind != object.Service && r.Kind != object.InferencePool && inNamedSpace(t.m, r)
}

// elsewhere finds the target in other namespaces.
func (t missingTarget) elsewhere() (string, []lint.Option) {
	spaces, options := seeNamesakes(t.m, t.t.Reference)
	switch {
	case len(spaces) == 0:
		return "", nil
	case len(spaces) > 1:
		return "; namespaces " + quoted(spaces) + " have one, and a policy reaches its own only", options
	}
	return fmt.Sprintf("; the one of that name is in namespace %q, and a policy reaches its own only: put the policy there", spaces[0]), options
}

// reportGateway reports a Gateway that the input holds in another namespace. A
// second one of its name, in the namespace of the policy, would be a rare thing.
func (t missingTarget) reportGateway(gap gateway.Gap) bool {
	r := t.t.Reference
	if gap != gateway.NotInInput || r.Kind != object.Gateway || t.m.Namespace(r.From) == "" || len(t.m.Elsewhere(r.Kind, r.Name)) != 1 || t.p.Patched(r.From) {
		return false
	}
	hint, options := t.elsewhere()
	t.p.Report(refPlace(r, "name"), fmt.Sprintf("there is no %s%s; %s", called(r), hint, t.consequence()), append(options, lint.As(lint.Warning))...)
	return true
}

// consequence says what the status of the policy will say.
func (t missingTarget) consequence() string {
	if t.t.Policy.Kind == object.BackendTLSPolicy {
		return "no controller answers for it: the policy gets no status at all"
	}
	return "the policy's status will say " + gateway.Condition{Type: "Attached", Status: "False", Reason: "Pending"}.String()
}
