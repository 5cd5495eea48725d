package gateway

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// IsDelegated reports whether an HTTPRoute may be the child of another one,
// which then has its own say on the request. Agentgateway takes a route for a
// child when it names no parent, or a route as its parent.
func IsDelegated(route *object.Object) bool {
	parents := route.Get("spec", "parentRefs").Seq()
	for _, n := range parents {
		if Refer(route, n, object.Gateway).Kind == object.HTTPRoute {
			return true
		}
	}
	return len(parents) == 0
}

// childIndex finds the backendRefs of kind HTTPRoute by what they ask for.
type childIndex struct {
	byName  map[string][]BackendRef // routes by name
	byLabel map[string][]BackendRef // routes by a label, "key=value"
	any     []BackendRef            // "*"
}

// routeLabel is the kind by which a backendRef of kgateway asks for routes whose
// label of that group and kind has the name as its value.
// https://kgateway.dev/docs/envoy/latest/traffic-management/route-delegation/label/
var routeLabel = object.Kind{Group: "delegation.kgateway.dev", Name: "label"}

// indexChildren reads the delegation of agentgateway and kgateway: a backendRef
// names a route, "*" for all of a namespace, or a label "key=value".
// https://agentgateway.dev/docs/kubernetes/latest/traffic-management/route-delegation/
func (m *Model) indexChildren() *childIndex {
	x := &childIndex{map[string][]BackendRef{}, map[string][]BackendRef{}, nil}
	for _, route := range m.objects(object.HTTPRoute) {
		for _, b := range m.BackendRefs(route) {
			switch {
			case b.Kind == routeLabel:
				x.byLabel[routeLabel.String()+"="+b.Name] = append(x.byLabel[routeLabel.String()+"="+b.Name], b)
			case b.Kind != object.HTTPRoute:
			case b.Name == "*":
				x.any = append(x.any, b)
			case strings.Contains(b.Name, "="):
				x.byLabel[b.Name] = append(x.byLabel[b.Name], b)
			default:
				x.byName[b.Name] = append(x.byName[b.Name], b)
			}
		}
	}
	return x
}

// Delegators returns the backendRefs of other routes that hand requests on to
// an HTTPRoute which is, or may be, in the namespace they mean.
func (m *Model) Delegators(child *object.Object) []BackendRef {
	x := m.children()
	var candidates []BackendRef
	for _, name := range child.Names() {
		candidates = append(candidates, x.byName[name]...)
	}
	if labels := child.Get("metadata", "labels"); labels.IsMapping() {
		for _, p := range labels.Get().Pairs {
			key := p.Key.Value
			if key == routeLabel.Group+"/"+routeLabel.Name {
				key = routeLabel.String()
			}
			candidates = append(candidates, x.byLabel[key+"="+p.Value.Text()]...)
		}
	}
	var out []BackendRef
	for _, b := range append(candidates, x.any...) {
		if b.From != child && m.place(b.Reference).same(m.placeOf(child)) != No {
			out = append(out, b)
		}
	}
	return out
}

// Delegates reports whether some route of the input hands requests on to routes.
func (m *Model) Delegates() bool {
	x := m.children()
	return len(x.byName)+len(x.byLabel)+len(x.any) > 0
}

// Children returns the HTTPRoutes that a backendRef of kind HTTPRoute hands
// requests on to.
func (m *Model) Children(b Reference) []*object.Object {
	var out []*object.Object
	key, value, byLabel := strings.Cut(b.Name, "=")
	candidates := m.Namesakes(object.HTTPRoute, b.Name)
	if b.Name == "*" || byLabel {
		candidates = m.objects(object.HTTPRoute)
	}
	for _, o := range candidates {
		if o == b.From || byLabel && o.Label(key) != value || m.place(b).same(m.placeOf(o)) != Yes {
			continue
		}
		if IsDelegated(o) {
			out = append(out, o)
		}
	}
	return out
}

// delegated judges a parentRef of kind HTTPRoute: the parent must hand requests
// on to the route.
func (m *Model) delegated(route *object.Object, p Parent) (Truth, Reason, Gap) {
	for _, b := range m.Delegators(route) {
		if b.From == p.Object {
			return Yes, NoReason, ""
		}
	}
	for _, b := range m.BackendRefs(p.Object) {
		if object.HasPlaceholder(b.Name) || object.HasPlaceholder(b.Namespace) {
			return Unsure, NoReason, Placeholder
		}
	}
	return No, NotDelegated, ""
}
