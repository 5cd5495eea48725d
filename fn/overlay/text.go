package overlay

import (
	"bytes"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// placeInText is the place in a kustomization of a node of a patch that is
// written there as text. In a literal block scalar ("|") that is the node
// itself; elsewhere, the text as a whole.
func placeInText(m *mark, n *source.Node) lint.Place {
	place := lint.PlaceOf(m.in.doc(), m.text)
	inner := m.doc.Span(n)
	if n.Kind == source.Scalar {
		place.Value = n.Plain()
	}
	if m.text.Style != source.Literal {
		return place
	}
	start, ok := outward(m, inner.Start)
	end, ok2 := outward(m, inner.End)
	file, want := m.in.file.Bytes(), m.doc.File.Bytes()[inner.Start:inner.End]
	if !ok || !ok2 || start > end || !bytes.Contains(want, []byte("\n")) && !bytes.Equal(file[start:end], want) {
		return place
	}
	place.Span = source.Span{Start: start, End: end}
	return place
}

// outward turns an offset in the text of a literal block scalar into one in the
// file that holds the scalar.
func outward(m *mark, offset int) (int, bool) {
	span := m.in.doc().Span(m.text)
	raw := m.in.file.Bytes()[span.Start:span.End]
	header, content, ok := bytes.Cut(raw, []byte("\n"))
	if !ok {
		return 0, false
	}
	before := m.doc.File.Bytes()[:offset]
	line := bytes.Count(before, []byte("\n"))
	column := offset - (bytes.LastIndexByte(before, '\n') + 1)
	start := span.Start + len(header) + 1
	lines := bytes.SplitAfter(content, []byte("\n"))
	if line > len(lines) {
		return 0, false
	}
	for _, l := range lines[:line] {
		start += len(l)
	}
	return min(start+indentOf(lines)+column, span.End), true
}

// indentOf returns how far a block is indented.
func indentOf(lines [][]byte) int {
	indent := -1
	for _, l := range lines {
		if text := bytes.TrimLeft(l, " "); len(bytes.TrimSpace(text)) > 0 && (indent < 0 || len(l)-len(text) < indent) {
			indent = len(l) - len(text)
		}
	}
	return max(indent, 0)
}
