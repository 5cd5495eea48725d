package wire

import (
	"strconv"

	"github.com/gatefix/gatefix/fn/source"
)

// Member is a key of a mapping and its value.
type Member struct {
	Name  string
	Value *source.Node
	Key   *source.Node
}

// maxMerges bounds chains of merge keys, which hostile input can make long.
const maxMerges = 16

// Members appends the keys of a mapping with those it merges in, as a decoder
// sees them.
func Members(out []Member, n *source.Node) []Member {
	m := merger{out: out, base: len(out)}
	m.add(n, 0)
	return m.out
}

// merger gathers the keys of one mapping.
type merger struct {
	out  []Member // of which the first base belong to others
	base int
	// Where something is merged in: the keys there are so far, and the mappings
	// that were gone through, since hostile input can name one many times.
	names map[string]bool
	done  map[*source.Node]bool
}

func (m *merger) add(n *source.Node, depth int) {
	n = n.Get()
	if !n.IsMapping() || depth > maxMerges || m.done[n] {
		return
	}
	before, merges := len(m.out), false
	for i := range n.Pairs {
		p := &n.Pairs[i]
		if p.Key.Tag == source.Merge {
			merges = true
			continue
		}
		if name := KeyName(p.Key); !m.names[name] {
			m.out = append(m.out, Member{name, p.Value, p.Key})
		}
	}
	if !merges && m.done == nil {
		return
	}
	m.note(n, m.out[before:])
	for _, p := range n.Pairs {
		if p.Key.Tag == source.Merge {
			for _, from := range mergedFrom(p.Value) {
				m.add(from, depth+1)
			}
		}
	}
}

// note remembers a mapping and the keys that it added.
func (m *merger) note(n *source.Node, added []Member) {
	if m.done == nil {
		m.names, m.done = map[string]bool{}, map[*source.Node]bool{}
	}
	m.done[n] = true
	for _, member := range added {
		m.names[member.Name] = true
	}
}

func mergedFrom(v *source.Node) []*source.Node {
	if v.IsSequence() {
		return v.Seq()
	}
	return []*source.Node{v}
}

// KeyName is a key as kubectl writes it in JSON: on: becomes "true", 0x10:
// becomes "16".
func KeyName(k *source.Node) string {
	k = k.Get()
	if k == nil || k.Kind != source.Scalar {
		return ""
	}
	switch v := Scalar(k); v.Type {
	case Boolean:
		return strconv.FormatBool(v.Bool)
	case Integer:
		return strconv.FormatInt(v.Int, 10)
	case Number:
		return strconv.FormatFloat(v.Float, 'g', -1, 32)
	}
	return k.Value
}
