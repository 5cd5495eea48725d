package rules

import (
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// newNames gives colliding Gateways names that nothing has.
type newNames struct {
	*naming
	given []given
}

type given struct {
	name  string
	space object.Space
}

func (n *naming) newNames() *newNames { return &newNames{naming: n} }

// maxGatewayName is how long a Gateway's name can be without its generated
// objects getting another.
const maxGatewayName = 63

// pick returns the name of the configuration or, where that is taken, the first
// of name-2, name-3, … that is free.
func (n *newNames) pick(d *deployed) string {
	name := n.Config.GatewayName
	for i := 2; n.taken(name, d); i++ {
		suffix := "-" + strconv.Itoa(i)
		name = short(n.Config.GatewayName, maxGatewayName-len(suffix)) + suffix
	}
	n.given = append(n.given, given{name, d.space})
	return name
}

// taken reports whether anything has the name, or may have it, in the
// Gateway's namespace.
func (n *newNames) taken(name string, d *deployed) bool {
	return n.takenByObject(name, d) || n.takenByController(name, d.space) || n.awaited(name) ||
		slices.ContainsFunc(n.given, func(g given) bool { return g.name == name && mayMeet(g.space, d.space) })
}

func mayMeet(a, b object.Space) bool {
	return a.Namespace == "" || b.Namespace == "" || a.Namespace == b.Namespace
}

// takenByObject looks at the Gateways and at what may be generated. The names
// that kustomize remembers count everywhere: it would take a reference by the
// new name for one of theirs.
func (n *newNames) takenByObject(name string, d *deployed) bool {
	for _, g := range n.Objects(object.Gateway) {
		if names := g.Names(); g.Name == name && mayMeet(n.spaces.Of(g), d.space) || slices.Contains(names[1:], name) || g == d.Object && g.Name == name {
			return true
		}
	}
	return slices.ContainsFunc(n.neighbours().byName[name], func(o *object.Object) bool { return mayMeet(n.spaces.Of(o), d.space) })
}

func (n *newNames) takenByController(name string, space object.Space) bool {
	for _, r := range n.releases() {
		if r.Fullname == name && mayMeet(object.Space{Namespace: r.Namespace}, space) {
			return true
		}
	}
	for _, c := range n.Config.Controllers {
		if c.Name == name && mayMeet(object.Space{Namespace: c.Namespace}, space) {
			return true
		}
	}
	for _, u := range usual {
		if u.name == name && mayMeet(object.Space{Namespace: u.namespace}, space) {
			return true
		}
	}
	return false
}

// awaited reports whether the input refers to a Gateway of the name that is not
// in it: there is one elsewhere, which the renamed Gateway would replace.
func (n *newNames) awaited(name string) bool {
	if slices.ContainsFunc(n.Objects(object.Gateway), func(g *object.Object) bool { return g.Name == name }) {
		return false
	}
	found := false
	for _, o := range n.Mentioning(name) {
		o.Get("spec").Walk(func(v *source.Node) bool {
			found = found || v.Kind == source.Mapping && v.Get("name").Text() == name && meansGateway(v)
			return !found
		})
	}
	return found
}

// meansGateway reports whether a reference means a Gateway, by its kind or by
// standing among parentRefs.
func meansGateway(ref *source.Node) bool {
	if kind := ref.Get("kind").Text(); kind != "" {
		return kind == object.Gateway.Name
	}
	return slices.ContainsFunc(ref.Path(), func(s source.Step) bool { return s.Key == "parentRefs" || s.Key == "parentRef" })
}
