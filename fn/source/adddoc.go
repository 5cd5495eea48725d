package source

import (
	"bytes"
	"path"
	"slices"
)

// addition is a new document, ready to be put into its file.
type addition struct {
	change int
	beside *unit // the unit whose file, or whose list, gets it
	unit   *unit
	value  any
}

// additions prepares the documents that a change adds, and returns the other
// edits. Those of a list that is parsed in one piece are edits of the list.
func additions(change int, edits []Edit) (adds []addition, rest []Edit, why *Refusal) {
	for _, e := range edits {
		switch {
		case e.Op != OpAddDoc:
			rest = append(rest, e)
		case e.Doc.unit.shape == list:
			rest = append(rest, Edit{Op: OpAppend, Doc: e.Doc, Path: P("items"), Value: e.Value, ofList: true})
		default:
			u, refusal := newDoc(e.Doc, e.Value)
			if refusal != nil {
				refusal.Doc = e.Doc
				return nil, nil, refusal
			}
			adds = append(adds, addition{change, e.Doc.unit, u, e.Value})
		}
	}
	return adds, rest, nil
}

// newDoc writes a value the way its neighbour is written, and proves that it
// reads as the value.
func newDoc(beside *Doc, value any) (*unit, *Refusal) {
	p := beside.unit.parse()
	switch {
	case p.err != nil || p.root == nil || p.unknown != "":
		return nil, refuse("the document cannot be read")
	case p.style.json || path.Ext(beside.File.Name) == ".json":
		return nil, refuse("a file of JSON holds one document; write the new one to a file of its own")
	case bytes.Contains(beside.File.Bytes(), []byte("\nsops:")):
		return nil, refuse("the file is encrypted with SOPS")
	}
	l, want := p.style, modelOfValue(value)
	text, s := "---"+l.eol+l.inline(value, 0)+l.eol, whole
	if beside.unit.shape == item {
		col := column(beside.unit.text, p.root.Items[0].dash())
		text, s = spaces(col)+"- "+l.inline(value, col+2)+l.eol, item
		want = &model{kind: Sequence, values: []*model{want}}
	}
	u := newUnit([]byte(text), s)
	if got := u.parse(); got.err != nil || !modelOf(got.root).equal(want) {
		return nil, refuse("the new document cannot be written here; write it by hand")
	}
	return u, nil
}

// withAdditions returns the parts of a file with new items behind the last one
// of their list, and new documents behind the last one of the file. before are
// the parts as they were, which tell where a neighbour stands.
func withAdditions(before, parts []part, adds []addition) []part {
	for i := len(before) - 1; i >= 0; i-- {
		for j := len(adds) - 1; j >= 0; j-- {
			if a := adds[j]; a.unit.shape == item && a.beside == before[i].unit {
				parts = insertDoc(parts, endOfList(before, i), a)
			}
		}
	}
	for _, a := range adds {
		if a.unit.shape == whole {
			parts = insertDoc(parts, len(parts), a)
		}
	}
	return parts
}

// endOfList returns the index behind the last item of the list that the item at
// an index is in: comments above an item belong to the one before it.
func endOfList(parts []part, at int) int {
	for at < len(parts) && parts[at].unit != nil && parts[at].unit.shape == item {
		at++
	}
	return at
}

// insertDoc puts one document into the parts of a file.
func insertDoc(parts []part, at int, a addition) []part {
	added := []part{{unit: a.unit}}
	if last := parts[at-1].bytes(); len(last) > 0 && last[len(last)-1] != '\n' {
		added = []part{{gap: []byte(a.beside.parse().style.eol)}, {unit: a.unit}}
	}
	return append(parts[:at:at], append(added, parts[at:]...)...)
}

// holds proves that a file, read again, has the new documents and all others as
// they were edited.
func (f *File) holds(adds int, before *File) bool {
	again, err := Parse(f.Name, f.Bytes())
	if err != nil || len(again.Docs) != len(before.Docs)+adds || len(again.Docs) != len(f.Docs) {
		return false
	}
	for i, d := range again.Docs {
		if !bytes.Equal(bytes.TrimRight(d.unit.text, "\r\n"), bytes.TrimRight(f.Docs[i].unit.text, "\r\n")) {
			return false
		}
	}
	return true
}

// addsTo reports whether a change adds a document on a topic of another one.
func addsTo(topics map[string]bool, edits []Edit) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return e.Op == OpAddDoc && topics[e.Key] })
}

// ofFile returns the additions to one file.
func ofFile(f *File, adds []addition) []addition {
	var out []addition
	for _, a := range adds {
		if slices.ContainsFunc(f.parts, func(p part) bool { return p.unit != nil && p.unit == a.beside }) {
			out = append(out, a)
		}
	}
	return out
}

// unproven returns a change whose new documents do not read as they should once
// they stand in their file, or -1.
func unproven(before, after []*File, adds []addition) int {
	if len(adds) == 0 {
		return -1
	}
	for i, f := range before {
		if own := ofFile(f, adds); len(own) > 0 && !after[i].holds(len(own), f) {
			return own[0].change
		}
	}
	return -1
}

// without makes the changes again that are not rejected, and keeps the reasons
// for which the others are.
func (r Result) without(files []*File, changes [][]Edit) Result {
	kept := slices.Clone(changes)
	for i := range kept {
		if r.Rejected[i] != nil {
			kept[i] = nil
		}
	}
	again := Apply(files, kept)
	for i, why := range r.Rejected {
		if why != nil {
			again.Rejected[i] = why
		}
	}
	return again
}
