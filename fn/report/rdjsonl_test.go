package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// Reviewdog's own schema takes every line.
func TestRDJSONLIsValid(t *testing.T) {
	s := schema(t, "rdf-diagnostic.json")
	eachSample(t, RDJSONL, func(t *testing.T, r Report, text []byte) {
		lines := 0
		for line := range bytes.Lines(text) {
			validate(t, s, line)
			lines++
		}
		if want := len(r.Unreadable) + len(r.standing()); lines != want {
			t.Errorf("%d lines for %d findings", lines, want)
		}
	})
}

// A reader that takes a suggestion makes what Gatefix makes, and finds every
// line of it in the file.
func TestRDJSONLSuggestions(t *testing.T) {
	taken := 0
	eachSample(t, RDJSONL, func(t *testing.T, r Report, text []byte) {
		if r.Pending {
			return // findings of two versions of the files
		}
		files, texts := filesOf(r)
		lines := bytes.Split(text, []byte("\n"))[len(r.Unreadable):]
		for i, f := range r.Findings {
			var d rdDiagnostic
			if err := json.Unmarshal(lines[i], &d); err != nil {
				t.Fatal(err)
			}
			for _, fix := range f.Fixes {
				want := repairedBy(fix, files)
				if _, ok := want[f.At.Doc.File.Name]; !ok || len(want) > 1 {
					continue // all of a fix or none, and only in this file
				}
				s := d.Suggestions[0]
				x := exchange{d.Location.Path, s.Range.Start.Line, s.Range.Start.Column, s.Range.End.Line, s.Range.End.Column, s.Text}
				sameTexts(t, fmt.Sprintf("%s: %s", f, fix.Title), want, carryOut(t, texts, []exchange{x}, byteColumn))
				if n := strings.Count(strings.TrimSuffix(texts[x.file], "\n"), "\n") + 1; x.endLine > n {
					t.Errorf("%s: line %d of %d", f, x.endLine, n)
				}
				d.Suggestions, taken = d.Suggestions[1:], taken+1
			}
			if len(d.Suggestions) > 0 {
				t.Errorf("%s: a suggestion that cannot be made: %v", f, d.Suggestions)
			}
		}
	})
	if taken < 10 {
		t.Errorf("%d suggestions in all samples", taken)
	}
}

func TestOffTheEnd(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end int
		new        string
		wantStart  int
		wantNew    string
	}{
		{"a\n", 2, 2, "b\n", 1, "\nb"},
		{"a\r\n", 3, 3, "b\r\n", 1, "\r\nb"},
		{"a\nb\n", 2, 4, "", 1, ""},
		{"a\nb\n", 2, 4, "c", 2, "c"},     // the new text ends without a line ending
		{"a\nb", 2, 3, "", 2, ""},         // so does the old one
		{"a\nb\nc\n", 2, 4, "", 2, ""},    // not the end
		{"a\nb\r\n", 2, 5, "", 2, ""},     // mixed line endings
		{"b\n", 0, 2, "c\n", 0, "c\n"},    // all of it
		{"a\nb\n", 3, 4, "c\n", 3, "c\n"}, // not a whole line
	} {
		s, got := offTheEnd([]byte(c.text), source.Span{Start: c.start, End: c.end}, c.new)
		before := c.text[:c.start] + c.new + c.text[c.end:]
		if s.Start != c.wantStart || got != c.wantNew || c.text[:s.Start]+got+c.text[s.End:] != before {
			t.Errorf("%q %d-%d %q: %v %q", c.text, c.start, c.end, c.new, s, got)
		}
	}
}
