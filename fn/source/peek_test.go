package source

import "testing"

// What the lines tell is what the parser reads, or nothing.
func TestPeek(t *testing.T) {
	for text, ok := range map[string]bool{
		"apiVersion: v1\nkind: A\n":             true,
		"- apiVersion: v1\n  kind: A\n":         true,
		"kind: A # a comment\napiVersion: v1\n": true,
		"apiVersion: 'v1'\nkind: \"A\"\n":       true,
		"kind: A\n\n# a comment\nspec:\n  b:\n": true,
		"apiVersion: v\n  1\nkind: A\n":         false,
		"apiVersion: v\n\n  1\nkind: A\n":       false,
		"apiVersion: v\n\t1\nkind: A\n":         false,
		"- apiVersion: v\n    1\n  kind: A\n":   false,
		"kind: A\n  B":                          false,
		"kind: \"A\\\n  B\"\n":                  false,
		"kind: |\n  A\n":                        false,
		"kind: A\nkind: B\n":                    false,
		"{kind: A}\n":                           false,
	} {
		p, got := peek([]byte(text))
		if got != ok {
			t.Errorf("%q: %v", text, got)
		}
		if !got {
			continue
		}
		f, err := Parse("in.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		root := f.Docs[0].unit.parse().root
		if root.IsSequence() {
			root = root.Items[0]
		}
		if want := (Peek{root.Get("apiVersion").Text(), root.Get("kind").Text()}); p != want {
			t.Errorf("%q: %v, want %v", text, p, want)
		}
	}
}
