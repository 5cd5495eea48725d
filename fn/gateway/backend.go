package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Backends returns what the backendRefs of one rule of a route refer to, in
// the order they are written. Objects are looked up for AgentgatewayBackends.
func (m *Model) Backends(route *object.Object, rule *source.Node) []Reference {
	var out []Reference
	for _, n := range rule.Get("backendRefs").Seq() {
		r := refer(n, route.Namespace, object.Service)
		if r.Kind == object.AgentgatewayBackend {
			r.Object = m.Find(r.Kind, r.Namespace, r.Name)
		}
		out = append(out, r)
	}
	return out
}
