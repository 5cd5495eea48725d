package source

import (
	"strings"
	"testing"
)

// Changes share a set, each adding something else, and a text that they keep; not
// a set that one adds to with a text in it that another one keeps, nor one that is
// full.
func TestSharedPlaces(t *testing.T) {
	const grant, want = "from:\n- kind: A\nto:\n- kind: B\n", "from:\n- kind: A\nto:\n- kind: B\n- kind: C\n- kind: D\n"
	list := func(item string) string {
		return "kind: List\nitems:\n- " + strings.TrimSpace(strings.ReplaceAll(item, "\n", "\n  ")) + "\n"
	}
	sharedPlaces(t, grant, want)
	sharedPlaces(t, list(grant), list(want))
}

func sharedPlaces(t *testing.T, text, want string) {
	t.Helper()
	f := mustParse(t, "in", []byte(text))
	d := f.Docs[0]
	add := func(list, kind string) Edit { return AddToSet(d, P(list), Map{{"kind", kind}}, 3) }
	keep := func(list, kind string) Edit { return Set(d, P(list, 0, "kind"), kind) }
	r := Apply([]*File{f}, [][]Edit{
		{add("to", "C"), keep("from", "A")},
		{add("to", "D"), keep("from", "A")},
		{add("to", "C"), keep("from", "A")}, // the same again
		{add("from", "E"), keep("to", "B")}, // from is kept as it is
		{Append(d, P("to"), "x")},           // where order may mean something
		{add("to", "F"), keep("from", "A")}, // a fourth item
	})
	for i, why := range r.Rejected {
		if _, conflict := why.(*Conflict); (why != nil) != (i >= 2) || why != nil && !conflict {
			t.Errorf("%d: %v", i, why)
		}
	}
	if got := string(r.Files[0].Bytes()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Documents on several topics are added at once, those on one topic one by one.
func TestTopics(t *testing.T) {
	f := mustParse(t, "in", []byte("kind: A\n"))
	add := func(kind, topic string) []Edit { return []Edit{AddDoc(f.Docs[0], Map{{"kind", kind}}, topic)} }
	r := Apply([]*File{f}, [][]Edit{add("B", "b"), add("C", "c"), add("D", "b")})
	if got, want := string(r.Files[0].Bytes()), "kind: A\n---\nkind: B\n---\nkind: C\n"; got != want || r.Rejected[2] == nil {
		t.Errorf("%q, want %q; %v", got, want, r.Rejected)
	}
}
