package review

import (
	"bytes"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// suggestion is a repair as GitHub takes it: whole lines, and what stands there
// afterwards.
// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/incorporating-feedback-in-your-pull-request
type suggestion struct {
	fix      *lint.Fix
	from, to int    // in the workspace
	text     string // with its line endings; "" takes the lines out
}

// longestSuggestion is in lines: a suggestion must lie within one hunk.
const longestSuggestion = 60

// suggestions returns the repairs of a finding that are in its own file and in
// one place.
func (r *run) suggestions(f *lint.Finding) []*suggestion {
	var out []*suggestion
	if !r.Suggestions {
		return nil
	}
	for i := range f.Fixes {
		s, ok := wholeLines(&f.Fixes[i], f.At.Doc.File)
		if ok && s.to-s.from < longestSuggestion && r.open(f.At.Doc.File, s) {
			out = append(out, s)
		}
	}
	return out
}

// wholeLines widens what a fix exchanges to the lines around it. A fix that only
// adds lines takes the line before them along, since a comment needs one.
// GitHub writes suggestions with LF, so lines that end otherwise get none.
func wholeLines(fix *lint.Fix, f *source.File) (*suggestion, bool) {
	span, text, ok := report.United(*fix, f)
	if !ok {
		return nil, false
	}
	body := f.Bytes()
	s := &suggestion{fix: fix, from: f.Position(span.Start).Line, to: f.Position(span.End).Line}
	start := f.LineSpan(s.from).Start
	added := span.Start == span.End && span.Start == start && strings.HasSuffix(text, "\n")
	if added && s.from > 1 {
		s.from, s.to = s.from-1, s.from-1
		start = f.LineSpan(s.from).Start
	}
	head := string(body[start:span.Start])
	whole := head+text == "" || strings.HasSuffix(head+text, "\n")
	if atStart := f.LineSpan(s.to).Start == span.End; atStart && whole && span.End > start && !added {
		s.to--
	}
	end := behind(body, f.LineSpan(s.to))
	if end < span.End { // cannot be: the last line is that of the end
		return nil, false
	}
	s.text = head + text + string(body[span.End:end])
	return s, !strings.Contains(s.text, "\r") && !bytes.Contains(body[start:end], []byte("\r"))
}

// open reports whether the lines of a suggestion hold no value that reports
// hide. It stands in the pull request already, but need not be mailed as well.
func (r *run) open(f *source.File, s *suggestion) bool {
	for line := s.from; line <= s.to; line++ {
		if r.line(f, line) != f.Line(line) {
			return false
		}
	}
	return true
}

// line is a line of a file with the values hidden that reports hide.
func (r *run) line(f *source.File, number int) string {
	if r.masked[f] == nil {
		r.masked[f] = report.Masked(f)
	}
	span := f.LineSpan(number)
	return strings.TrimPrefix(string(r.masked[f][span.Start:span.End]), "\ufeff")
}

// behind is the end of a line with its line ending.
func behind(body []byte, line source.Span) int {
	if i := bytes.IndexByte(body[line.End:], '\n'); i >= 0 {
		return line.End + i + 1
	}
	return len(body)
}

// block is the suggestion in Markdown. Nothing between the fences takes the
// lines out; an empty line would leave one.
func (s *suggestion) block() string {
	if s.text == "" {
		return "```suggestion\n```\n"
	}
	return report.Fence("suggestion", strings.TrimSuffix(s.text, "\n"))
}
