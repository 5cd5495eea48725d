package crd

import (
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// spot is where a path leads in a document: to a node or, where the document
// ends before the path does, to the last node on the way and the key it lacks.
type spot struct {
	node    *source.Node
	parent  *source.Node // the mapping that holds node; nil in a list
	key     string       // of node in parent, or the one that node lacks
	missing bool
}

// find follows a path from root.
func find(root *source.Node, p source.Path) spot {
	at := spot{node: root.Get()}
	for _, s := range p {
		next := step(at.node, s)
		if next == nil {
			return spot{node: at.node, key: s.Key, missing: true}
		}
		if s.IsIndex {
			at = spot{node: next.Get()}
		} else {
			at = spot{node: next.Get(), parent: at.node, key: s.Key}
		}
	}
	return at
}

// step returns the child of n, or nil.
func step(n *source.Node, s source.Step) *source.Node {
	if s.IsIndex {
		return n.Get(s.Index)
	}
	if !n.IsMapping() {
		return nil
	}
	for _, f := range fieldsOf(n) {
		if f.Name == s.Key {
			return f.Value
		}
	}
	return nil
}

// follow reads the path that a message of the API server names, such as
// .rules[0].labels.a.b/c[x], which says not where a key with dots in it ends.
// The keys of the document decide.
func follow(root *source.Node, path source.Path, rest string) source.Path {
	if rest == "" {
		return path
	}
	best := path
	n := find(root, path).node
	try := func(s source.Step, after string) {
		if got := follow(root, append(path[:len(path):len(path)], s), after); len(got) > len(best) {
			best = got
		}
	}
	if inner, after, ok := cutIndex(rest); ok {
		if i, err := strconv.Atoi(inner); err == nil && n.IsSequence() {
			try(source.Step{Index: i, IsIndex: true}, after)
			return best
		}
	}
	rest = strings.TrimPrefix(rest, ".")
	for _, f := range fieldsOf(n) {
		for _, form := range []string{f.Name, "[" + f.Name + "]"} {
			after, ok := strings.CutPrefix(rest, form)
			if ok && (after == "" || after[0] == '.' || after[0] == '[') {
				try(source.Step{Key: f.Name}, after)
			}
		}
	}
	if len(best) == len(path) && n.IsMapping() && !strings.ContainsAny(rest, ".[") {
		best = append(path[:len(path):len(path)], source.Step{Key: rest}) // it is missing
	}
	return best
}

func cutIndex(s string) (inner, after string, ok bool) {
	if !strings.HasPrefix(s, "[") {
		return "", "", false
	}
	return strings.Cut(s[1:], "]")
}

// opaque reports whether a node cannot be judged, since something else fills it
// in later.
func opaque(n *source.Node) bool {
	n = n.Get()
	return n != nil && (n.IsTemplate() || n.Kind == source.Scalar && text.HasPlaceholder(n.Value))
}

// holdsOpaque reports whether a node, a key or a value below it cannot be
// judged. Documents were bounded when they were read.
func holdsOpaque(n *source.Node) bool {
	n = n.Get()
	if n == nil {
		return false
	}
	if opaque(n) {
		return true
	}
	for _, f := range fieldsOf(n) {
		if opaque(f.Key) || holdsOpaque(f.Value) {
			return true
		}
	}
	for _, item := range n.Items {
		if holdsOpaque(item) {
			return true
		}
	}
	return false
}

// hasOpaqueKey reports whether a key of the mapping itself is filled in later.
func hasOpaqueKey(n *source.Node) bool {
	for _, f := range fieldsOf(n) {
		if opaque(f.Key) {
			return true
		}
	}
	return false
}
