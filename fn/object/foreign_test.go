package object

import (
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// JSON that a cluster takes is no fault of its author where the YAML reader lacks
// an escape of JSON; what is neither JSON nor YAML is.
func TestForeignJSON(t *testing.T) {
	for text, want := range map[string]Skip{
		`{"kind":"A","apiVersion":"v1","metadata":{"name":"a","annotations":{"x":"\ud83d\ude80"}}}`: Foreign,
		`{"kind":"A","apiVersion":"v1","metadata":{"name":"a","annotations":{"x":"a\/b"}}}`:         Foreign,
		`{"kind":"A","apiVersion":"v1","metadata":{"name":"a","annotations":{"x":"\u00e9"}}}`:       Judged,
		`{"kind":"A","apiVersion":"v1","metadata":{"name":"a","annotations":{"x":"\q"}}}`:           Broken,
		"kind: A\napiVersion: v1\nmetadata: {name: \"a\\/b\"}\n":                                    Broken,
		`{"kind":"A","apiVersion":"v1","metadata":{"name":"a"`:                                      Broken,
	} {
		f, err := source.Parse("a.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, got := load(f.Docs[0]); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
