package report

import (
	"bytes"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// rdLines is the longest suggestion: hosts take one only where all of its lines
// are in the pull request.
const rdLines = 60

// rdSuggestions returns a suggestion for each fix that stays within the file of
// the finding, and there in one place: all of a fix is made, or none.
func rdSuggestions(f *lint.Finding) []rdSuggestion {
	var out []rdSuggestion
	file := f.At.Doc.File
	for _, fix := range f.Fixes {
		span, text, ok := United(fix, file)
		if !ok {
			continue
		}
		if r := rdSpan(file, span); r.End.Line-r.Start.Line < rdLines {
			out = append(out, rdSuggestion{r, text})
		}
	}
	return out
}

// United makes one replacement of all those of a fix, with what stands between
// them. It fails for a fix that reaches over files.
func United(fix lint.Fix, file *source.File) (span source.Span, text string, ok bool) {
	all, err := source.Replacements(fix.Edits)
	if err != nil || len(all) == 0 {
		return span, "", false
	}
	var b strings.Builder
	span = source.Span{Start: all[0].Start, End: all[0].Start}
	for _, r := range all {
		if r.File != file {
			return span, "", false
		}
		b.Write(file.Bytes()[span.End:r.Start])
		b.WriteString(r.Text)
		span.End = r.End
	}
	span, text = offTheEnd(file.Bytes(), span, b.String())
	return span, text, true
}

// offTheEnd moves a replacement of whole lines at the end of a text in front of
// the last line ending: behind it there is no line to comment on.
func offTheEnd(text []byte, s source.Span, new string) (source.Span, string) {
	eol := "\n"
	if bytes.HasSuffix(text, []byte("\r\n")) {
		eol = "\r\n"
	}
	if s.End != len(text) || !bytes.HasSuffix(text, []byte(eol)) || !bytes.HasSuffix(text[:s.Start], []byte(eol)) {
		return s, new
	}
	body, whole := strings.CutSuffix(new, eol)
	switch {
	case new == "":
	case whole:
		new = eol + body
	default:
		return s, new
	}
	return source.Span{Start: s.Start - len(eol), End: s.End - len(eol)}, new
}
