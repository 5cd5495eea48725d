package source

import (
	"bytes"

	"github.com/gatefix/gatefix/fn/diff"
)

// Replacement exchanges bytes of a file.
type Replacement struct {
	File *File
	Span
	Text string // what stands there afterwards
}

// Replacements returns the bytes that edits exchange which belong together, for
// showing a repair without making it: file by file in the order of
// the edits, in each by place, and no two touch. The error is why the edits cannot be
// made.
func Replacements(edits []Edit) ([]Replacement, error) {
	if inOneUnit(edits) {
		return replacementsInUnit(edits)
	}
	var files []*File
	seen := map[*File]bool{}
	for _, e := range edits {
		if !seen[e.Doc.File] {
			seen[e.Doc.File] = true
			files = append(files, e.Doc.File)
		}
	}
	done := Apply(files, [][]Edit{edits})
	if why := done.Rejected[0]; why != nil {
		return nil, why
	}
	var out []Replacement
	for i, f := range files {
		out = append(out, f.difference(done.Files[i])...)
	}
	return out, nil
}

// inOneUnit reports whether edits change one unit and add no document, as those
// of nearly all repairs do.
func inOneUnit(edits []Edit) bool {
	for _, e := range edits {
		if e.Op == OpAddDoc || e.hosted().Doc.unit != edits[0].hosted().Doc.unit {
			return false
		}
	}
	return len(edits) > 0
}

// replacementsInUnit is [Replacements] without a look at the rest of the file,
// which may hold as many repairs as documents.
func replacementsInUnit(edits []Edit) ([]Replacement, error) {
	rejected := make([]error, 1)
	work, adds := group([][]Edit{edits}, rejected)
	if rejected[0] != nil {
		return nil, rejected[0]
	}
	edit(work)
	if work[0].why != nil {
		return nil, placed(work[0].why, work[0].edits)
	}
	if refuseIdle(rejected, work, adds); rejected[0] != nil {
		return nil, rejected[0]
	}
	d := edits[0].hosted().Doc
	var out []Replacement
	for _, r := range diff.Text(d.unit.text, work[0].next.text) {
		out = append(out, Replacement{d.File, Span{r.Start + d.offset, r.End + d.offset}, r.Text})
	}
	return out, nil
}

// difference returns the replacements that make f another version of itself.
// What the two share needs no look.
func (f *File) difference(to *File) []Replacement {
	a, b, offset := f.parts, to.parts, 0
	for len(a) > 0 && len(b) > 0 && a[0].same(b[0]) {
		offset += len(a[0].bytes())
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1].same(b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out []Replacement
	for _, r := range diff.Text(join(a), join(b)) {
		out = append(out, Replacement{f, Span{r.Start + offset, r.End + offset}, r.Text})
	}
	return out
}

func (p part) same(q part) bool { return p.unit == q.unit && bytes.Equal(p.gap, q.gap) }
