package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Grant tells whether a reference may cross from its namespace to another.
type Grant struct {
	// Allowed is Yes within one namespace and where a ReferenceGrant says so,
	// No where the input shows that none does.
	Allowed Truth
	Gap     Gap
	By      *object.Object   // the ReferenceGrant that allows it, if one is needed
	Grants  []*object.Object // those of the other namespace, where none allows it
}

// Grant judges a reference against the ReferenceGrants of the namespace it
// leads to. It is refused only where the input shows what is in that namespace:
// the object referred to, or a ReferenceGrant.
// https://gateway-api.sigs.k8s.io/api-types/referencegrant/
//
// The delegation of requests to another HTTPRoute needs no grant.
//
// It reads ReferenceGrants and the kind referred to, and kustomizations where a
// document names no namespace.
func (m *Model) Grant(r Reference) Grant {
	if r.From == nil || !r.namesNamespace() || r.Kind == object.HTTPRoute && r.From.Kind == object.HTTPRoute {
		return Grant{Allowed: Yes}
	}
	to := place{namespace: r.Namespace}
	switch to.same(m.placeOf(r.From)) {
	case Yes:
		return Grant{Allowed: Yes}
	case Unsure:
		return Grant{Gap: m.spaceGap(r)}
	}
	g := Grant{Allowed: No}
	for _, o := range m.grants()[r.Namespace] {
		switch m.grantAllows(o, r) {
		case Yes:
			return Grant{Allowed: Yes, By: o}
		case Unsure:
			g.Allowed, g.Gap = Unsure, Placeholder
		}
		g.Grants = append(g.Grants, o)
	}
	if g.Allowed == No {
		g.Allowed, g.Gap = m.grantJudged(r, g.Grants)
	}
	return g
}

func (m *Model) spaceGap(r Reference) Gap {
	if object.HasPlaceholder(r.Namespace) || object.HasPlaceholder(r.From.Namespace) {
		return Placeholder
	}
	return SpaceUnknown
}

// grantJudged reports whether the absence of a grant can be told: No, it is
// missing.
func (m *Model) grantJudged(r Reference, grants []*object.Object) (Truth, Gap) {
	switch {
	case slices.ContainsFunc(m.assume.Objects, func(a object.Assumed) bool {
		return a.Kind == object.ReferenceGrant.Name && (a.Namespace == "" || a.Namespace == r.Namespace)
	}):
		return Unsure, AssumedThere
	case object.HasPlaceholder(r.Name) || object.HasPlaceholder(r.Kind.Name):
		return Unsure, Placeholder
	case slices.ContainsFunc(grants, m.patched):
		return Unsure, ChangedByPatch
	case m.assume.Complete:
		return No, ""
	case m.assume.Partial:
		return Unsure, NotInInput
	case len(grants) > 0:
		return No, ""
	}
	if m.Present(r) != nil {
		return No, ""
	}
	return Unsure, NotInInput
}

// grantAllows judges one ReferenceGrant of the namespace referred to.
func (m *Model) grantAllows(o *object.Object, r Reference) Truth {
	from := m.anyEntry(o.Get("spec", "from"), func(n *source.Node) Truth {
		return allOf(equals(n.Get("group"), r.From.Kind.Group), equals(n.Get("kind"), r.From.Kind.Name),
			equals(n.Get("namespace"), append(r.From.Namespaces(), m.placeOf(r.From).namespace)...))
	})
	to := m.anyEntry(o.Get("spec", "to"), func(n *source.Node) Truth {
		name := Yes
		if n.Get("name") != nil {
			name = equals(n.Get("name"), append(r.names(), r.Name)...)
		}
		return allOf(equals(n.Get("group"), r.Kind.Group), equals(n.Get("kind"), r.Kind.Name), name)
	})
	return allOf(from, to)
}

// anyEntry reports whether an entry of a list fits.
func (m *Model) anyEntry(list *source.Node, fits func(*source.Node) Truth) Truth {
	result := No
	if object.Opaque(list) {
		result = Unsure
	}
	for _, n := range list.Seq() {
		switch fits(n) {
		case Yes:
			return Yes
		case Unsure:
			result = Unsure
		}
	}
	return result
}

// allOf is Yes where all are, No where one is.
func allOf(ts ...Truth) Truth {
	switch {
	case slices.Contains(ts, No):
		return No
	case slices.Contains(ts, Unsure):
		return Unsure
	}
	return Yes
}

// equals compares a value with what it may be.
func equals(n *source.Node, with ...string) Truth {
	switch {
	case slices.Contains(with, n.Text()):
		return Yes
	case object.Opaque(n):
		return Unsure
	}
	return No
}

func (m *Model) indexGrants() map[string][]*object.Object {
	out := map[string][]*object.Object{}
	for _, o := range m.objects(object.ReferenceGrant) {
		spaces := o.Namespaces()
		if o.Namespace == "" {
			spaces[0] = m.placeOf(o).namespace
		}
		for _, ns := range spaces {
			out[ns] = append(out[ns], o)
		}
	}
	return out
}
