package source

import (
	"bytes"
	"sync"
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
	text  []byte
	shape shape

	once   sync.Once
	parsed parsed
}

// parsed is what parsing a unit gives.
type parsed struct {
	root     *Node // nil for a text of comments only
	err      *Error
	opaque   []Span            // the bytes of scalars, in order: no comment starts there
	aliases  map[*Node][]*Node // anchored node → the aliases of it
	dups     []Duplicate       // keys that occur twice in one mapping
	unknown  string            // why spans cannot be trusted; empty: they can
	style    layout            // how the author lays out YAML
	comments func() []Comment  // computed once
}

func newUnit(text []byte, s shape) *unit { return &unit{text: text, shape: s} }

func (u *unit) parse() *parsed {
	u.once.Do(func() {
		p := parseUnit(u)
		p.comments = sync.OnceValue(func() []Comment { return findComments(u.text, p.opaque) })
		u.parsed = p
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

// Duplicate is a key that occurs twice in one mapping.
type Duplicate struct{ First, Second *Node }

// Comment is one comment, from its "#" to the end of the line.
type Comment struct {
	Span
	// OwnLine tells that nothing but white space stands before it.
	OwnLine bool
}

// findComments returns the comments of a text whose scalars are known.
func findComments(text []byte, opaque []Span) []Comment {
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
	for _, s := range opaque {
		scan(s.Start)
		pos = max(pos, s.End)
	}
	scan(len(text))
	return out
}

// startsComment tells a comment from a "#" inside a tag or an anchor.
func startsComment(text []byte, i int) bool {
	return i == 0 || isSpace(text[i-1]) || bytes.IndexByte([]byte(",[]{}:"), text[i-1]) >= 0
}
