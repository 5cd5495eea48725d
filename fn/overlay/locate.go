package overlay

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// spot is where something that was rendered is written.
type spot struct {
	lint.Place
	node *source.Node // the value there
	// cause says what made it, where that is not the document itself: "patch
	// x.yaml", "namePrefix in kustomization.yaml".
	cause  string
	kind   kindOfSpot
	inText bool // the node is in a patch that is a text in a kustomization
}

type kindOfSpot uint8

const (
	inDocument kindOfSpot = iota // the value stands in the document
	inPatch                      // a patch wrote it
	inLine                       // a line of a kustomization made it
	nearby                       // the next above it that is written
)

// want is what is looked for: a place of what was rendered.
type want struct {
	path  source.Path
	node  *source.Node // the value there
	isKey bool         // the key of it is meant
	root  *source.Node // of what was rendered
}

func (o *made) want(p lint.Place) want {
	w := want{path: p.Path, root: o.doc.Root()}
	w.node = at(w.root, p.Path)
	if len(p.Path) > 0 {
		last := p.Path[len(p.Path)-1]
		key := at(w.root, p.Path[:len(p.Path)-1]).Key(last.Key)
		w.isKey = !last.IsIndex && key != nil && o.doc.Span(key) == p.Span
	}
	return w
}

// wrote reports whether the node that a source has at the path is what came
// out; patch: it may be only a part of it.
func (w want) wrote(n *source.Node, patch bool) bool {
	switch {
	case n == nil:
		return false
	case w.isKey:
		return true
	case n.Kind == source.Scalar || !patch:
		return equal(n, w.node)
	}
	return len(w.path) > 0 && within(n, w.node) // any patch is a part of the whole
}

// locate returns where a place of the object is written.
func (o *made) locate(p lint.Place) spot {
	w := o.want(p)
	if n := o.inBase(w); w.wrote(n, false) {
		return spot{Place: placeIn(o.base, n, w.isKey), node: n}
	}
	if s, ok := o.inPatches(w); ok {
		return s
	}
	if w.node == nil || w.node.Kind == source.Scalar || o.base == nil {
		if s, ok := o.inTransformers(w); ok {
			return s
		}
	}
	return o.nearby(w)
}

func (o *made) inBase(w want) *source.Node {
	if o.base == nil {
		return nil
	}
	return follow(o.base.doc.Root(), w.root, w.path)
}

// nearby is the place above that the document has, else what generated the
// object, else the root.
func (o *made) nearby(w want) spot {
	if o.base == nil {
		return o.generator()
	}
	for n := len(w.path); ; n-- {
		up := want{path: w.path[:n], root: w.root}
		if node := o.inBase(up); node != nil {
			return spot{Place: placeIn(o.base, node, false), node: node, kind: nearby}
		}
		if n == 0 {
			return spot{Place: lint.PlaceOf(o.of.root.doc(), o.of.root.root), kind: nearby}
		}
	}
}

// placeIn is the place of a node, or of its key, in the document of a mark.
func placeIn(m *mark, n *source.Node, isKey bool) lint.Place {
	if isKey {
		if key := keyOf(n); key != nil {
			n = key
		}
	}
	if m.text != nil {
		return placeInText(m, n)
	}
	return lint.PlaceOf(m.doc, n)
}

// keyOf returns the key under which a value stands, or nil.
func keyOf(n *source.Node) *source.Node {
	p := n.Path()
	if len(p) == 0 || p[len(p)-1].IsIndex {
		return nil
	}
	return n.Parent().Key(p[len(p)-1].Key)
}
