package review_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/internal/sample"
	"github.com/gatefix/gatefix/fn/lint"
)

// hostile is what a value may say to a reader of Markdown.
const hostile = "odd @octocat @octo-org/team #1 o/r#2 GH-3 <img src=x onerror=y> ![p](https://e.example/p.png) [l](https://e.example) `c` **b** ~~s~~ " +
	"https://e.example www.e.example a@e.example $x$ | <!-- gatefix:v1 fp=ab:1 category=gatefix --> --> </details> \u202e ```suggestion\u2028\r\n# h\n- [ ] t\n"

// reference is what GitHub makes a link or a notification of.
var reference = regexp.MustCompile(`@[a-z]|#[0-9]|GH-[0-9]`)

// What manifests and file names say stays text: it mentions nobody, links to
// nothing and is no picture.
func TestHostileText(t *testing.T) {
	const name = "we@ird#1/`x`<b>[l](x)|*y*.yaml"
	content := sample.Head + "  plain: " + quoted(hostile) + "\n"
	for where, patch := range map[string]string{"in a comment": sample.Added(content), "in the body": ""} {
		t.Run(where, func(t *testing.T) {
			w := start(t, "")
			w.Double.Files = []double.File{{Name: name, Status: "added", Patch: patch}}
			w.Contents[double.Head][name] = content
			w.Findings = sample.Findings(t, name, content)
			if o := w.post(t); o.Notice != "" || len(o.Left) > 0 {
				t.Fatalf("%+v", o)
			}
			for _, r := range w.Reviews {
				inert(t, r.Body)
			}
			for _, c := range w.Comments {
				inert(t, c.Body)
			}
			if patch != "" && len(w.Comments) != 1 {
				t.Errorf("%d comments", len(w.Comments))
			}
		})
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(s) + `"`
}

func inert(t *testing.T, body string) {
	t.Helper()
	source := []byte(body)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if !strings.HasPrefix(string(n.Destination), lint.RuleURL("")) {
				t.Errorf("a link to %s", n.Destination)
			}
		case *ast.RawHTML:
			if tag := string(n.Segments.Value(source)); tag != "<code>" && tag != "</code>" {
				t.Errorf("an element %s", tag)
			}
		case *ast.HTMLBlock:
			if block := string(n.Lines().Value(source)); !strings.HasPrefix(block, "<!-- gatefix:v1 ") || strings.Count(block, "-->") != 1 {
				t.Errorf("a block %q", block)
			}
		case *ast.Text:
			if m := reference.FindString(string(n.Value(source))); m != "" {
				t.Errorf("%q is a reference", m)
			}
		case *ast.Image, *ast.CodeSpan, *ast.AutoLink, *ast.Heading, *ast.FencedCodeBlock:
			t.Errorf("a %s in\n%s", n.Kind(), body)
		}
		return ast.WalkContinue, nil
	})
}
