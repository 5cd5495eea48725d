package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var danglingBackendRef = &lint.Rule{
	Name:     "dangling-backend-ref",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds: []object.Kind{
		object.HTTPRoute, object.GRPCRoute, object.TLSRoute, object.TCPRoute, object.UDPRoute, object.AgentgatewayPolicy,
	},
	Reads: slices.Concat(backendKinds, gateway.Makers[object.Service],
		[]object.Kind{object.GatewayClass, object.ReferenceGrant, object.Any}),
	Outcome: lint.Outcome{
		lint.Condition("ResolvedRefs", "False", "BackendNotFound"), lint.Condition("ResolvedRefs", "False", "BackendError"),
		lint.Condition("Accepted", "True", "PartiallyValid"), lint.Silent,
	},
	Doc: lint.Doc{
		Summary: "a backendRef to something that does not exist",
		Why: "A backendRef means an object of its kind (Service, unless it says otherwise), its name, and its namespace, which is that of the route unless it says " +
			"otherwise. Where there is none, the route is accepted all the same, and only its share of the requests fails.\n\n" +
			"Reported is an AgentgatewayBackend or an HTTPRoute that is missing from a namespace, other than `default`, whose objects of that kind the input holds. Services are often made by " +
			"charts, by operators or from another repository: one is reported where, in the namespace it is missing from, another differs from it by a slip or an " +
			"AgentgatewayBackend has its name, and, as a warning, where one of that name is in another namespace. A name with dots, as hosts have it, is no Service's. " +
			"References of routes and of an AgentgatewayPolicy are looked at, those to an HTTPRoute that requests are handed on to among them.\n\n" +
			"`assume: [Service apps/web]` in the configuration names a backend that exists elsewhere; `assume: complete` says that all are in the input.",
		Repair: "Correct the name, the kind or the namespace. Gatefix writes the namespace where there is exactly one backend of that name, or group and kind where an " +
			"AgentgatewayBackend of that name is in the namespace, and suggests the nearest name of the same namespace.",
		FixSafety: "Unsafe: the backend meant may be one that the input does not hold. One of another namespace needs a ReferenceGrant there.",
		Forecast: "Accepted by the API server. The route's status says ResolvedRefs=False (BackendNotFound; RefNotPermitted where it is in another namespace that does not grant it; with agentgateway BackendError for a name with dots), and requests to the backend are answered with 500; an AgentgatewayPolicy " +
			"says Accepted=True (PartiallyValid). Where the backend is an HTTPRoute, agentgateway says nothing, and requests are answered with 404 \"route not found\".",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#backendref",
			"https://gateway-api.sigs.k8s.io/reference/spec/#routeconditionreason",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		if o.Kind == object.AgentgatewayPolicy {
			for _, r := range m.Nested(o, "backendRef", object.Service) {
				missingBackend{p, m, gateway.BackendRef{Reference: r}}.check()
			}
			return
		}
		for _, b := range m.BackendRefs(o) {
			missingBackend{p, m, b}.check()
		}
	},
}

// backendKinds are the kinds of backends that are looked up. Those of other
// products are theirs to judge.
var backendKinds = []object.Kind{
	object.Service, object.AgentgatewayBackend, object.EnterpriseBackend, object.InferencePool, object.XInferencePool, object.HTTPRoute,
}

// missingBackend is a backendRef that may lead nowhere.
type missingBackend struct {
	p   *lint.Pass
	m   *gateway.Model
	ref gateway.BackendRef
}

func (b missingBackend) check() {
	r := b.ref.Reference
	switch {
	case r.Node.IsTemplate() || lint.Opaque(r.Node.Get("kind")) || lint.Opaque(r.Node.Get("group")):
		notJudged(b.p, r, gateway.Placeholder)
	case !slices.Contains(backendKinds, r.Kind):
		// Another rule has a say on the kind, or no rule has.
	case r.Name == "" || r.Kind == object.HTTPRoute && (r.Name == "*" || strings.Contains(r.Name, "=")):
		// Several routes are meant, by their labels or all of them.
	case r.Kind == object.Service && strings.Contains(r.Name, ".") && !lint.HasPlaceholder(r.Name):
		b.reportHostname()
	case slices.Contains(backendRefKinds, r.From.Kind) && kindless(b.m, b.ref) != nil:
		// backend-ref-kind tells what is meant.
	default:
		b.resolve()
	}
}

func (b missingBackend) resolve() {
	r := b.ref.Reference
	found := b.m.Resolve(r)
	switch {
	case found.Presence == gateway.Outside:
		notJudged(b.p, r, found.Gap)
	case found.Presence == gateway.Present:
	case b.p.Patched(r.From):
		notJudged(b.p, r, gateway.ChangedByPatch)
	case r.Kind == object.Service && mayMakeServices(b.p, r.Name):
		notJudged(b.p, r, gateway.MadeByOthers)
	default:
		b.report()
	}
}

// report reports what the input shows to be missing. Of Services and pools the
// input holds but some, as a rule: others come with charts, or with another
// repository. One of them is missing only where what was meant is at hand.
func (b missingBackend) report() {
	r, severity := b.ref.Reference, lint.Error
	hint, options := b.otherKind()
	if hint == "" {
		if hint, options = b.elsewhere(); hint != "" && !b.certain() {
			severity = lint.Warning
		}
	}
	if hint == "" && (b.certain() || isSlipOfOne(b.m, r)) {
		hint, options = nearestName(b.m, r)
	} else if hint == "" {
		notJudged(b.p, r, someInInput)
		return
	}
	options = append(options, lint.As(severity))
	options = append(options, seeBeside(b.m, r)...)
	b.p.Report(refPlace(r, "name"), fmt.Sprintf("there is no %s%s; %s", called(r), hint, b.consequence()), options...)
}

// someInInput is why a Service is not judged though others of its namespace are
// in the input.
const someInInput gateway.Gap = "the input may hold only some of the objects of its kind and namespace"

// certain reports whether the input tells that the backend is missing.
func (b missingBackend) certain() bool {
	r := b.ref.Reference
	switch r.Kind {
	case object.AgentgatewayBackend, object.EnterpriseBackend, object.HTTPRoute:
		return b.p.Config.Assume.Complete || inNamedSpace(b.m, r)
	}
	return b.p.Config.Assume.Complete
}

// reportHostname reports a Service by a host name that is not one of the
// cluster's own, of which no namespace can be told: no Service has such a name.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
func (b missingBackend) reportHostname() {
	if isDotted(b.ref.Name) {
		return // backend-ref-kind tells what to write
	}
	b.p.Report(refPlace(b.ref.Reference, "name"),
		fmt.Sprintf("%q is no name of a Service, which has no dots; write the name of a Service and its namespace, or name an AgentgatewayBackend that has the host; the status will say %s", b.ref.Name, noSuchService(b.m, b.ref.From)))
}
