package rules

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// corsKinds are the kinds in which the APIs of agentgateway and the Gateway API
// hold a CORS block. Resources of Istio, Envoy Gateway, Contour or Traefik hold
// blocks of their own shape, which are right there and never looked at.
var corsKinds = []object.Kind{
	object.AgentgatewayPolicy,
	object.EnterprisePolicy,
	object.TrafficPolicy,
	object.HTTPRoute,
}

// corsBlocks returns the CORS blocks of an object.
func corsBlocks(o *object.Object) []*source.Node {
	var found []*source.Node
	add := func(n *source.Node) {
		if n.IsMapping() && !n.IsTemplate() {
			found = append(found, n)
		}
	}
	switch o.Kind {
	case object.AgentgatewayPolicy, object.EnterprisePolicy:
		add(o.Get("spec", "traffic", "cors"))
	case object.TrafficPolicy:
		add(o.Get("spec", "cors"))
	case object.HTTPRoute:
		for _, rule := range o.Get("spec", "rules").Seq() {
			corsFilters(rule, add)
			for _, backend := range rule.Get("backendRefs").Seq() {
				corsFilters(backend, add)
			}
		}
	}
	return found
}

func corsFilters(n *source.Node, add func(*source.Node)) {
	for _, filter := range n.Get("filters").Seq() {
		if filter.Get("type").Text() == "CORS" {
			add(filter.Get("cors"))
		}
	}
}
