package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Replacements count from the start of the file, hold only what changes, and
// reach over documents, items of lists and files.
func TestReplacements(t *testing.T) {
	a := mustParse(t, "a", []byte("\ufeffa: \"é\" # one\n---\nb: 1\nc: 2\n"))
	l := mustParse(t, "l", []byte("apiVersion: v1\nkind: List\nitems:\n- x: 1\n- x: 2\n- x: 3\n"))
	edits := []Edit{
		Set(l.Docs[1], P("x"), 20),
		Set(a.Docs[0], P("a"), "ü"),
		Move(a.Docs[1], P("b"), P("d", "b")), // two passes
		Set(a.Docs[1], P("c"), 3),
	}
	rs, err := Replacements(edits)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rs {
		got = append(got, r.File.Name+" "+string(r.File.Bytes()[r.Start:r.End])+" -> "+r.Text)
	}
	want := []string{`l 2 -> 20`, `a "é" -> "ü"`, "a b: 1\nc: 2 -> c: 3\nd:\n  b: 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if before := "\ufeffa: \"é\" # one\n---\nb: 1\nc: 2\n"; string(a.Bytes()) != before {
		t.Errorf("the file changed: %q", a.Bytes())
	}
	if rs, err := Replacements([]Edit{Delete(a.Docs[0], P("nosuch"))}); err == nil || rs != nil || !strings.Contains(err.Error(), "there is nothing at nosuch") {
		t.Errorf("%v, %v", rs, err)
	}
}
