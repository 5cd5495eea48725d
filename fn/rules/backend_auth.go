package rules

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// backendAuthKinds are the kinds that hold keys for backends.
var backendAuthKinds = []object.Kind{object.AgentgatewayBackend, object.AgentgatewayPolicy}

// backendAuths returns the auth blocks by which the gateway proves itself to a
// backend.
func backendAuths(o *object.Object) []*source.Node {
	if o.Kind == object.AgentgatewayPolicy {
		return present(o.Get("spec", "backend", "auth"))
	}
	places := []*source.Node{o.Get("spec", "policies", "auth")}
	for _, group := range o.Get("spec", "ai", "groups").Seq() {
		for _, provider := range group.Get("providers").Seq() {
			places = append(places, provider.Get("policies", "auth"))
		}
	}
	for _, t := range o.Get("spec", "mcp", "targets").Seq() {
		places = append(places, t.Get("static", "policies", "auth"))
	}
	return present(places...)
}

func present(nodes ...*source.Node) []*source.Node {
	var out []*source.Node
	for _, n := range nodes {
		if n.IsMapping() && !n.IsTemplate() {
			out = append(out, n)
		}
	}
	return out
}
