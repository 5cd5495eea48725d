package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var shadowedRoute = &lint.Rule{
	Name:     "shadowed-route",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.HTTPRoute},
	Reads:    slices.Clone(gateway.AttachReads),
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a match that another route or rule, which goes first, has too",
		Why: "Where two rules match the same host, path, method, headers and query, one of them takes every request and the other none; traffic is not shared. " +
			"Within one route the first rule wins. Of two routes on one listener the Gateway API prefers the older one, and of the same age the one whose " +
			"namespace and name come first in the alphabet, which no manifest shows and which changes when a route is made anew.\n\n" +
			"Reported only where both have the same match, the other one has all host names of this one, and the input shows that it attaches to every listener " +
			"this one attaches to.",
		Repair:   "Remove one of them, tell them apart by a match, or share the traffic by several `backendRefs` with a `weight` in one rule.",
		Forecast: "Accepted by the API server. The status of both routes says Accepted=True: no condition tells.",
		Links:    []string{"https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule"},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		if !comparableRoute(p, route) {
			return
		}
		m := modelOf(p)
		index := lint.Memo(p, "matches", func() *rivalRoutes { return newRivalRoutes(p, m) })
		first := map[string]ruleMatch{}
		for _, match := range ruleMatches(route) {
			earlier, ok := first[match.key]
			if !ok {
				first[match.key] = match
			} else if earlier.rule < match.rule {
				reportSameRoute(p, match, earlier)
				continue
			}
			if other, ok := index.winnerOver(m, route, match.key); ok {
				reportOtherRoute(p, m, match, other)
			}
		}
	},
}

// comparableRoute reports whether what a route matches stands in its document.
func comparableRoute(p *lint.Pass, route *object.Object) bool {
	_, known := httpRules(route)
	return known && !p.Patched(route) && !lint.Opaque(route.Get("spec", "hostnames")) &&
		!slices.ContainsFunc(hostnamesOf(route), lint.HasPlaceholder) &&
		route.Get("metadata", "annotations", "kgateway.dev/route-weight") == nil // kgateway orders routes by it
}

// takenBy returns the listeners of Gateways and ListenerSets that take a
// route; sure is false where there may be others, or parents of other kinds.
func takenBy(m *gateway.Model, route *object.Object) (listeners []*gateway.Listener, sure bool) {
	sure = true
	for _, a := range m.Attach(route) {
		sure = sure && a.Status != gateway.Unsure && (a.Parent.Gateway != nil || a.Status == gateway.No)
		for _, x := range a.Answers {
			sure = sure && x.Status != gateway.Unsure
			if x.Status == gateway.Yes {
				listeners = append(listeners, x.Listener)
			}
		}
	}
	return listeners, sure
}

func reportSameRoute(p *lint.Pass, own, earlier ruleMatch) {
	p.Report(lint.At(own.Route, own.Node), fmt.Sprintf(
		"rule %d of this route matches the same (%s) and goes first, so that this rule takes none of these requests; "+
			"remove one, tell them apart by a match, or list both backends in one rule; no condition tells: the status will say Accepted=True", earlier.rule+1, own),
		lint.See(lint.At(own.Route, earlier.Node), "rule %d goes first", earlier.rule+1))
}

func reportOtherRoute(p *lint.Pass, m *gateway.Model, own, other ruleMatch) {
	who := "the older of the two routes, and of the same age the first in the alphabet, takes every request"
	if _, sure := m.Precedes(other.Route, own.Route); sure {
		who = "that route, which is older, takes every request"
	}
	p.Report(lint.At(own.Route, own.Node), fmt.Sprintf(
		"%s matches the same (%s) for the same host on the same listener; %s and the other none; "+
			"remove one, tell them apart by a match, or list both backends in one rule; no condition tells: the status of both will say Accepted=True", other.Route, own, who),
		lint.See(lint.At(other.Route, other.Node), "the same match"))
}
