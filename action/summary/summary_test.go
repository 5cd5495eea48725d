package summary

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

func fileOf(t *testing.T, name, line string) *source.File {
	t.Helper()
	f, err := source.Parse(name, []byte(line+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func finding(f *source.File, s lint.Severity, message string) *lint.Finding {
	return &lint.Finding{Name: "rule", Severity: s, Message: message, At: lint.Place{Doc: f.Docs[0], Span: f.LineSpan(1)}}
}

func reportOf(findings ...*lint.Finding) report.Report {
	return report.New(lint.CheckMode, &lint.Result{Findings: findings, Stats: lint.Stats{Files: 1, Documents: 1}}, nil)
}

const limit = 900 << 10

// What does not fit is left out section by section, and the text says so: a
// page cut in the middle shows nothing as it is meant.
func TestLimit(t *testing.T) {
	var findings []*lint.Finding
	for i := range 3000 {
		f := fileOf(t, fmt.Sprintf("%d.yaml", i), "key: "+strings.Repeat("x", 500))
		findings = append(findings, finding(f, lint.Error, strings.Repeat("m", 500)))
	}
	got := Markdown(Input{Report: reportOf(findings...), Status: report.Failed, Limit: limit})
	if len(got) > limit || len(got) < limit/2 {
		t.Errorf("%d bytes", len(got))
	}
	if strings.Count(got, "<details>") != strings.Count(got, "</details>") || strings.Count(got, "```")%2 != 0 {
		t.Error("a section was cut")
	}
	if !strings.Contains(got, "too long to be shown whole: ") || !strings.HasPrefix(got, "### Gatefix: failed\n") {
		t.Error("nothing says that something is missing, or the beginning is")
	}
}

func TestTitles(t *testing.T) {
	f := fileOf(t, "a.yaml", "a: 1")
	none := reportOf()
	none.Summary.Documents = 0
	for want, in := range map[string]Input{
		"passed\n":                        {Report: reportOf()},
		"passed, with findings\n":         {Report: reportOf(finding(f, lint.Info, "m"))},
		"failed\n":                        {Report: reportOf(finding(f, lint.Error, "m")), Status: report.Failed},
		"some of the input cannot be rea": {Report: reportOf(), Status: report.Unusable},
		"there was nothing to check\n":    {Report: none},
	} {
		in.Limit = limit
		if got := Markdown(in); !strings.HasPrefix(got, "### Gatefix: "+want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The heaviest come first, and a graph is drawn only where there is one.
func TestOrder(t *testing.T) {
	info, bad := fileOf(t, "a.yaml", "a: 1"), fileOf(t, "z.yaml", "z: 1")
	in := Input{Report: reportOf(finding(info, lint.Info, "small"), finding(bad, lint.Error, "large")), Limit: limit,
		Graph: func() string { return "flowchart LR\n" }, Changes: []Change{{"z.yaml", []byte("z: 1\n"), []byte("z: 2\n")}}, Repairs: "Somewhere.",
		Scope: "of the lines", Outside: 3, Notes: []string{"a note"}}
	got := Markdown(in)
	at := -1
	for _, part := range []string{"| error |", "| info |", "<code>z.yaml</code>: 1", "<code>a.yaml</code>: 1", "```mermaid\nflowchart LR\n```", "Somewhere.", "-z: 1\n+z: 2", "of the lines", "3 findings elsewhere", "a note"} {
		next := strings.Index(got, part)
		if next <= at {
			t.Fatalf("%q is missing or too early in\n%s", part, got)
		}
		at = next
	}
	in.Graph = func() string { return "" }
	if strings.Contains(Markdown(in), "Where it belongs") {
		t.Error("a heading without a picture")
	}
}

// A diff shows what stands around a repair, secrets too, if nobody hides them.
func TestSecretsAreHidden(t *testing.T) {
	old := "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  token: hunter2\n  cert: |\n    BEGIN\n    hunter3\n---\na: 1\n"
	got := Markdown(Input{Report: reportOf(), Limit: limit, Repairs: "x", Changes: []Change{{"a.yaml", []byte(old), []byte(strings.Replace(old, "a: 1", "a: 2", 1))}}})
	if strings.Contains(got, "hunter") || strings.Contains(got, "BEGIN") {
		t.Error(got)
	}
	if want := " *****\n     *******\n ---\n-a: 1\n+a: 2\n"; !strings.Contains(got, want) {
		t.Errorf("%q lacks %q", got, want)
	}
}

// FuzzHostile renders summaries of texts from anywhere as GitHub does, in which
// nothing may come out that was not meant: a link or a picture that leads away,
// an element, or a name that is mentioned.
func FuzzHostile(f *testing.F) {
	for _, s := range []string{
		"plain", "![x](https://evil.example)", "<script>alert(1)</script>", "</details></code><img src=x>", "`<b>`", "| a | b |", "[a](javascript:x)",
		"<https://evil.example>", "https://evil.example", "www.evil.example", "```\n</details>\n# x", "~~~", "\n\n# heading\n\n", "&lt;img&gt;", "\\<img src=x>", "@octocat #1",
		"<!--", "$$x$$", "a\r\n<img src=y>",
	} {
		f.Add(s, s)
	}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	f.Fuzz(func(t *testing.T, name, text string) {
		quoted := fmt.Sprintf("key: %q", text)
		file, err := source.Parse("a"+name, []byte(quoted+"\n"))
		if err != nil {
			t.Skip()
		}
		r := reportOf(finding(file, lint.Error, text))
		r.Unreadable = []*source.Error{{File: name, Message: text}}
		got := Markdown(Input{Report: r, Limit: limit, Scope: text, Notes: []string{text}, Repairs: "Here.",
			Changes: []Change{{name, []byte(text + "\n"), []byte("x\n" + text)}}})
		var page bytes.Buffer
		if err := markdown.Convert([]byte(got), &page); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<img", "<script", "<h1", "<b>", `href="javascript:`, `href="http://`, `href="https://evil`, `href="https://www`, "<!--"} {
			if strings.Contains(strings.ToLower(page.String()), bad) {
				t.Errorf("%q in the page of name %q, text %q:\n%s\n\n%s", bad, name, text, got, page.String())
			}
		}
		if opened, closed := strings.Count(page.String(), "<details>"), strings.Count(page.String(), "</details>"); opened != 2 || closed != 2 {
			t.Errorf("%d details, %d closed, of name %q, text %q:\n%s", opened, closed, name, text, page.String())
		}
	})
}
