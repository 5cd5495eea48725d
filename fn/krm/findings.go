package krm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// placedResult is a result with its place in the list, for sorting.
type placedResult struct {
	result
	item, start int
}

// results returns what was found as results, in the order of the items.
func (s *stream) results(found *lint.Result, conf configuration, env Env) []result {
	if len(found.Fixed)+len(found.Findings) == 0 {
		return nil
	}
	p := &places{root: rootPackage(s.input), read: env.ReadFile}
	var all []placedResult
	for _, f := range found.Fixed {
		all = append(all, s.resultOf(f, true, conf, p))
	}
	for _, f := range found.Findings {
		all = append(all, s.resultOf(f, false, conf, p))
	}
	slices.SortStableFunc(all, func(a, b placedResult) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.start, b.start), strings.Compare(a.path, b.path),
			strings.Compare(a.rule, b.rule), strings.Compare(a.message, b.message))
	})
	out := make([]result, len(all))
	for i, r := range all {
		out[i] = r.result
	}
	return out
}

func (s *stream) resultOf(f *lint.Finding, fixed bool, conf configuration, p *places) placedResult {
	doc := f.At.Doc
	root := doc.Root()
	r := placedResult{item: -1, start: f.At.Span.Start - startOf(doc)}
	r.result = result{
		severity: f.Severity, rule: f.Name, message: messageOf(f, fixed, conf), path: f.At.Path.String(),
		current: f.At.Value, ref: refOf(root), file: p.fileOf(root),
	}
	if fixed {
		r.severity = lint.Info
	}
	if fix := f.Fix(); fix != nil {
		r.proposed = fix.Proposed
	}
	onKey := isKey(f.At)
	if onKey {
		r.current = nil // it would be the key itself
	}
	if lint.IsSecret(root, f.At.Path) {
		r.current, r.proposed = nil, nil
	}
	if doc == conf.doc {
		return r
	}
	r.item = doc.Index
	if doc.Index < len(s.file.Docs) { // else a repair added it, and no file has it yet
		r.position = p.position(s.file.Docs[doc.Index], f.At.Path, onKey)
	}
	return r
}

// startOf is where an object starts, from which its findings count: repairs of
// objects before it move it.
func startOf(d *source.Doc) int {
	if root := d.Root(); root != nil {
		return d.Span(root).Start
	}
	return d.Offset()
}

// isKey reports whether a place is a key rather than its value.
func isKey(at lint.Place) bool {
	n := nodeAt(at.Doc.Root(), at.Path)
	return n != nil && at.Doc.Span(n).Start != at.Span.Start
}

// nodeAt returns the node at a path, or nil.
func nodeAt(n *source.Node, at source.Path) *source.Node {
	for _, s := range at {
		if s.IsIndex {
			n = n.Get(s.Index)
		} else {
			n = n.Get(s.Key)
		}
	}
	return n
}
