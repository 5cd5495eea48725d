package source

import (
	"bytes"
	"strconv"
	"strings"
	"sync/atomic"
)

// Kind tells what a node is made of.
type Kind uint8

// The kinds of node.
const (
	Scalar Kind = iota + 1
	Mapping
	Sequence
	Alias
)

// Tag is the type of a scalar, as the YAML core schema resolves it.
type Tag uint8

// The tags of scalars. Timestamps count as strings, as in Kubernetes.
const (
	Str Tag = iota + 1
	Int
	Float
	Bool
	Null
	Merge
	OtherTag
)

// Style is how a node is written.
type Style uint8

// The styles. A scalar is Plain, SingleQuoted, DoubleQuoted, Literal or
// Folded; a collection is Block or Flow.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Block
	Flow
)

// Node is one YAML node together with the bytes it was written in.
// Nodes are read-only: they change by editing the text and parsing it again.
//
// There is one for every key and every value of every document that is looked
// at, so what few nodes have stands behind a pointer: a Node is 64 bytes.
type Node struct {
	Kind    Kind
	Tag     Tag    // of a scalar
	Style   Style  // how it is written
	aliased bool   // an item of the sequence is an alias
	index   int32  // of its pair or item in the parent
	Value   string // of a scalar, decoded; of an alias, the anchor's name
	*Children
	*origin
	parent *Node
	off    offsets
}

// Children are the nodes in a collection. Scalars and aliases have none.
type Children struct {
	Pairs []Pair // of a mapping, in order
	Items []*Node
	keys  atomic.Pointer[keyIndex] // of many pairs; see indexed
}

// origin is where a node comes from. Nodes without anchor and alias share that
// of their unit.
type origin struct {
	Anchor string // the name after &, if any
	unit   *unit
	target *Node // of an alias
}

// offsets are the places of a node in its unit's text, in bytes, which
// [MaxDocument] keeps small.
type offsets struct {
	props      int32 // start of anchor and tag; equals start without them
	start, end int32 // the value itself
	dash       int32 // of an item of a block sequence: its "-"; else -1
}

func (n *Node) props() int { return int(n.off.props) }
func (n *Node) start() int { return int(n.off.start) }
func (n *Node) end() int   { return int(n.off.end) }
func (n *Node) dash() int  { return int(n.off.dash) }

// step leads from the parent to n.
func (n *Node) step() Step {
	if n.parent.Kind == Sequence {
		return Step{Index: int(n.index), IsIndex: true}
	}
	return Step{Key: n.parent.Pairs[n.index].Key.Value}
}

// Pair is a key and its value in a mapping.
type Pair struct {
	Key, Value *Node

	colonAt  int32  // offset of ":"; -1 where there is none
	explicit bool   // written with "?"
	sum      uint16 // of the key's value, to look no further where it differs
}

// sumOf tells most keys apart.
func sumOf(key string) uint16 {
	if key == "" {
		return 0
	}
	return uint16(len(key)) ^ uint16(key[0])<<5 ^ uint16(key[len(key)-1])<<9
}

func (p *Pair) colon() int { return int(p.colonAt) }

// resolve follows an alias to the node it stands for.
func (n *Node) resolve() *Node {
	for n != nil && n.Kind == Alias {
		n = n.target
	}
	return n
}

// Get follows keys (string) and indexes (int) from n and returns the node
// there, or nil. Aliases are followed and merge keys ("<<") are looked into, so
// the answer is what a YAML decoder would see. Get on nil returns nil.
func (n *Node) Get(steps ...any) *Node {
	for _, s := range steps {
		n = n.resolve()
		if n == nil {
			return nil
		}
		switch s := s.(type) {
		case string:
			n = n.lookup(s, nil, 0)
		case int:
			if n.Kind != Sequence || s < 0 || s >= len(n.Items) {
				return nil
			}
			n = n.Items[s]
		}
	}
	return n.resolve()
}

// maxMerges bounds chains of merge keys, which hostile input can make long.
const maxMerges = 16

// mergeSum is that of "<<", and of keys that are tagged as a merge, whatever
// they say.
var mergeSum = sumOf("<<")

// lookup returns the value of a key of a mapping or of one that it merges in.
// seen are the mappings that merge others and were looked into: hostile input
// can name one many times, and have them name each other.
func (n *Node) lookup(key string, seen map[*Node]bool, depth int) *Node {
	if n == nil || n.Kind != Mapping || depth > maxMerges || seen[n] {
		return nil
	}
	if v := n.own(key); v != nil {
		return v
	}
	if !n.mayMerge() {
		return nil
	}
	for i := range n.Pairs {
		if n.Pairs[i].sum != mergeSum || n.Pairs[i].Key.Tag != Merge {
			continue
		}
		if seen == nil {
			seen = map[*Node]bool{}
		}
		seen[n] = true
		for _, from := range mergeSources(n.Pairs[i].Value) {
			if v := from.lookup(key, seen, depth+1); v != nil {
				return v
			}
		}
	}
	return nil
}

