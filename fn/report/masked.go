package report

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Hidden are the parts of documents that reports do not show: values of keys, of
// passwords and of Secrets. Reports are kept in build logs and in comments. Each
// document is looked through once, whatever the number of findings in it.
type Hidden map[*source.Doc][]source.Span

// longLine is the number of bytes from which on not the whole of a line is looked
// at: any number of findings may stand on one.
const longLine = 4096

// line is the line a place starts in, as reports show it: each character of what
// is hidden is a star. The columns stay what they are. Of a long line it is the
// surroundings of the place. start is where it starts in the file.
func (h Hidden) line(at lint.Place) (line string, start int) {
	spans, known := h[at.Doc]
	if !known {
		spans = hiddenIn(at.Doc)
		h[at.Doc] = spans
	}
	span := surroundings(at)
	line, start = string(at.Doc.File.Bytes()[span.Start:span.End]), span.Start
	first := sort.Search(len(spans), func(i int) bool { return spans[i].End > start })
	behind := sort.Search(len(spans), func(i int) bool { return spans[i].Start >= span.End })
	for _, s := range slices.Backward(spans[first:max(first, behind)]) {
		from, to := max(s.Start-start, 0), min(s.End-start, len(line))
		line = line[:from] + stars(line[from:to]) + line[to:]
	}
	return line, start
}

// surroundings is the line a place starts in, or a part of it, as bytes of the
// file. A byte order mark is not shown.
func surroundings(at lint.Place) source.Span {
	text, number := at.Doc.File.Bytes(), at.Position().Line
	s := at.Doc.File.LineSpan(number)
	if number == 1 && bytes.HasPrefix(text, []byte("\ufeff")) {
		s.Start += len("\ufeff")
	}
	if s.Len() <= longLine {
		return s
	}
	part := source.Span{Start: max(s.Start, at.Span.Start-longLine/8), End: min(s.End, at.Span.Start+longLine/8)}
	for part.Start > s.Start && !utf8.RuneStart(text[part.Start]) {
		part.Start--
	}
	for part.End < s.End && !utf8.RuneStart(text[part.End]) {
		part.End++
	}
	return part
}

// hiddenIn returns the bytes of the file that hold what a document hides, in
// order. The header of a block scalar holds none of its text.
func hiddenIn(d *source.Doc) []source.Span {
	var out []source.Span
	for _, n := range lint.Secrets(d.Root()) {
		s := d.Span(n)
		if n.Style == source.Literal || n.Style == source.Folded {
			header, _, _ := strings.Cut(n.Raw(), "\n")
			s.Start = min(s.Start+len(header)+1, s.End)
		}
		out = append(out, s)
	}
	return out
}

// stars hides a value and keeps its quotes, its blanks and its length in code
// points, and in bytes where it is ASCII.
func stars(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("'\" \t", r) {
			return r
		}
		return '*'
	}, s)
}

// Masked returns the text of a file with the values hidden that are not shown,
// for reports that show whole stretches of it. Lines stay lines.
func Masked(f *source.File) []byte {
	out := slices.Clone(f.Bytes())
	for _, d := range f.Docs {
		if d.Err() != nil {
			continue
		}
		for _, s := range hiddenIn(d) {
			copy(out[s.Start:s.End], starBytes(string(out[s.Start:s.End])))
		}
	}
	return out
}

// starBytes hides a value as [stars] does, byte by byte.
func starBytes(s string) string {
	b := []byte(s)
	for i, c := range b {
		if !strings.ContainsRune("'\" \t\r\n", rune(c)) {
			b[i] = '*'
		}
	}
	return string(b)
}
