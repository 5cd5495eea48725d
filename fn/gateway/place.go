package gateway

import (
	"path"

	"github.com/gatefix/gatefix/fn/object"
)

// place is where an object lands. Where no document tells the namespace, it is
// known at least which objects are applied together: those of one file, of one
// kustomization, or of one folder that no kustomization lists.
type place struct {
	namespace string
	together  string // the kustomization or the file
	folder    string // "" where a kustomization lists the file
}

func (m *Model) placeOf(o *object.Object) place {
	if o.Namespace != "" {
		return place{namespace: o.Namespace}
	}
	if p, ok := m.places[o]; ok {
		return p
	}
	s := m.spaces().Of(o)
	p := place{namespace: s.Namespace}
	if p.namespace == "" {
		p.together = s.Together
		if !m.spaces().Lists(o) {
			p.folder = path.Dir(object.File(o))
		}
	}
	m.places[o] = p
	return p
}

// same reports whether two places are one namespace. Where one document names
// its namespace and the other does not, nobody can tell: `kubectl -n` and
// Flux's targetNamespace fill it in.
func (p place) same(q place) Truth {
	switch {
	case p.namespace == "" && q.namespace == "":
		if p.together != "" && p.together == q.together || p.folder != "" && p.folder == q.folder {
			return Yes
		}
		return Unsure
	case p.namespace == "" || q.namespace == "":
		return Unsure
	case p.namespace == q.namespace:
		return Yes
	case object.HasPlaceholder(p.namespace) || object.HasPlaceholder(q.namespace):
		return Unsure
	}
	return No
}

// key is the place under which an object is filed, so that it is known which
// kinds a place holds. A folder does not count: the files of one may be examples
// that have nothing to do with each other.
func (p place) key() string {
	if p.namespace != "" {
		return "namespace " + p.namespace
	}
	return "together " + p.together
}

// SameNamespace reports whether two objects land in one namespace.
func (m *Model) SameNamespace(a, b *object.Object) Truth { return m.placeOf(a).same(m.placeOf(b)) }

// Together reports whether two objects certainly land in one namespace and one
// belongs to the input that shows the other: both name the namespace, or they
// stand in one file or in the files of one kustomization.
func (m *Model) Together(a, b *object.Object) bool {
	p, q := m.placeOf(a), m.placeOf(b)
	return p.namespace == q.namespace && (p.namespace != "" || p.together == q.together)
}

// Namespace returns the namespace that an object lands in, as far as its
// document or its kustomization tells; "" where neither does.
func (m *Model) Namespace(o *object.Object) string { return m.placeOf(o).namespace }
