package schema

import (
	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// mapping is a mapping of a document beside the field that judges it.
type mapping struct {
	node      *source.Node
	members   []wire.Member
	field     *node
	live      set
	open      bool           // some release keeps fields it does not know
	opaqueKey bool           // a key is filled in later
	size      int            // how many fields the API server counts
	given     map[string]any // of a mapping that is a default: what it holds
}

// judge notes what the tests of a mapping ask.
func (m *mapping) judge() {
	for _, f := range m.field.forms {
		m.open = m.open || f.in&m.live != 0 && f.open
	}
	for i := range m.members {
		member := &m.members[i]
		known := m.child(member.Name)
		if known == nil || known == m.field.kids.values {
			if opaque(member.Key) {
				m.opaqueKey = true
				continue
			}
		}
		if known != nil && !m.dropped(member, known) || known == nil && m.open {
			m.size++
		}
	}
	if !m.field.kids.defaults {
		return
	}
	for _, k := range m.field.kids.fields {
		if f := k.form(m.live, m.live); f != nil && f.fallback != nil && !m.has(k) {
			m.size++ // the API server fills it in
		}
	}
}

// openIn is the releases that keep fields they do not know.
func (m *mapping) openIn() set {
	var in set
	for _, f := range m.field.forms {
		if f.open || f.anyKey {
			in |= f.in
		}
	}
	return in
}

// fault is what a form has against the mapping itself.
func (m *mapping) fault(f *form) fault {
	switch {
	case f.Type == Any:
		return none
	case f.Type != Object:
		return wrongType
	case m.opaqueKey:
		return none
	case m.size < f.fields.min:
		return fewFields
	case f.fields.max >= 0 && m.size > f.fields.max:
		return manyFields
	}
	return none
}

// child returns what judges the value of a key, or nil.
func (m *mapping) child(name string) *node {
	if k := m.field.kids.field(name); k != nil && k.in&m.live != 0 {
		return k
	}
	if k := m.field.kids.values; k != nil && k.in&m.live != 0 {
		return k
	}
	return nil
}

// dropped reports a null that the API server takes for no value.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable
func (m *mapping) dropped(member *wire.Member, known *node) bool {
	return member.Value.IsNull() && !known.nullable(m.live)
}

func (n *node) nullable(live set) bool {
	for _, f := range n.forms {
		if f.in&live != 0 && f.nullable {
			return true
		}
	}
	return false
}

// has reports whether the mapping has a value for a field.
func (m *mapping) has(k *node) bool {
	for i := range m.members {
		if m.members[i].Name == k.name {
			return !m.dropped(&m.members[i], k)
		}
	}
	return false
}
