package source

import "slices"

// host is where a nested document is written: in a string of another document.
type host struct {
	doc  *Doc
	node *Node // the string
	path Path  // of the string
	at   []int // for each byte of the string, and its end, the offset in the host's unit; nil: not known
}

// Nested returns the YAML document that a string of d holds, or nil where the
// string holds none, several, or no YAML. Helm values are written so, in a
// block scalar or in quotes. Places in the nested document are places in the
// file, and edits of it are edits of the string: in a literal block, or in
// quotes on one line, they touch only what they change. In a string written in
// another way every place is that of the whole string, and edits are refused.
func (d *Doc) Nested(n *Node) *Doc {
	text, ok := n.Str()
	if !ok {
		return nil
	}
	n = n.resolve()
	if len(splitDocuments([]byte(text))) != 1 {
		return nil
	}
	inner := &Doc{File: d.File, Index: d.Index, unit: newUnit([]byte(text), whole)}
	inner.host = &host{doc: d, node: n, path: n.Path(), at: textOffsets(d.unit.text, n)}
	if p := inner.unit.parse(); p.err != nil || p.root == nil {
		return nil
	}
	return inner
}

// Outer returns the document that the file shows: d itself or, where d is
// nested, the one it is written in.
func (d *Doc) Outer() *Doc {
	for d.host != nil {
		d = d.host.doc
	}
	return d
}

// PathOf returns the way to a node of d from the root of [Doc.Outer]: for a
// nested document it leads through the string.
func (d *Doc) PathOf(n *Node) Path {
	p := n.Path()
	for ; d.host != nil; d = d.host.doc {
		p = append(slices.Clone(d.host.path), p...)
	}
	return p
}

// Written returns the part of a path that leads to nodes: of one that goes on
// into the YAML of a string, the way to the string.
func (n *Node) Written(p Path) Path {
	for i, s := range p {
		if n = n.Get(stepAny(s)); n != nil && n.Kind == Scalar {
			return p[:i+1]
		}
	}
	return p
}

// span returns bytes of the unit as bytes of the file.
func (d *Doc) span(s Span) Span {
	if d.host == nil {
		return Span{d.offset + s.Start, d.offset + s.End}
	}
	h := d.host
	if h.at == nil {
		return h.doc.Span(h.node)
	}
	return h.doc.span(Span{h.at[s.Start], h.at[s.End]})
}

// hosted returns an edit of a nested document as an edit of the document that
// the file shows.
func (e Edit) hosted() Edit {
	for e.Doc.host != nil {
		h, inner := e.Doc.host, e
		e = Edit{Op: opNested, Doc: h.doc, Path: h.path, inner: &inner}
	}
	return e
}

// nestedTouches returns the paths that an edit of a string's YAML touches, led
// through the string.
func (e Edit) nestedTouches() []Path {
	var out []Path
	for _, p := range e.inner.touches() {
		out = append(out, append(slices.Clone(e.Path), p...))
	}
	return out
}

// written carries out an edit of a string's YAML on that YAML, and returns the
// edit that gives the string its new text.
func (u *unit) written(e Edit) (Edit, *Refusal) {
	n, r := u.locate(e.Path)
	if r != nil {
		return e, r
	}
	inner := newUnit([]byte(n.Value), whole)
	if why := inner.problem(); why != "" {
		return e, refuse("in the text of %s: %s", e.Path, why)
	}
	next, _, why := inner.edited([]numbered{{Edit: *e.inner}}, map[int]bool{})
	if why != nil {
		return e, refuse("in the text of %s: %s", e.Path, why)
	}
	return Edit{Op: opText, Doc: e.Doc, Path: e.Path, Value: string(next.text)}, nil
}

// problem tells why a unit cannot be edited; empty: it can.
func (u *unit) problem() string {
	p := u.parse()
	switch {
	case p.err != nil || p.root == nil:
		return "the document cannot be read"
	case len(p.dups) > 0:
		return "a key stands twice in the document"
	}
	return p.unknown
}
