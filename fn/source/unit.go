package source

import (
	"bytes"
	"sync"
	"sync/atomic"
)

// shape tells how the objects of a unit sit in it.
type shape uint8

const (
	whole shape = iota // the document is one object
	item               // the text is one item of a list: "- apiVersion: …"
	list               // the document is a List; objects are its items
)

// unit is a text that is parsed in one piece: a YAML document, or one item of a
// list. Units do not change, and are shared by the versions of a file.
type unit struct {
	text   []byte
	shape  shape
	limits *Limits

	once   sync.Once
	done   atomic.Bool // parsed is there
	parsed parsed
	words  sync.Map // of a list: word → whether the text holds it
}

// parsed is what parsing a unit gives.
type parsed struct {
	root     *Node // nil for a text of comments only
	err      *Error
	aliases  map[*Node][]*Node // anchored node → the aliases of it
	dups     []Duplicate       // keys that occur twice in one mapping
	unknown  string            // why spans cannot be trusted; empty: they can
	style    layout            // how the author lays out YAML
	comments func() []Comment  // computed once
}

func newUnit(text []byte, s shape) *unit { return &unit{text: text, shape: s, limits: &DefaultLimits} }

func (u *unit) parse() *parsed {
	u.once.Do(func() {
		p := parseUnit(u)
		p.comments = sync.OnceValue(func() []Comment { return findComments(u.text, p.root) })
		u.parsed = p
		u.done.Store(true)
	})
	return &u.parsed
}

// bases returns the path from the root of the unit to the object that holds
// the node at the full path.
func (u *unit) bases(full Path) Path {
	n := 0
	switch u.shape {
	case item:
		n = 1
	case list:
		if len(full) >= 2 && full[0].Key == "items" {
			n = 2
		}
	}
	return full[:min(n, len(full))]
}

// inObject returns the part of a full path that leads through the object, which
// is the same however the list around it was taken apart.
func (u *unit) inObject(full Path) Path { return full[len(u.bases(full)):] }

// Duplicate is a key that occurs twice in one mapping.
type Duplicate struct{ First, Second *Node }

// Comment is one comment, from its "#" to the end of the line.
type Comment struct {
	Span
	// OwnLine tells that nothing but white space stands before it.
	OwnLine bool
}

// findComments returns the comments of a text whose nodes are known: no comment
// starts in a scalar.
func findComments(text []byte, root *Node) []Comment {
	if bytes.IndexByte(text, '#') < 0 {
		return nil
	}
	var out []Comment
	pos := 0
	scan := func(end int) {
		for pos < end {
			i := bytes.IndexByte(text[pos:end], '#')
			if i < 0 {
				break
			}
			i += pos
			if !startsComment(text, i) {
				pos = i + 1
				continue
			}
			stop := lineEnd(text, i)
			start := lineStart(text, i)
			out = append(out, Comment{Span{i, stop}, len(bytes.TrimSpace(text[start:i])) == 0})
			pos = stop
		}
	}
	root.leaves(func(n *Node) {
		start := n.start()
		if n.Style == Literal || n.Style == Folded {
			start = afterLine(text, start) // the header may have a comment
		}
		if n.end() > start {
			scan(start)
			pos = max(pos, n.end())
		}
	})
	scan(len(text))
	return out
}

// leaves calls visit for the scalars and aliases below n, keys among them, in
// the order of the text.
func (n *Node) leaves(visit func(*Node)) {
	switch {
	case n == nil:
	case n.Kind == Scalar || n.Kind == Alias:
		visit(n)
	default:
		for i := range n.Pairs {
			n.Pairs[i].Key.leaves(visit)
			n.Pairs[i].Value.leaves(visit)
		}
		for _, item := range n.Items {
			item.leaves(visit)
		}
	}
}

// startsComment tells a comment from a "#" inside a tag or an anchor.
func startsComment(text []byte, i int) bool {
	return i == 0 || isSpace(text[i-1]) || bytes.IndexByte([]byte(",[]{}:"), text[i-1]) >= 0
}
