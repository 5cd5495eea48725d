package rules

import (
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// newNames gives colliding Gateways names that nothing has.
type newNames struct {
	*naming
	gateways spaced          // the Gateways of the input
	earlier  map[string]bool // what kustomize remembers that Gateways were called
	given    spaced
	next     map[object.Space]int // the first number that may be free there
}

func (n *naming) newNames() *newNames {
	out := &newNames{n, spaced{}, map[string]bool{}, spaced{}, map[object.Space]int{}}
	for _, g := range n.Objects(object.Gateway) {
		out.gateways.add(g.Name, n.spaces.Of(g))
		for _, name := range g.Names()[1:] {
			out.earlier[name] = true
		}
	}
	return out
}

// spaced are names, and the namespaces in which they are taken; "": one that
// nothing tells.
type spaced map[string]map[string]bool

func (x spaced) add(name string, space object.Space) {
	if x[name] == nil {
		x[name] = map[string]bool{}
	}
	x[name][space.Namespace] = true
}

// meets reports whether the name may be taken in a namespace.
func (x spaced) meets(name string, space object.Space) bool {
	in := x[name]
	return in[""] || in[space.Namespace] || space.Namespace == "" && len(in) > 0
}

// maxGatewayName is how long a Gateway's name can be without its generated
// objects getting another.
const maxGatewayName = 63

// pick returns the name of the configuration or, where that is taken, the first
// of name-2, name-3, … that is free. What was taken in a namespace stays so.
func (n *newNames) pick(d *deployed) string {
	i := max(n.next[d.space], 1)
	for n.taken(n.numbered(i), d) {
		i++
	}
	name := n.numbered(i)
	n.next[d.space] = i + 1
	n.given.add(name, d.space)
	return name
}

func (n *newNames) numbered(i int) string {
	if i == 1 {
		return n.Config.GatewayName
	}
	suffix := "-" + strconv.Itoa(i)
	return short(n.Config.GatewayName, maxGatewayName-len(suffix)) + suffix
}

// taken reports whether anything has the name, or may have it, in the
// Gateway's namespace.
func (n *newNames) taken(name string, d *deployed) bool {
	return n.takenByObject(name, d) || n.takenByController(name, d.space) || n.awaited(name) || n.given.meets(name, d.space)
}

func mayMeet(a, b object.Space) bool {
	return a.Namespace == "" || b.Namespace == "" || a.Namespace == b.Namespace
}

// takenByObject looks at the Gateways and at what may be generated. The names
// that kustomize remembers count everywhere: it would take a reference by the
// new name for one of theirs.
func (n *newNames) takenByObject(name string, d *deployed) bool {
	if n.gateways.meets(name, d.space) || n.earlier[name] {
		return true
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
	return len(n.gateways[name]) == 0 && n.references()[name]
}

// references are the names by which the input refers to Gateways, as far as they
// may be new names: these start alike.
func (n *newNames) references() map[string]bool {
	return lint.Memo(n.Pass, "references to Gateways", func() map[string]bool {
		out := map[string]bool{}
		for _, o := range n.Mentioning(short(n.Config.GatewayName, maxGatewayName-len("-1234567"))) {
			o.Get("spec").Walk(func(v *source.Node) bool {
				if v.Kind == source.Mapping && v.Get("name").Text() != "" && meansGateway(v) {
					out[v.Get("name").Text()] = true
				}
				return true
			})
		}
		return out
	})
}

// meansGateway reports whether a reference means a Gateway, by its kind or by
// standing among parentRefs.
func meansGateway(ref *source.Node) bool {
	if kind := ref.Get("kind").Text(); kind != "" {
		return kind == object.Gateway.Name
	}
	return slices.ContainsFunc(ref.Path(), func(s source.Step) bool { return s.Key == "parentRefs" || s.Key == "parentRef" })
}
