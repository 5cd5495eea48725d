package annotate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

func fileOf(t *testing.T, name string) *source.File {
	t.Helper()
	f, err := source.Parse(name, []byte(strings.Repeat("key: value\n", 40)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func at(f *source.File, line int, rule string, s lint.Severity) *lint.Finding {
	span := f.LineSpan(line)
	span.End = span.Start + 3
	return &lint.Finding{Name: rule, Severity: s, Message: fmt.Sprintf("%s on %d", rule, line), At: lint.Place{Doc: f.Docs[0], Span: span}}
}

func show(all []gha.Annotation) string {
	var out []string
	for _, a := range all {
		out = append(out, fmt.Sprintf("%s %s:%d %s", a.Level, a.File, a.Line, strings.ReplaceAll(a.Message, "\n", " / ")))
	}
	return strings.Join(out, "\n")
}

// Errors come before warnings, changed lines before others, and the same
// mistake in one file is one annotation.
func TestOrderAndFolding(t *testing.T) {
	a, b := fileOf(t, "a.yaml"), fileOf(t, "b.yaml")
	got := show(List(Input{
		First: []gha.Annotation{{Level: gha.Warning, Message: "no scope"}},
		Findings: []*lint.Finding{
			at(a, 1, "one", lint.Warning), at(a, 2, "two", lint.Error), at(a, 5, "two", lint.Error), at(a, 9, "two", lint.Error),
			at(b, 3, "one", lint.Warning), at(b, 4, "three", lint.Info),
		},
		Unreadable: []*source.Error{{File: "c.yaml", Position: source.Position{Line: 7, Column: 2}, Message: "not YAML"}},
		Changed:    func(f *lint.Finding) bool { return f.At.Doc.File == b || f.At.Position().Line == 5 },
	}))
	want := strings.Join([]string{
		"error a.yaml:5 two on 5 / also on lines 2, 9",
		"error c.yaml:7 not YAML",
		"warning :0 no scope",
		"warning b.yaml:3 one on 3",
		"warning a.yaml:1 one on 1",
		"notice b.yaml:4 three on 4",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// GitHub drops the eleventh of a level.
func TestTenOfALevel(t *testing.T) {
	var findings []*lint.Finding
	for i := range 14 {
		f := fileOf(t, fmt.Sprintf("%c.yaml", 'a'+i))
		findings = append(findings, at(f, 1, "r", lint.Error), at(f, 2, "r", lint.Error), at(f, 3, "w", lint.Warning))
	}
	all := List(Input{Findings: findings})
	if len(all) != 2*PerLevel {
		t.Fatalf("%d annotations", len(all))
	}
	if want := "10 more findings in 5 files; the summary of this step and its log show them all"; all[9].Message != want || all[9].Level != gha.Error || all[9].File != "" {
		t.Errorf("the tenth: %+v", all[9])
	}
	if want := "5 more findings in 5 files"; !strings.HasPrefix(all[19].Message, want) {
		t.Errorf("the tenth warning: %+v", all[19])
	}
	if all = List(Input{Findings: findings[:30]}); len(all) != 20 || all[9].File == "" {
		t.Errorf("ten fit: %s", show(all))
	}
}
