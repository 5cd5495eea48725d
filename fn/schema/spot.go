package schema

import (
	"fmt"
	"strconv"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// state is whether a field has a value.
type state uint8

const (
	unset state = iota
	isSet
	unsure // something around it is filled in later
)

// spot is what is found at a path, once the API server has filled in the
// defaults.
type spot struct {
	state    state
	around   *source.Node // the mapping that has the key; nil where it is a default
	key      string
	node     *source.Node // the value; nil where it is a default
	fallback any          // the default
	field    *node
	live     set
}

// at follows a path of keys.
func (m *mapping) at(path []string) spot {
	for {
		k := m.child(path[0])
		if k == nil {
			return spot{}
		}
		s := m.spotOf(path[0], k)
		if len(path) == 1 || s.state != isSet {
			return s
		}
		m, path = s.mapping(), path[1:]
		if m == nil {
			return spot{state: unsure}
		}
	}
}

// spotOf is what a key has for a value.
func (m *mapping) spotOf(name string, k *node) spot {
	s := spot{field: k, live: m.live & k.in, key: name}
	for i := range m.members {
		if member := &m.members[i]; member.Name == name && !m.dropped(member, k) {
			s.state, s.around, s.node = isSet, m.node, member.Value.Get()
			return s
		}
	}
	if m.opaqueKey {
		s.state = unsure
		return s
	}
	if d, ok := m.given[name]; ok {
		s.state, s.fallback = isSet, d
	} else if d := m.fallback(k); d != nil {
		s.state, s.fallback = isSet, d
	}
	return s
}

// mapping is the value as a mapping, or nil.
func (s spot) mapping() *mapping {
	if s.node == nil {
		given, ok := s.fallback.(map[string]any)
		if !ok {
			return nil
		}
		return &mapping{field: s.field, live: s.live, given: given}
	}
	if !s.node.IsMapping() || opaque(s.node) {
		return nil
	}
	return mappingOf(s.node, s.field, s.live)
}

func mappingOf(n *source.Node, field *node, live set) *mapping {
	m := &mapping{node: n, members: wire.Members(nil, n), field: field, live: live}
	m.judge()
	return m
}

// text is the value as text; ok is false for what is no scalar, or filled in
// later.
func (s spot) text() (string, bool) {
	switch {
	case s.state != isSet:
		return "", false
	case s.node != nil:
		return scalarText(s.node)
	}
	switch s.fallback.(type) {
	case map[string]any, []any:
		return "", false
	}
	return fmt.Sprint(jsonNumber(s.fallback)), true
}

func scalarText(n *source.Node) (string, bool) {
	if n.Kind != source.Scalar || opaque(n) {
		return "", false
	}
	return textOf(wire.Scalar(n)), true
}

// textOf writes a scalar as text, as fmt does.
func textOf(v wire.Value) string {
	switch v.Type {
	case wire.String:
		return v.Text
	case wire.Integer:
		return strconv.FormatInt(v.Int, 10)
	case wire.Boolean:
		return strconv.FormatBool(v.Bool)
	}
	return fmt.Sprint(v.Any())
}

// items are the items of a list.
func (s spot) items() *items {
	if s.state != isSet || s.node == nil || !s.node.IsSequence() || s.field == nil {
		return &items{}
	}
	return itemsOf(s.node, s.field.kids.items, s.live)
}