func mergeSources(v *Node) []*Node {
	v = v.resolve()
	if v == nil || v.Kind != Sequence {
		return []*Node{v}
	}
	out := make([]*Node, len(v.Items))
	for i, item := range v.Items {
		out[i] = item.resolve()
	}
	return out
}

// Has reports whether the mapping n has the key, itself or through a merge.
func (n *Node) Has(key string) bool { return n.Get(key) != nil }

// Key returns the node of the key itself, for pointing at it, or nil. Keys
// that come from a merge are not found.
func (n *Node) Key(key string) *Node {
	n = n.resolve()
	if n == nil || n.Kind != Mapping {
		return nil
	}
	if p := n.pair(key); p != nil {
		return p.Key
	}
	return nil
}

// Str returns the value of a string scalar.
func (n *Node) Str() (string, bool) {
	n = n.resolve()
	if n == nil || n.Kind != Scalar || n.Tag != Str {
		return "", false
	}
	return n.Value, true
}

// Text returns the decoded text of a scalar of any type, or "".
func (n *Node) Text() string {
	n = n.resolve()
	if n == nil || n.Kind != Scalar || n.Tag == Null {
		return ""
	}
	return n.Value
}

// Int returns the value of an integer scalar.
func (n *Node) Int() (int64, bool) {
	n = n.resolve()
	if n == nil || n.Kind != Scalar || n.Tag != Int {
		return 0, false
	}
	i, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 0, 64)
	return i, err == nil
}

// Bool returns the value of a boolean scalar. The words of YAML 1.1 (yes, on,
// …) count where they are not quoted, since the API server's decoder takes them.
func (n *Node) Bool() (value, ok bool) {
	n = n.resolve()
	if n == nil || n.Kind != Scalar || n.Style != Plain {
		return false, false
	}
	switch n.Value {
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y":
		return true, true
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N":
		return false, true
	}
	return false, false
}

// IsNull reports whether n is present and null (null, ~ or nothing at all).
func (n *Node) IsNull() bool {
	n = n.resolve()
	return n != nil && n.Kind == Scalar && n.Tag == Null
}

// IsMapping reports whether n is a mapping.
func (n *Node) IsMapping() bool { n = n.resolve(); return n != nil && n.Kind == Mapping }

// IsSequence reports whether n is a sequence.
func (n *Node) IsSequence() bool { n = n.resolve(); return n != nil && n.Kind == Sequence }

// Seq returns the items of a sequence, aliases followed, or nil.
func (n *Node) Seq() []*Node {
	n = n.resolve()
	if n == nil || n.Kind != Sequence {
		return nil
	}
	if !n.aliased {
		return n.Items
	}
	out := make([]*Node, len(n.Items))
	for i, item := range n.Items {
		out[i] = item.resolve()
	}
	return out
}

// Parent returns the collection that holds n, or nil at the root.
func (n *Node) Parent() *Node { return n.parent }

// Path returns the way to n from the root of its document. A key has the path
// of its value.
func (n *Node) Path() Path { return n.unit.inObject(n.fullPath()) }

func (n *Node) fullPath() Path {
	depth := 0
	for m := n; m.parent != nil; m = m.parent {
		depth++
	}
	path := make(Path, depth)
	for m := n; m.parent != nil; m = m.parent {
		depth--
		path[depth] = m.step()
	}
	return path
}

// Walk calls visit for n and every node below it, keys left out, parents
// first. It does not follow aliases: what an alias stands for is visited where
// it is written. Where visit returns false, the node's children are skipped.
func (n *Node) Walk(visit func(*Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for i := range n.Pairs {
		n.Pairs[i].Value.Walk(visit)
	}
	for _, item := range n.Items {
		item.Walk(visit)
	}
}

// Raw returns the bytes n was written in, without anchor and tag.
func (n *Node) Raw() string { return string(n.unit.text[n.off.start:n.off.end]) }

// IsTemplate reports whether n is written as a template action such as
// {{ .Values.host }}, which YAML reads as a mapping.
func (n *Node) IsTemplate() bool {
	return n != nil && n.Style == Flow && bytes.HasPrefix(n.unit.text[n.off.start:n.off.end], []byte("{{"))
}
