package source

import "testing"

func TestListsHoldWhatStandsBesideTheItems(t *testing.T) {
	for _, c := range []struct {
		name, text string
		lists      int
		items      int
	}{
		{"split by bytes", "apiVersion: v1\nkind: List\nitems:\n- kind: A\n- kind: B\n", 0, 2},
		{"flow items", "apiVersion: v1\nkind: List\nitems: [{kind: A}, {kind: B}]\n", 1, 2},
		{"JSON", `{"apiVersion": "v1", "kind": "List", "items": [{"kind": "A"}]}`, 1, 1},
		{"no items", "apiVersion: v1\nkind: List\nitems: []\n", 1, 0},
		{"behind a document", "kind: A\n---\nkind: List\napiVersion: v1\nitems: []\n", 1, 1},
		{"no list", "kind: A\n", 0, 1},
	} {
		f := mustParse(t, c.name, []byte(c.text))
		lists := f.Lists()
		if len(lists) != c.lists || len(f.Docs) != c.items {
			t.Errorf("%s: %d lists and %d documents, want %d and %d", c.name, len(lists), len(f.Docs), c.lists, c.items)
		}
		for _, l := range lists {
			r := Apply([]*File{f}, [][]Edit{{Insert(l, P("extra"), "x", "")}})
			if r.Rejected[0] != nil {
				t.Errorf("%s: %v", c.name, r.Rejected[0])
				continue
			}
			if got := r.Files[0].Lists()[0].Root().Get("extra").Text(); got != "x" {
				t.Errorf("%s: extra is %q", c.name, got)
			}
		}
	}
}

func TestAnchorsThatReachOverItemsRuleOutSplitting(t *testing.T) {
	const head, items = "apiVersion: v1\nkind: List\n", "items:\n- kind: A\n  name: a\n- kind: B\n"
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"none":                 {head + items, true},
		"between items":        {head + "items:\n- kind: &k A\n- kind: *k\n", false},
		"from an item to keys": {head + "items:\n- kind: A\n  name: &n a\nextra: *n\n", false},
		"from keys to an item": {head + "extra: &n a\nitems:\n- kind: A\n  name: *n\n", false},
	} {
		if _, ok := SplitList([]byte(c.text)); ok != c.ok {
			t.Errorf("%s: split is %v", name, ok)
		}
	}
}

// What a document holds is asked of its own text, and for the items of a list
// that is parsed in one piece of the whole list, with one answer.
func TestHolds(t *testing.T) {
	for text, want := range map[string][]bool{
		"a: word\n---\nb: 1\n": {true, false},
		"apiVersion: v1\nkind: List\nitems:\n- a: word\n- b: 1\n":            {true, false},
		`{"apiVersion": "v1", "kind": "List", "items": [{"a": "word"}, {}]}`: {true, true},
		`{"apiVersion": "v1", "kind": "List", "items": [{"a": "w"}, {}]}`:    {false, false},
	} {
		f := mustParse(t, "x.yaml", []byte(text))
		for range 2 {
			for i, d := range f.Docs {
				if got := d.Holds("word"); got != want[i] || d.Holds("words") {
					t.Errorf("%q: document %d: %v", text, i, got)
				}
			}
		}
	}
}
