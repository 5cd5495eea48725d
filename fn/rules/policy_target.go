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

var policyTarget = &lint.Rule{
	Name:     "policy-target",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayPolicy},
	Reads:    []object.Kind{object.HTTPRoute, object.AgentgatewayBackend, object.Service},
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary: "a section of an AgentgatewayPolicy that its target cannot have",
		Why: "`traffic` speaks of requests on their way to a route, so it goes with Gateways, ListenerSets and routes, not with a backend; `frontend` speaks of a listener's " +
			"connections, so it goes with Gateways. `backend.ai` and `backend.mcp` go with AgentgatewayBackends and what stands in front of them, not with a Service. " +
			"The rejection names none of these: it is a rule over the whole spec.",
		Repair: "Attach the policy to what the section is for: a `traffic` policy for one backend to the HTTPRoutes that use it. Gatefix finds them in the input.",
		FixSafety: "Unsafe: a route may use other backends too, and the policy then holds for all of them. It is offered where `traffic` is the only section, each target is a " +
			"backend that is in the input, and the routes are in its namespace.",
		Forecast: "The API server rejects the object: `spec: Invalid value: the 'traffic' field can only target …`.",
		Links:    []string{"https://agentgateway.dev/docs/kubernetes/latest/about/policies/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, t := range gateway.Targets(o) {
			if kind := t.Node.Get("kind"); lint.Opaque(kind) || kind.Text() == "" || lint.Opaque(t.Node.Get("group")) {
				continue
			}
			checkTarget(p, o, t)
		}
	},
}

// isBackendKind reports kinds that are the end of a route. An InferencePool
// takes traffic policies since agentgateway 1.2.
func isBackendKind(k object.Kind) bool { return k == object.Service || k == object.AgentgatewayBackend }

func checkTarget(p *lint.Pass, o *object.Object, t gateway.Target) {
	at := lint.At(o, t.Node.Get("kind"))
	section := func(path ...any) *source.Node { return o.Get(append([]any{"spec"}, path...)...) }
	set := func(path ...any) bool { n := section(path...); return n != nil && !n.IsNull() }
	if isBackendKind(t.Kind) && set("traffic") {
		p.Report(at, fmt.Sprintf("kind %q cannot be the target of a policy with a traffic section; allowed: %s%s", t.Kind.Name, trafficTargets(p.Config.Versions.Agentgateway), usersHint(p, t)),
			append([]lint.Option{lint.See(lint.AtKey(o, section(), "traffic"), "the traffic section")}, retarget(p, o)...)...)
	}
	if set("frontend") && isKnownTarget(t.Kind) && t.Kind != object.Gateway {
		p.Report(at, fmt.Sprintf("kind %q cannot be the target of a policy with a frontend section; allowed: Gateway", t.Kind.Name),
			lint.See(lint.AtKey(o, section(), "frontend"), "the frontend section"))
	}
	for _, field := range []string{"ai", "mcp"} {
		if t.Kind == object.Service && set("backend", field) {
			p.Report(at, fmt.Sprintf("kind \"Service\" cannot be the target of a policy with backend.%s; allowed: AgentgatewayBackend, or what routes to one", field),
				lint.See(lint.AtKey(o, section("backend"), field), "backend.%s", field))
		}
	}
}

// trafficTargets are the kinds that take a traffic section in a release.
func trafficTargets(release string) string {
	switch {
	case release != "" && !versionBefore(release, 2, 0): // of kgateway
		return "Gateway, XListenerSet, HTTPRoute"
	case versionBefore(release, 1, 2):
		return "Gateway, ListenerSet, HTTPRoute, GRPCRoute"
	}
	return "Gateway, ListenerSet, HTTPRoute, GRPCRoute, InferencePool"
}

// isKnownTarget reports the kinds that a policy may target at all; of others
// the kind itself is the mistake.
func isKnownTarget(k object.Kind) bool {
	return isBackendKind(k) || slices.Contains([]object.Kind{object.Gateway, object.HTTPRoute, object.GRPCRoute, object.ListenerSet, object.XListenerSet}, k)
}

// usersHint names the routes that use a target.
func usersHint(p *lint.Pass, t gateway.Target) string {
	users := usersOf(p, t)
	if len(users) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s %q is used by %s", t.Kind.Name, t.Name, strings.Join(objectNames(users), ", "))
}

func objectNames(objects []*object.Object) []string {
	out := make([]string, len(objects))
	for i, o := range objects {
		out[i] = o.String()
	}
	return out
}

// usersOf returns the HTTPRoutes with a backendRef to a target.
func usersOf(p *lint.Pass, t gateway.Target) []*object.Object {
	if t.Selects || t.Name == "" {
		return nil
	}
	m := modelOf(p)
	backend := m.Find(t.Kind, t.Namespace, t.Name)
	if backend == nil {
		return nil
	}
	var out []*object.Object
	for _, route := range p.Objects(object.HTTPRoute) {
		uses := func(b gateway.BackendRef) bool { return !b.Mirror && m.Find(b.Kind, b.Namespace, b.Name) == backend }
		if slices.ContainsFunc(m.BackendRefs(route), uses) {
			out = append(out, route)
		}
	}
	return out
}

// retarget offers to attach a policy to the routes that use its targets.
func retarget(p *lint.Pass, o *object.Object) []lint.Option {
	if o.Get("spec", "backend") != nil || o.Get("spec", "frontend") != nil || o.Get("spec", "targetSelectors") != nil {
		return nil
	}
	refs := []any{}
	seen := map[*object.Object]bool{}
	for _, t := range gateway.Targets(o) {
		users := usersOf(p, t)
		if len(users) == 0 || t.Section() != "" {
			return nil
		}
		for _, route := range users {
			if route.Namespace != o.Namespace {
				return nil
			}
			if !seen[route] {
				seen[route] = true
				refs = append(refs, source.Map{{Key: "group", Value: object.GatewayGroup}, {Key: "kind", Value: route.Kind.Name}, {Key: "name", Value: route.Name}})
			}
		}
	}
	return []lint.Option{lint.With(lint.Unsafe, "target the HTTPRoutes that use it", source.Set(o.Doc, source.P("spec", "targetRefs"), refs))}
}
