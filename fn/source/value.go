package source

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
)

// Map is a mapping to be written, in order. Values to be written are string,
// int, int64, bool, nil, []any and Map.
type Map []Field

// Field is one key of a [Map].
type Field struct {
	Key   string
	Value any
}

// Plain returns n as a value that can be written elsewhere: string, int64,
// bool, nil, []any or Map. Aliases are followed and merge keys are carried out;
// comments and quoting are not kept. A number that is no int64 is returned as a
// string. Of a collection that aliases make grow without end, [Node.Within] is
// to be asked first.
func (n *Node) Plain() any { return n.value(0) }

// Within reports whether n holds at most so many values once its aliases are
// written out, which hostile input can make very many.
func (n *Node) Within(limit int) bool {
	n.spend(&limit)
	return limit >= 0
}

func (n *Node) spend(left *int) {
	n = n.resolve()
	if *left--; *left < 0 || n == nil {
		return
	}
	for i := range n.Pairs {
		n.Pairs[i].Value.spend(left)
	}
	for _, item := range n.Items {
		item.spend(left)
	}
}

// maxDepth bounds recursion through aliases.
const maxDepth = 10_000

func (n *Node) value(depth int) any {
	n = n.resolve()
	if n == nil || depth > maxDepth {
		return nil
	}
	switch n.Kind {
	case Mapping:
		return n.fields(depth + 1)
	case Sequence:
		s := make([]any, 0, len(n.Items))
		for _, item := range n.Items {
			s = append(s, item.value(depth+1))
		}
		return s
	}
	if n.Tag == Null {
		return nil
	}
	if b, ok := n.Bool(); ok && n.Tag == Bool {
		return b // yes and on are strings here, as for kustomize and kpt
	}
	if i, ok := n.Int(); ok {
		return i
	}
	return n.Value
}

// fields are those of a mapping, then those that it merges in and does not have.
func (n *Node) fields(depth int) Map {
	m := make(Map, 0, len(n.Pairs))
	for _, p := range n.Pairs {
		if p.Key.Tag != Merge {
			m = append(m, Field{p.Key.Value, p.Value.value(depth)})
		}
	}
	for _, p := range n.Pairs {
		if p.Key.Tag != Merge {
			continue
		}
		for _, from := range mergeSources(p.Value) {
			merged, _ := from.value(depth).(Map)
			for _, f := range merged {
				if !slices.ContainsFunc(m, func(own Field) bool { return own.Key == f.Key }) {
					m = append(m, f)
				}
			}
		}
	}
	return m
}

// model is a parsed value that edits can be carried out on, to prove that the
// edited text means what the edit says. Aliases are kept as aliases.
type model struct {
	kind   Kind
	tag    Tag
	text   string // of a scalar or an alias
	anchor string
	keys   []string
	values []*model // of a mapping, beside keys; of a sequence
}

func modelOf(n *Node) *model {
	if n == nil {
		return nil
	}
	m := &model{kind: n.Kind, tag: n.Tag, text: n.Value, anchor: n.Anchor}
	for _, p := range n.Pairs {
		key := p.Key.Value
		if p.Key.Kind != Scalar {
			key = "? " + p.Key.Raw()
		}
		m.keys = append(m.keys, key)
		m.values = append(m.values, modelOf(p.Value))
	}
	for _, item := range n.Items {
		m.values = append(m.values, modelOf(item))
	}
	return m
}

// modelOfValue returns the model of a value to be written.
func modelOfValue(v any) *model {
	switch v := v.(type) {
	case nil:
		return &model{kind: Scalar, tag: Null}
	case string:
		return &model{kind: Scalar, tag: Str, text: v}
	case bool:
		return &model{kind: Scalar, tag: Bool, text: strconv.FormatBool(v)}
	case int:
		return &model{kind: Scalar, tag: Int, text: strconv.Itoa(v)}
	case int64:
		return &model{kind: Scalar, tag: Int, text: strconv.FormatInt(v, 10)}
	case []any:
		m := &model{kind: Sequence}
		for _, item := range v {
			m.values = append(m.values, modelOfValue(item))
		}
		return m
	case Map:
		m := &model{kind: Mapping}
		for _, f := range v {
			m.keys = append(m.keys, f.Key)
			m.values = append(m.values, modelOfValue(f.Value))
		}
		return m
	}
	panic(fmt.Sprintf("source: a value of type %T cannot be written", v))
}

