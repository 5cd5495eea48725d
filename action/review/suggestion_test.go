package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

// On the examples of all rules: whoever takes a suggestion gets what the fix
// makes, to the byte.
func TestSuggestionsOfAllRules(t *testing.T) {
	names, err := filepath.Glob("../../testdata/rules/*/bad*.yaml")
	if err != nil || len(names) < 50 {
		t.Fatalf("%d examples, %v", len(names), err)
	}
	taken, lines := 0, 0
	for _, name := range names {
		for _, f := range findingsOf(t, name) {
			for i := range f.Fixes {
				s, ok := wholeLines(&f.Fixes[i], f.At.Doc.File)
				if !ok {
					continue
				}
				taken, lines = taken+1, lines+s.to-s.from+1
				got := take(f.At.Doc.File.Bytes(), s)
				if want := made(t, &f.Fixes[i], f.At.Doc.File); strings.TrimSuffix(got, "\n") != strings.TrimSuffix(want, "\n") {
					t.Errorf("%s: %s: lines %d to %d become %q", f, f.Fixes[i].Title, s.from, s.to, s.text)
				}
			}
		}
	}
	t.Logf("%d suggestions, of %.1f lines", taken, float64(lines)/float64(taken))
	if taken < 200 {
		t.Errorf("%d suggestions in all examples", taken)
	}
}

func findingsOf(t *testing.T, name string) []*lint.Finding {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := source.Parse(filepath.Base(name), text)
	if err != nil {
		return nil // an example of what is no YAML
	}
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	return lint.Run(lint.Input{Files: []*source.File{f}, Known: rules.Names()}, rules.All, cfg).Findings
}

// take replaces lines as GitHub does: by what stands between the fences, which
// ends each of its lines, or by nothing.
func take(text []byte, s *suggestion) string {
	lines := strings.SplitAfter(string(text), "\n")
	_, block, _ := strings.Cut(s.block(), "suggestion\n")
	block = block[:strings.LastIndex(strings.TrimSuffix(block, "\n"), "\n")+1]
	return strings.Join(lines[:s.from-1], "") + block + strings.Join(lines[s.to:], "")
}

// made is what a fix makes of its file.
func made(t *testing.T, fix *lint.Fix, f *source.File) string {
	t.Helper()
	span, text, ok := report.United(*fix, f)
	if !ok {
		t.Fatalf("%s cannot be made", fix.Title)
	}
	return string(f.Bytes()[:span.Start]) + text + string(f.Bytes()[span.End:])
}
