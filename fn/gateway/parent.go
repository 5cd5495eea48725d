package gateway

import "github.com/gatefix/gatefix/fn/object"

// Parent is one parentRef of a route.
type Parent struct {
	// Reference is the parentRef: to a Gateway, a ListenerSet, or anything
	// else a route may name, such as a Service or another route.
	Reference
	// Gateway is the Gateway that the route attaches to by way of it; nil
	// where the parent is no such thing, or a ListenerSet outside the input.
	Gateway *Reference
}

// Parents returns the parents of a route, in the order they are written.
func (m *Model) Parents(route *object.Object) []Parent {
	var out []Parent
	for _, n := range route.Get("spec", "parentRefs").Seq() {
		p := Parent{Reference: refer(n, route.Namespace, object.Gateway)}
		switch p.Kind {
		case object.Gateway:
			p.Object = m.Find(p.Kind, p.Namespace, p.Name)
			gateway := p.Reference
			p.Gateway = &gateway
		case object.ListenerSet, object.XListenerSet:
			p.Object = m.Find(p.Kind, p.Namespace, p.Name)
			p.Gateway = m.gatewayOf(p.Object)
		}
		out = append(out, p)
	}
	return out
}

// gatewayOf returns the Gateway that a ListenerSet, which may be nil, adds
// listeners to.
func (m *Model) gatewayOf(set *object.Object) *Reference {
	if set == nil || set.Get("spec", "parentRef") == nil {
		return nil
	}
	r := refer(set.Get("spec", "parentRef"), set.Namespace, object.Gateway)
	if r.Kind != object.Gateway {
		return nil
	}
	r.Object = m.Find(r.Kind, r.Namespace, r.Name)
	return &r
}

// RouteProduct returns who serves a route: Agentgateway where one of its
// parents is known to be, Other where all parents are known to be of another
// product, else Unknown.
func (m *Model) RouteProduct(route *object.Object) Product {
	parents := m.Parents(route)
	all := Other
	if len(parents) == 0 {
		all = Unknown
	}
	for _, p := range parents {
		switch m.parentProduct(p) {
		case Agentgateway:
			return Agentgateway
		case Unknown:
			all = Unknown
		}
	}
	return all
}

func (m *Model) parentProduct(p Parent) Product {
	if p.Gateway == nil || p.Gateway.Object == nil {
		return Unknown
	}
	return m.Product(p.Gateway.Object)
}

// IsDelegated reports whether an HTTPRoute may be the child of another one,
// which then has its own say on the request. Agentgateway takes a route for a
// child when it names no parent, or a route as its parent.
func IsDelegated(route *object.Object) bool {
	parents := route.Get("spec", "parentRefs").Seq()
	for _, n := range parents {
		if refer(n, route.Namespace, object.Gateway).Kind == object.HTTPRoute {
			return true
		}
	}
	return len(parents) == 0
}
