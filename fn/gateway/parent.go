package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
)

// Parent is one parentRef of a route.
type Parent struct {
	// Reference is the parentRef: to a Gateway, a ListenerSet, or anything
	// else a route may name, such as a Service or another route.
	Reference
	// Presence tells whether the input holds the parent. What is no Gateway and
	// no ListenerSet is outside, until [Model.Attach] looks it up.
	Presence Presence
	Gap      Gap // where Outside
	// Gateway is the Gateway that the route attaches to by way of it; nil
	// where the parent is no such thing, or a ListenerSet outside the input.
	Gateway *Reference
}

// Section is the sectionName of the parentRef; "" where it names none.
func (p Parent) Section() string { return p.Node.Get("sectionName").Text() }

// Parents returns the parents of a route, in the order they are written. Those
// that lead to a Gateway are looked up.
func (m *Model) Parents(route *object.Object) []Parent {
	var out []Parent
	for _, n := range route.Get("spec", "parentRefs").Seq() {
		out = append(out, m.parent(Refer(route, n, object.Gateway)))
	}
	return out
}

func (m *Model) parent(r Reference) Parent {
	p := Parent{Reference: r, Gap: UnknownKind}
	switch {
	case object.Opaque(r.Node) || object.HasPlaceholder(r.Kind.Name) || object.HasPlaceholder(r.Kind.Group):
		p.Gap = Placeholder
	case p.Kind == object.Gateway:
		p.resolve(m)
		gateway := p.Reference
		p.Gateway = &gateway
	case slices.Contains(ListenerSetKinds, p.Kind):
		p.resolve(m)
		p.Gateway = m.gatewayOf(p.Object)
	}
	return p
}

func (p *Parent) resolve(m *Model) {
	found := m.Resolve(p.Reference)
	p.Presence, p.Object, p.Gap = found.Presence, found.Object, found.Gap
}

// gatewayOf returns the Gateway that a ListenerSet, which may be nil, adds
// listeners to.
func (m *Model) gatewayOf(set *object.Object) *Reference {
	if set == nil || set.Get("spec", "parentRef") == nil {
		return nil
	}
	r := Refer(set, set.Get("spec", "parentRef"), object.Gateway)
	if r.Kind != object.Gateway {
		return nil
	}
	r.Object = m.Resolve(r).Object
	return &r
}

// ParentOfSet returns the parentRef of a ListenerSet, like those of a route;
// ok is false where it has none.
func (m *Model) ParentOfSet(set *object.Object) (p Parent, ok bool) {
	n := set.Get("spec", "parentRef")
	if n == nil {
		return Parent{}, false
	}
	return m.parent(Refer(set, n, object.Gateway)), true
}

// RouteProduct returns who serves a route: Agentgateway where one of its
// parents is known to be, Kgateway or Other where all parents are known to be of
// another product, else Unknown.
func (m *Model) RouteProduct(route *object.Object) Product {
	all := Unknown
	for i, p := range m.Parents(route) {
		product := m.parentProduct(p)
		switch {
		case product == Agentgateway:
			return Agentgateway
		case i == 0:
			all = product
		case product == Unknown || all == Unknown:
			all = Unknown
		case product != all:
			all = Other
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