// equal compares two models. The order of keys does not count.
func (m *model) equal(o *model) bool {
	if m == nil || o == nil {
		return m == o
	}
	if m.kind != o.kind || m.anchor != o.anchor || len(m.values) != len(o.values) || len(m.keys) != len(o.keys) {
		return false
	}
	switch m.kind {
	case Scalar:
		return m.tag == o.tag && (m.text == o.text || m.tag == Null)
	case Alias:
		return m.text == o.text
	}
	a, b := m.order(), o.order()
	for i := range a {
		if m.kind == Mapping && m.keys[a[i]] != o.keys[b[i]] {
			return false
		}
		if !m.values[a[i]].equal(o.values[b[i]]) {
			return false
		}
	}
	return true
}

// order returns the indexes of m's values, those of a mapping sorted by key.
func (m *model) order() []int {
	idx := make([]int, len(m.values))
	for i := range idx {
		idx[i] = i
	}
	if m.kind == Mapping {
		sort.SliceStable(idx, func(i, j int) bool { return m.keys[idx[i]] < m.keys[idx[j]] })
	}
	return idx
}

func (m *model) find(s Step) int {
	if m == nil {
		return -1
	}
	if s.IsIndex {
		if m.kind == Sequence && s.Index >= 0 && s.Index < len(m.values) {
			return s.Index
		}
		return -1
	}
	if m.kind == Mapping {
		for i, k := range m.keys {
			if k == s.Key {
				return i
			}
		}
	}
	return -1
}

func (m *model) at(p Path) *model {
	for _, s := range p {
		i := m.find(s)
		if i < 0 {
			return nil
		}
		m = m.values[i]
	}
	return m
}

// apply carries out an edit and returns the new root.
func (m *model) apply(e Edit) *model {
	switch e.Op {
	case OpSet, opText:
		return m.put(e.Path, modelOfValue(e.Value))
	case OpRename:
		parent := m.at(e.Path[:len(e.Path)-1])
		parent.keys[parent.find(e.Path[len(e.Path)-1])] = e.Key
	case OpInsert:
		return m.insert(e.Path, modelOfValue(e.Value))
	case OpAppend:
		seq := m.at(e.Path)
		if seq.kind == Scalar {
			*seq = model{kind: Sequence, anchor: seq.anchor}
		}
		seq.values = append(seq.values, modelOfValue(e.Value))
	case OpDelete:
		m.remove(e.Path)
	case opCopy:
		return m.insert(e.To, m.at(e.Path).clone())
	}
	return m
}

func (m *model) clone() *model {
	c := *m
	c.keys = slices.Clone(m.keys)
	c.values = make([]*model, len(m.values))
	for i, v := range m.values {
		c.values[i] = v.clone()
	}
	return &c
}

// put replaces the value at p. An anchor on it is kept.
func (m *model) put(p Path, v *model) *model {
	if len(p) == 0 {
		v.anchor = m.anchor
		return v
	}
	parent := m.at(p[:len(p)-1])
	i := parent.find(p[len(p)-1])
	if old := parent.values[i]; old.kind != Alias {
		v.anchor = old.anchor
	}
	parent.values[i] = v
	return m
}

// insert adds v at p; mappings missing on the way are made.
func (m *model) insert(p Path, v *model) *model {
	last := p[len(p)-1]
	parent := m
	for _, s := range p[:len(p)-1] {
		if i := parent.find(s); i >= 0 {
			parent = parent.values[i]
			continue
		}
		parent.toMapping()
		next := &model{kind: Mapping}
		parent.keys, parent.values = append(parent.keys, s.Key), append(parent.values, next)
		parent = next
	}
	if last.IsIndex {
		parent.values = append(parent.values[:last.Index], append([]*model{v}, parent.values[last.Index:]...)...)
		return m
	}
	parent.toMapping()
	parent.keys, parent.values = append(parent.keys, last.Key), append(parent.values, v)
	return m
}

// toMapping turns a null into an empty mapping.
func (m *model) toMapping() {
	if m.kind == Scalar && m.tag == Null {
		*m = model{kind: Mapping, anchor: m.anchor}
	}
}

func (m *model) remove(p Path) {
	parent := m.at(p[:len(p)-1])
	i := parent.find(p[len(p)-1])
	parent.values = append(parent.values[:i], parent.values[i+1:]...)
	if parent.kind == Mapping {
		parent.keys = append(parent.keys[:i], parent.keys[i+1:]...)
	}
}
