package overlay

import (
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// fixes leads the fixes of a finding back to the files. One whose edits cannot
// be made there, or could harm a root that is well, is only told.
func (j *judge) fixes(group []*lead) []lint.Fix {
	var out []lint.Fix
	for i, fix := range group[0].Fixes {
		back := lint.Fix{Title: fix.Title, Safety: lint.Suggestion}
		if edits, ok := j.editsOf(group, i); ok && fix.Safety != lint.Suggestion {
			back.Safety, back.Edits, back.Proposed = fix.Safety, edits, fix.Proposed
		}
		out = append(out, back)
	}
	return out
}

// editsOf returns the edits of a fix where every root of the group asks for the
// same ones, and no other root is made of the documents they change.
func (j *judge) editsOf(group []*lead, i int) ([]source.Edit, bool) {
	var edits []source.Edit
	for n, l := range group {
		if i >= len(l.Fixes) || l.Fixes[i].Title != group[0].Fixes[i].Title {
			return nil, false
		}
		back, ok := j.edits(l, l.Fixes[i].Edits)
		if !ok || n > 0 && !sameEdits(edits, back) {
			return nil, false
		}
		edits = back
	}
	return edits, !j.harms(group, edits)
}

func sameEdits(a, b []source.Edit) bool {
	return slices.EqualFunc(a, b, func(a, b source.Edit) bool { return a.Doc == b.Doc && a.String() == b.String() })
}

// harms reports whether a root without the finding is made of what is changed.
func (j *judge) harms(group []*lead, edits []source.Edit) bool {
	for _, r := range j.built {
		if slices.ContainsFunc(group, func(l *lead) bool { return l.in == r }) {
			continue
		}
		for _, e := range edits {
			if slices.ContainsFunc(r.used, func(path string) bool { return j.build.input[path] == e.Doc.File }) {
				return true
			}
		}
	}
	return false
}

// edits leads edits of rendered objects back, all of them or none.
func (j *judge) edits(l *lead, edits []source.Edit) ([]source.Edit, bool) {
	own := l.in.fileSet()
	var out []source.Edit
	for _, e := range edits {
		if e.Keeps() {
			continue // it changes nothing, here or there
		}
		o := own[e.Doc.File]
		if o == nil {
			return nil, false // it reaches beyond the root
		}
		back, ok := j.edit(o, e)
		if !ok {
			return nil, false
		}
		out = append(out, back)
	}
	return out, len(out) > 0
}

// edit leads one edit back: what it changes must stand in a file of the input
// as it was rendered.
func (j *judge) edit(o *made, e source.Edit) (source.Edit, bool) {
	if isIdentity(e.Path) {
		return e, false // patches find their object by these
	}
	above := 0 // the steps of the path that are not there yet
	for at(o.doc.Root(), e.Path[:len(e.Path)-above]) == nil {
		above++
	}
	doc, n := o.unchanged(e.Path[:len(e.Path)-above])
	if n == nil || !slices.Contains(j.build.inputOrder, doc.File) {
		return e, false
	}
	if e.Op == source.OpMove {
		to, same := o.unchanged(e.To[:max(len(e.To)-1, 0)])
		if same == nil || to != doc {
			return e, false
		}
		e.To = append(same.Path(), e.To[len(e.To)-1])
	}
	e.Path = append(n.Path(), e.Path[len(e.Path)-above:]...)
	e.Doc = doc
	return e, true
}

// unchanged returns the node of a document or of a patch in a file of its own
// that came out as it is, and its document.
func (o *made) unchanged(path source.Path) (*source.Doc, *source.Node) {
	w := want{path: path, node: at(o.doc.Root(), path), root: o.doc.Root()}
	if n := o.inBase(w); w.wrote(n, false) {
		return o.base.doc, n
	}
	if s, ok := o.inPatches(w); ok && !s.inText && equal(s.node, w.node) {
		return s.Doc, s.node
	}
	return nil, nil
}

// isIdentity reports whether the path is what tells an object from others.
func isIdentity(p source.Path) bool {
	s := p.String()
	return s == "metadata.name" || s == "metadata.namespace" || s == "kind" || s == "apiVersion" || s == "metadata" || s == ""
}
