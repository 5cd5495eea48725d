package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// anchor is the piece of text that a node or an edge stands for.
type anchor struct {
	span source.Span
	node *Node
	edge *Edge
}

func (b *builder) anchor(d *source.Doc, s source.Span, a anchor) {
	a.span = s
	b.anchors[d.File.Name] = append(b.anchors[d.File.Name], a)
}

// at returns what the text at a place stands for: the smallest pieces around it,
// several where one reference means several objects.
func (b *builder) at(p lint.Place) []anchor {
	var out []anchor
	for _, a := range b.anchors[p.Doc.File.Name] {
		if a.span.Start > p.Span.Start || p.Span.End > a.span.End {
			continue
		}
		if len(out) > 0 && a.span.Len() > out[0].span.Len() {
			continue
		}
		if len(out) > 0 && a.span.Len() < out[0].span.Len() {
			out = out[:0]
		}
		out = append(out, a)
	}
	return out
}

// join puts the findings on what they speak of.
func (b *builder) join(findings []*lint.Finding) {
	for _, f := range slices.SortedStableFunc(slices.Values(findings), compareFindings) {
		found := b.at(f.At)
		if n := b.objects[f.Object]; len(found) == 0 && n != nil {
			found = []anchor{{node: n}} // about the document as a whole
		}
		if len(found) == 0 {
			b.g.Elsewhere = append(b.g.Elsewhere, f)
		}
		for _, a := range found {
			b.mark(a, f)
		}
	}
	for _, e := range b.g.Edges {
		if slices.ContainsFunc(e.Findings, func(f *lint.Finding) bool { return f.Severity == lint.Error }) {
			e.State = Broken
		}
	}
}

func compareFindings(a, b *lint.Finding) int {
	return cmp.Or(
		strings.Compare(a.At.Doc.File.Name, b.At.Doc.File.Name), cmp.Compare(a.At.Span.Start, b.At.Span.Start),
		strings.Compare(a.Name, b.Name), strings.Compare(a.Message, b.Message),
	)
}

func (b *builder) mark(a anchor, f *lint.Finding) {
	e := a.edge
	if e == nil {
		e = b.between(a.node, f)
	}
	if e != nil {
		e.Findings = append(e.Findings, f)
		return
	}
	a.node.Findings = append(a.node.Findings, f)
}

// between returns the refused edge that a finding is about though it does not
// stand in the reference: one from the object it stands in to the object it
// shows, as where the hostnames of a route and a listener do not go together.
func (b *builder) between(n *Node, f *lint.Finding) *Edge {
	for _, r := range f.Related {
		for _, a := range b.at(r.Place) {
			if a.node == nil || a.node == n {
				continue
			}
			for _, e := range b.g.Edges {
				if e.State == Refused && (e.joins(n, a.node) || e.joins(n, a.node.Owner)) {
					return e
				}
			}
		}
	}
	return nil
}

func (e *Edge) joins(a, b *Node) bool {
	return b != nil && (e.From == a && e.To == b || e.From == b && e.To == a)
}
