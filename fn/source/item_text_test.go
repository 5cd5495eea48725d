package source

import (
	"fmt"
	"strings"
	"testing"
)

// The text of an item of a list in one piece is its own, not the list's: what
// looks into the text of each document would read the list once for each item.
func TestTextOfItems(t *testing.T) {
	var items []string
	for i := range 100 {
		items = append(items, fmt.Sprintf(`{kind: A, metadata: {name: "a%d"}} # of a%d`, i, i))
	}
	text := "kind: List\nitems: [\n" + strings.Join(items, "\n, ") + "\n]\n"
	f, err := Parse("a.yaml", []byte(text))
	if err != nil || len(f.Docs) != len(items) {
		t.Fatal(err, len(f.Docs))
	}
	total := 0
	for i, d := range f.Docs {
		total += len(d.Text())
		if !strings.Contains(string(d.Text()), items[i]) {
			t.Errorf("the text of item %d is %s", i, d.Text())
		}
	}
	if total > 2*len(text) {
		t.Errorf("the texts of the items have %d bytes, the list %d", total, len(text))
	}
	shared := "kind: List\nitems: [{kind: A, x: &x {y: z}}, {kind: B, x: *x}]\n"
	if f, err = Parse("b.yaml", []byte(shared)); err != nil || string(f.Docs[1].Text()) != shared {
		t.Errorf("the text of an item with an alias is %s", f.Docs[1].Text())
	}
}
