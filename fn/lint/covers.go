package lint

import (
	"github.com/gatefix/gatefix/fn/source"
)

// directiveIndex finds the suppressions that cover a finding, of which a file may
// have as many as findings.
type directiveIndex struct {
	lines   map[*source.File]map[int][]*directive // of comments, by the line of code they stand on or above
	objects map[string][]*directive               // of annotations, by the name of the object
}

func newDirectiveIndex(dirs []*directive) *directiveIndex {
	x := &directiveIndex{map[*source.File]map[int][]*directive{}, map[string][]*directive{}}
	for _, d := range dirs {
		if d.object != nil {
			x.objects[d.object.Name] = append(x.objects[d.object.Name], d)
			continue
		}
		if x.lines[d.file] == nil {
			x.lines[d.file] = map[int][]*directive{}
		}
		x.lines[d.file][d.lines[1]] = append(x.lines[d.file][d.lines[1]], d)
	}
	return x
}

// covering visits the suppressions that cover a finding: those on its object,
// and the comments on its line or in the block of comments above it. What is
// found in such a block is covered by the comments above it there.
func (x *directiveIndex) covering(f *Finding, visit func(*directive)) {
	if f.Object != nil {
		for _, d := range x.objects[f.Object.Name] {
			if d.object.Doc.Same(f.Object.Doc) {
				visit(d)
			}
		}
	}
	if f.At.Doc == nil || x.lines[f.At.Doc.File] == nil {
		return
	}
	file, line := f.At.Doc.File, f.At.Position().Line
	ends := []int{line}
	if code := nextCodeLine(file, line-1); code > line {
		ends = append(ends, code)
	}
	for _, end := range ends {
		for _, d := range x.lines[file][end] {
			if d.lines[0] <= line {
				visit(d)
			}
		}
	}
}
