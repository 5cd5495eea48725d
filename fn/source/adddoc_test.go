package source

import (
	"bytes"
	"testing"
)

// Wherever a document is added, the others keep their bytes, and the new one
// reads as its value; or nothing changes.
func TestAddingADocument(t *testing.T) {
	value := Map{{"apiVersion", "v1"}, {"kind", "New"}, {"metadata", Map{{"name", "new"}}}, {"spec", Map{{"list", []any{"yes", 1, Map{{"a", nil}}}}}}}
	eachDoc(t, func(t *testing.T, f *File, d *Doc) {
		r := Apply([]*File{f}, [][]Edit{{AddDoc(d, value, "")}})
		after := r.Files[0]
		if r.Rejected[0] != nil {
			if !bytes.Equal(after.Bytes(), f.Bytes()) {
				t.Errorf("%s: refused (%v), but the text changed", d, r.Rejected[0])
			}
			return
		}
		again := mustParse(t, f.Name, after.Bytes())
		if len(again.Docs) != len(f.Docs)+1 {
			t.Fatalf("%s: %d documents became %d", d, len(f.Docs), len(again.Docs))
		}
		found := 0
		for _, x := range again.Docs {
			if modelOf(x.Root()).equal(modelOfValue(value)) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s: the new document is there %d times", d, found)
		}
		for _, x := range f.Docs {
			if x.unit != d.unit && !bytes.Contains(after.Bytes(), bytes.TrimRight(x.unit.text, "\r\n")) {
				t.Errorf("%s: %s changed", d, x)
			}
		}
	})
}

// The line that a new document follows may have no end.
func TestAddingBehindALineWithoutEnd(t *testing.T) {
	for in, want := range map[string]string{
		"kind: A":                          "kind: A\n---\nkind: B\n",
		"a: 1\r\nkind: A":                  "a: 1\r\nkind: A\r\n---\r\nkind: B\r\n",
		"kind: List\nitems:\n- kind: A":    "kind: List\nitems:\n- kind: A\n- kind: B\n",
		"kind: List\nitems: [{kind: A}]":   "kind: List\nitems: [{kind: A}, {kind: B}]",
		"kind: A\n---\n":                   "kind: A\n---\n---\nkind: B\n",
		"kind: A\n# the end, without line": "kind: A\n# the end, without line\n---\nkind: B\n",
	} {
		f := mustParse(t, "in", []byte(in))
		r := Apply([]*File{f}, [][]Edit{{AddDoc(f.Docs[0], Map{{"kind", "B"}}, "")}})
		if got := string(r.Files[0].Bytes()); got != want || r.Rejected[0] != nil {
			t.Errorf("%q: %q (%v), want %q", in, got, r.Rejected[0], want)
		}
	}
}
