package rules

import (
	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// contender is a route with what decides which of two routes takes a request.
type contender struct {
	route     *object.Object
	rank      gateway.Rank
	hosts     map[string]bool
	listeners map[*gateway.Listener]bool
	matches   []ruleMatch
	asked     spot // its own spot that the fewest routes share
	sure      bool // no listener but these takes it
}

// spot is a host name at a listener. A route that takes everything from another
// one stands at each of its spots, so it is enough to look at one of them; where
// that is the one the fewest routes share, a name that all routes have does not
// mean that each is held against all.
type spot struct {
	listener *gateway.Listener
	host     string
}

// spotMatch is what a rule of a route asks for at a spot.
type spotMatch struct {
	spot
	key string
}

// rivalRoutes finds the routes that stand at the spot a route is asked about
// and have a match that it has.
type rivalRoutes struct {
	byRoute map[*object.Object]*contender
	all     []*contender
	byMatch map[spotMatch][]rivalMatch
}

type rivalMatch struct {
	*contender
	match ruleMatch
}

func newRivalRoutes(p *lint.Pass, m *gateway.Model) *rivalRoutes {
	x := &rivalRoutes{byRoute: map[*object.Object]*contender{}, byMatch: map[spotMatch][]rivalMatch{}}
	for _, route := range p.Objects(object.HTTPRoute) {
		if !comparableRoute(p, route) {
			continue
		}
		listeners, sure := takenBy(m, route)
		if len(listeners) > 0 {
			c := &contender{route: route, rank: m.Rank(route), hosts: setOf(hostnamesOf(route)), listeners: setOf(listeners), matches: ruleMatches(route), sure: sure}
			x.byRoute[route] = c
			x.all = append(x.all, c)
		}
	}
	x.ask()
	x.fill()
	return x
}

func setOf[T comparable](list []T) map[T]bool {
	out := make(map[T]bool, len(list))
	for _, v := range list {
		out[v] = true
	}
	return out
}

// ask chooses the spot at which each route is compared with others.
func (x *rivalRoutes) ask() {
	hosts, listeners := map[string]int{}, map[*gateway.Listener]int{}
	for _, c := range x.all {
		for h := range c.hosts {
			hosts[h]++
		}
		for l := range c.listeners {
			listeners[l]++
		}
	}
	for _, c := range x.all {
		c.asked = spot{rarest(c.listeners, listeners), rarest(c.hosts, hosts)}
	}
}

// rarest returns the member of a set that is counted least, any of several.
func rarest[T comparable](set map[T]bool, counted map[T]int) T {
	var out T
	best := 0
	for v := range set {
		if n := counted[v]; best == 0 || n < best {
			out, best = v, n
		}
	}
	return out
}

// fill files routes under what some route asks for, in input order.
func (x *rivalRoutes) fill() {
	shared := map[string]int{} // nearly all matches are those of one route only
	for _, c := range x.all {
		for _, r := range c.matches {
			shared[r.key]++
		}
	}
	spots := map[string]map[spot]bool{} // by the key of a match
	for _, c := range x.all {
		for _, r := range c.matches {
			switch {
			case shared[r.key] == 1:
				continue
			case spots[r.key] == nil:
				spots[r.key] = map[spot]bool{}
			}
			spots[r.key][c.asked] = true
		}
	}
	for _, c := range x.all {
		for _, r := range c.matches {
			c.standsAt(spots[r.key], func(at spot) {
				key := spotMatch{at, r.key}
				x.byMatch[key] = append(x.byMatch[key], rivalMatch{c, r})
			})
		}
	}
}

// standsAt visits those of the spots at which the route stands, going through
// the fewer of them and its own.
func (c *contender) standsAt(spots map[spot]bool, visit func(spot)) {
	if len(spots) <= len(c.hosts)*len(c.listeners) {
		for at := range spots {
			if c.hosts[at.host] && c.listeners[at.listener] {
				visit(at)
			}
		}
		return
	}
	for h := range c.hosts {
		for l := range c.listeners {
			if at := (spot{l, h}); spots[at] {
				visit(at)
			}
		}
	}
}

// winnerOver returns the match of another route that takes from a route all that
// one of its matches asks for: the first one in the input.
func (x *rivalRoutes) winnerOver(m *gateway.Model, route *object.Object, key string) (ruleMatch, bool) {
	c := x.byRoute[route]
	if c == nil || !c.sure {
		return ruleMatch{}, false
	}
	for _, other := range x.byMatch[spotMatch{c.asked, key}] {
		if other.beats(m, c) {
			return other.match, true
		}
	}
	return ruleMatch{}, false
}

// beats reports whether a route certainly stands wherever another one does, and
// is preferred by the Gateway API.
func (c *contender) beats(m *gateway.Model, other *contender) bool {
	if c == other || len(c.hosts) < len(other.hosts) || len(c.listeners) < len(other.listeners) {
		return false
	}
	if first, _ := c.rank.Precedes(other.rank); !first {
		return false
	}
	for h := range other.hosts {
		if !c.hosts[h] {
			return false
		}
	}
	for l := range other.listeners {
		if !c.listeners[l] {
			return false
		}
	}
	// Of one name they are two versions of one route.
	return c.route.Name != other.route.Name || m.SameNamespace(c.route, other.route) == gateway.No
}
