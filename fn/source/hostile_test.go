package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Hostile texts end in an answer or an error, not in memory or a stack.
func TestHostile(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 40; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	merges := "x0: &x0 {k: 1}\n"
	for i := 1; i < 12; i++ {
		merges += fmt.Sprintf("x%d: &x%d {<<: [%s]}\n", i, i, strings.Repeat(fmt.Sprintf("*x%d, ", i-1), 10))
	}
	for _, c := range []struct {
		name, text string
		fails      string // part of the error; empty: it is read
	}{
		{"deep flow", strings.Repeat("[", 10_000), "did not find"},
		{"deeper flow", strings.Repeat("[", 100_000), "max depth"},
		{"deep flow, closed", strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), ""},
		{"deep block", deepBlock(9_000), ""},
		{"deeper block", deepBlock(11_000), "max depth"},
		{"alias bomb", bomb, ""},
		{"circular alias", "a: &a\n  b: *a\n", ""},
		{"circular merge", "a: &a\n  <<: *a\n  b: 1\n", ""},
		{"merge bomb", merges + "a: {<<: *x11}\n", ""},
		{"unknown alias", "a: *nowhere\n", "unknown anchor"},
		{"half a document", "a: [1,\nb: 2", "did not find expected"},
		{"open quote", "a: \"x\nb: 1\n", "unexpected end"},
		{"tab as indentation", "a:\n\tb: 1\n", "a tab in the indentation; allowed: spaces"},
		{"tab in brackets", "{\n\ta: 1,\n\tb: @\n}\n", "cannot start any token"},
		{"bad UTF-8", "a: \xff\n", "invalid"},
		{"control characters", "a: \x01\n", "control characters"},
		{"empty", "", ""},
		{"only a marker", "---", ""},
		{"many documents", strings.Repeat("---\na: 1\n", 10_000), ""},
		{"huge scalar", "a: " + strings.Repeat("x", 8<<20) + "\n", ""},
		{"many aliases", "a: &a x\nb: [" + strings.Repeat("*a, ", 100_000) + "]\n", ""},
		{"too large", strings.Repeat(" ", MaxDocument) + "a: 1", "at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := mustParse(t, "hostile.yaml", []byte(c.text))
			err := f.Docs[0].Err()
			switch {
			case c.fails == "" && err != nil:
				t.Fatal(err)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Fatalf("error %v, want one with %q", err, c.fails)
			case err == nil && f.Docs[0].Root() != nil:
				exercise(f.Docs[0])
			}
			if !bytes.Equal(f.Bytes(), []byte(c.text)) {
				t.Error("the text changed")
			}
		})
	}
}

// exercise asks a document the questions that rules ask.
func exercise(d *Doc) {
	d.Root().Walk(func(n *Node) bool { n.Get("a", 0, "b"); return true })
	d.Root().Get("a", "zz")
	d.Comments()
	Apply([]*File{d.File}, [][]Edit{{Insert(d, P("zz-new"), "v", "")}})
}

func deepBlock(levels int) string {
	var b strings.Builder
	for range levels {
		b.WriteString("- ")
	}
	return b.String() + "x\n"
}

func TestNotText(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-16": "\xff\xfea\x00",
		"binary": "\x7fELF\x02\x01\x00",
	} {
		_, err := Parse("file", []byte(text))
		if err == nil || !strings.Contains(err.Error(), "file:1:") {
			t.Errorf("%s: error %v, want one with its place", name, err)
		}
	}
}

// Places of errors count from the start of the file, whatever document they
// are in.
func TestErrorPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: 1\n---\n# c\nb: 2\n- c\nd: 1\n", "x.yaml:5:1: not YAML: did not find expected"},
		{"a: 1\n---\nb: 2\nc: \"open\nd: 1\n", "x.yaml:4:1: not YAML: found unexpected end"},
		{"a: 1\n---\nb: 2\nc: [\nd: 1\n", "x.yaml:5:1: not YAML: did not find expected"},
		{"a: 1\n---\nb: 2\n\tc: 1\n", "x.yaml:4:1: not YAML: found a tab character"},
		{"a: 1\n---\nb: 2\n\nc: \xff\n", "x.yaml:5:1: not YAML: "},
	} {
		f := mustParse(t, "x.yaml", []byte(c.text))
		if f.Docs[0].Err() != nil {
			t.Fatal(f.Docs[0].Err())
		}
		if err := f.Docs[1].Err(); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("error %v, want %s", err, c.want)
		}
	}
}

func TestPositions(t *testing.T) {
	f := mustParse(t, "x", []byte("\ufeffé: \"𐐀\" # c\nb: ü\r\n  \n"))
	for _, c := range []struct {
		key          string
		line, column int
	}{{"é", 1, 4}, {"b", 2, 4}} {
		n := f.Docs[0].Root().Get(c.key)
		start := f.Docs[0].Span(n).Start
		if got := f.Position(start); got != (Position{c.line, c.column}) {
			t.Errorf("%s is at %v", c.key, got)
		}
	}
	if got := f.Line(1); got != "é: \"𐐀\" # c" {
		t.Errorf("line 1 is %q", got)
	}
	if got := f.Line(2); got != "b: ü" {
		t.Errorf("line 2 is %q", got)
	}
}
