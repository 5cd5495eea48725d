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
		index := lint.Memo(p, "matches", func() map[hostMatch][]ruleMatch { return indexMatches(p, m) })
		own, sure := takenBy(m, route)
		first := map[string]ruleMatch{}
		for _, match := range ruleMatches(route) {
			earlier, ok := first[match.key]
			if !ok {
				first[match.key] = match
			} else if earlier.rule < match.rule {
				reportSameRoute(p, match, earlier)
				continue
			}
			if !sure || len(own) == 0 {
				continue
			}
			for _, other := range index[hostMatch{own[0], hostnamesOf(route)[0], match.key}] {
				if beats(m, other.Route, route, own) {
					reportOtherRoute(p, m, match, other)
					break
				}
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

// hostMatch is what a rule of a route asks for, at one listener and host name.
type hostMatch struct {
	listener  *gateway.Listener
	host, key string
}

func indexMatches(p *lint.Pass, m *gateway.Model) map[hostMatch][]ruleMatch {
	out := map[hostMatch][]ruleMatch{}
	for _, route := range p.Objects(object.HTTPRoute) {
		if !comparableRoute(p, route) {
			continue
		}
		listeners, _ := takenBy(m, route)
		if len(listeners) == 0 {
			continue
		}
		for _, r := range ruleMatches(route) {
			for _, host := range hostnamesOf(route) {
				for _, l := range listeners {
					key := hostMatch{l, host, r.key}
					out[key] = append(out[key], r)
				}
			}
		}
	}
	return out
}

// beats reports whether another route certainly stands wherever this one does,
// whose listeners are given, and is preferred by the Gateway API.
func beats(m *gateway.Model, other, route *object.Object, own []*gateway.Listener) bool {
	if other == route || other.Name == route.Name && m.SameNamespace(other, route) != gateway.No {
		return false // two versions of one route
	}
	if first, _ := m.Precedes(other, route); !first {
		return false
	}
	hosts := hostnamesOf(other)
	for _, host := range hostnamesOf(route) {
		if !slices.Contains(hosts, host) {
			return false
		}
	}
	theirs, _ := takenBy(m, other)
	return !slices.ContainsFunc(own, func(l *gateway.Listener) bool { return !slices.Contains(theirs, l) })
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
