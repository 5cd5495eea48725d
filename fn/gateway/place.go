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

// keys are the places under which an object is filed, so that an object of the
// same place is found by a look into a map.
func (p place) keys() []string {
	switch {
	case p.namespace != "":
		return []string{"namespace " + p.namespace}
	case p.folder != "":
		return []string{"together " + p.together, "folder " + p.folder}
	}
	return []string{"together " + p.together}
}

// SameNamespace reports whether two objects land in one namespace.
func (m *Model) SameNamespace(a, b *object.Object) Truth { return m.placeOf(a).same(m.placeOf(b)) }

// Namespace returns the namespace that an object lands in, as far as its
// document or its kustomization tells; "" where neither does.
func (m *Model) Namespace(o *object.Object) string { return m.placeOf(o).namespace }
