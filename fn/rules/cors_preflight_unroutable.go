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

var corsPreflightUnroutable = &lint.Rule{
	Name:     "cors-preflight-unroutable",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayPolicy, object.EnterprisePolicy, object.HTTPRoute},
	Reads: append([]object.Kind{
		object.HTTPRoute, object.Gateway, object.GatewayClass, object.ListenerSet, object.XListenerSet, object.AgentgatewayBackend, object.Kustomization,
	}, gateway.PolicyKinds...),
	Outcome: lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "CORS on a rule that never sees the preflight request",
		Why: "Before a browser sends a POST with JSON, a PUT or a DELETE to another origin, it asks by an OPTIONS request. Agentgateway answers it once a rule has " +
			"matched; a rule that matches only `method: POST` does not, and the browser gets 404 instead of the CORS headers.\n\n" +
			"Silent where any other rule of the input on the same Gateway and host may take the OPTIONS request, for rules that match only GET and HEAD, which " +
			"browsers send unasked, and where a policy on the Gateway answers CORS with `phase: PreRouting`.",
		Repair: "Leave the method out of the match, add a match for `method: OPTIONS`, or set `cors` in a policy on the Gateway with `phase: PreRouting` " +
			"(agentgateway 1.3 and later). Which requests a rule takes is yours to say, so Gatefix changes nothing.",
		Forecast: "Accepted by the API server. The status says Accepted=True for the route, and Attached=True for the policy: no condition tells.",
		Links:    []string{"https://developer.mozilla.org/en-US/docs/Glossary/Preflight_request"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		if o.Kind == object.HTTPRoute {
			checkCORSFilters(p, m, o)
			return
		}
		traffic := o.Get("spec", "traffic")
		phase := traffic.Get("phase")
		if !traffic.Get("cors").IsMapping() || lint.Opaque(phase) || phase.Text() == "PreRouting" {
			return
		}
		for _, t := range gateway.Targets(o) {
			for _, route := range targetRoutes(p, m, t) {
				reportPreflight(p, m, lint.AtKey(o, traffic, "cors"), route, sectionRules(route, t.Section()))
			}
		}
	},
}

// targetRoutes returns the HTTPRoutes of the input that a target means.
func targetRoutes(p *lint.Pass, m *gateway.Model, t gateway.Target) []*object.Object {
	switch {
	case t.Kind != object.HTTPRoute:
		return nil
	case t.Selects:
		return m.Selected(t)
	}
	found := m.Resolve(t.Reference)
	if found.Presence == gateway.Outside {
		notJudged(p, t.Reference, found.Gap)
	}
	if found.Object == nil {
		return nil
	}
	return []*object.Object{found.Object}
}

// sectionRules returns the rules of a route that have the name, or all.
func sectionRules(route *object.Object, section string) []*source.Node {
	rules, known := httpRules(route)
	if !known {
		return nil
	}
	return slices.DeleteFunc(rules, func(rule *source.Node) bool { return section != "" && rule.Get("name").Text() != section })
}

// checkCORSFilters looks at the rules of a route that answer CORS by a filter.
// What other products do with the preflight of such a rule is theirs to say.
func checkCORSFilters(p *lint.Pass, m *gateway.Model, route *object.Object) {
	for _, rule := range sectionRules(route, "") {
		corsFilters(rule, func(cors *source.Node) {
			ours := slices.ContainsFunc(m.Backends(route, rule), func(r gateway.Reference) bool { return r.Kind.Group == object.AgentgatewayGroup })
			if ours || m.RouteProduct(route) == gateway.Agentgateway {
				reportPreflight(p, m, lint.At(route, cors), route, []*source.Node{rule})
			}
		})
	}
}

// reportPreflight reports the first match of the rules whose preflight request
// nothing takes.
func reportPreflight(p *lint.Pass, m *gateway.Model, at lint.Place, route *object.Object, rules []*source.Node) {
	for _, rule := range rules {
		for _, h := range httpMatches(route, rule) {
			simple := slices.Contains([]string{"", "OPTIONS", "GET", "HEAD"}, h.Method)
			if simple || h.Opaque || p.Patched(route) || takesPreflight(p, m, h) {
				continue
			}
			p.Report(at, fmt.Sprintf(
				"CORS is set for %s, but its rule takes %s requests only, so that the browser's OPTIONS request for %q gets 404 and no CORS headers; "+
					"leave the method out, or match OPTIONS too; no condition tells: the status will say Accepted=True", route, h.Method, h.Path),
				lint.See(lint.At(route, h.Node.Get("method")), "matches %s only", h.Method))
			return
		}
	}
}

// takesPreflight reports whether a rule of the input may take the OPTIONS
// request for the path of a match, or a policy answers it before any rule does.
func takesPreflight(p *lint.Pass, m *gateway.Model, h httpMatch) bool {
	for _, policy := range m.RoutePolicies(h.Route) {
		phase := policy.Get("spec", "traffic", "phase")
		if policy.Get("spec", "traffic", "cors") != nil && (lint.Opaque(phase) || phase.Text() == "PreRouting") {
			return true
		}
	}
	for _, route := range p.Objects(object.HTTPRoute) {
		if route != h.Route && !meet(route, h.Route) {
			continue
		}
		rules, known := httpRules(route)
		if !known {
			return true
		}
		for _, rule := range rules {
			if slices.ContainsFunc(httpMatches(route, rule), func(other httpMatch) bool {
				return (other.Method == "" || other.Method == "OPTIONS" || other.Opaque) && other.covers(h)
			}) {
				return true
			}
		}
	}
	return false
}

// meet reports whether two routes may share a parent and a host name. Names
// suffice: in doubt they do.
func meet(a, b *object.Object) bool {
	shared := slices.ContainsFunc(a.Get("spec", "parentRefs").Seq(), func(x *source.Node) bool {
		return slices.ContainsFunc(b.Get("spec", "parentRefs").Seq(), func(y *source.Node) bool {
			return x.Get("name").Text() == y.Get("name").Text() || lint.Opaque(x.Get("name")) || lint.Opaque(y.Get("name"))
		})
	})
	if !shared {
		return false
	}
	return slices.ContainsFunc(hostnamesOf(a), func(x string) bool {
		return slices.ContainsFunc(hostnamesOf(b), func(y string) bool {
			return lint.HasPlaceholder(x+y) || gateway.HostnamesIntersect(strings.ToLower(x), strings.ToLower(y))
		})
	})
}

// hostnamesOf returns the host names of a route; "" is any.
func hostnamesOf(route *object.Object) []string {
	var out []string
	for _, n := range route.Get("spec", "hostnames").Seq() {
		out = append(out, n.Text())
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}
