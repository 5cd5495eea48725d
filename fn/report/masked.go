package report

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// shownLine is the line a place starts in, as reports show it: they are kept in
// build logs and in comments, so each character of a key, a password or the
// value of a Secret is a star. The columns stay what they are.
func shownLine(at lint.Place) string {
	number := at.Position().Line
	line, span := at.Doc.File.Line(number), at.Doc.File.LineSpan(number)
	start := span.End - len(line) // a byte order mark is not shown
	for _, n := range slices.Backward(lint.Secrets(at.Doc.Root())) {
		s := at.Doc.Span(n)
		from, to := max(s.Start-start, 0), min(s.End-start, len(line))
		if from < to && !isHeader(line[from:to], n) {
			line = line[:from] + stars(line[from:to]) + line[to:]
		}
	}
	return line
}

// isHeader reports the part of a block scalar that holds none of its text.
func isHeader(part string, n *source.Node) bool {
	return (n.Style == source.Literal || n.Style == source.Folded) && strings.HasPrefix(n.Raw(), part)
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
		for _, n := range lint.Secrets(d.Root()) {
			s := d.Span(n)
			part := string(f.Bytes()[s.Start:s.End])
			head := ""
			if n.Style == source.Literal || n.Style == source.Folded {
				_, rest, _ := strings.Cut(part, "\n")
				head, part = part[:len(part)-len(rest)], rest
			}
			copy(out[s.Start:s.End], head+starBytes(part))
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
