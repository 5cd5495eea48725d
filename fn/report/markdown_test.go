package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/gatefix/gatefix/fn/lint"
)

func parseMarkdown(md []byte) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser().Parse(text.NewReader(md))
}

// What manifests say stays text: a reader of Markdown sees no link, picture,
// element or emphasis but those of the report itself, and as many cells a row
// as there are columns.
func TestMarkdownIsInert(t *testing.T) {
	eachSample(t, Markdown, func(t *testing.T, r Report, md []byte) {
		rows, fences := 0, 0
		_ = ast.Walk(parseMarkdown(md), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.Link:
				if !strings.HasPrefix(string(n.Destination), lint.RuleURL("")) {
					t.Errorf("a link to %s", n.Destination)
				}
			case *ast.RawHTML:
				if tag := string(n.Segments.Value(md)); tag != "<code>" && tag != "</code>" {
					t.Errorf("an element %s", tag)
				}
			case *ast.HTMLBlock:
				checkBlock(t, string(n.Lines().Value(md)))
			case *ast.Image, *ast.CodeSpan, *ast.AutoLink, *east.Strikethrough, *ast.Blockquote, *ast.ThematicBreak, *ast.CodeBlock:
				t.Errorf("a %s", n.Kind())
			case *ast.Emphasis:
				if n.Level != 2 {
					t.Error("an emphasis")
				}
			case *ast.FencedCodeBlock:
				if fences++; n.Lines().Len() != 1 {
					t.Errorf("a fence of %d lines", n.Lines().Len())
				}
			case *east.TableRow:
				// A row that has more cells loses the last ones.
				if rows++; n.ChildCount() != 4 || n.LastChild().FirstChild().Kind() != ast.KindLink {
					t.Errorf("row %d does not end with the rule", rows)
				}
			}
			return ast.WalkContinue, nil
		})
		if n := len(r.standing()); rows != n || fences != n {
			t.Errorf("%d rows and %d fences for %d findings", rows, fences, n)
		}
	})
}

// checkBlock holds a block of HTML against those that the report writes.
func checkBlock(t *testing.T, block string) {
	t.Helper()
	if block == "</details>\n" {
		return
	}
	inner, ok := strings.CutPrefix(block, "<details>\n<summary>")
	inner, closed := strings.CutSuffix(inner, "</summary>\n")
	if !ok || !closed || strings.ContainsAny(inner, "<>") {
		t.Errorf("a block %q", block)
	}
}

// A report that would be too long for GitHub ends early, says so, and is whole
// up to there.
func TestMarkdownIsBounded(t *testing.T) {
	r := sample(t, 1)
	for len(r.Findings) < 20_000 {
		r.Findings = append(r.Findings, r.Findings...)
	}
	var b bytes.Buffer
	if err := Markdown(&b, r); err != nil {
		t.Fatal(err)
	}
	if n := b.Len(); n > markdownLimit+200 || n < markdownLimit/2 {
		t.Errorf("%d bytes", n)
	}
	if !strings.Contains(b.String(), "The report is too long to be shown whole; ") || strings.Count(b.String(), "<details>") != strings.Count(b.String(), "</details>") {
		t.Error("cut short")
	}
}
