package place_test

import (
	"fmt"
	"testing"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/place"
	"github.com/gatefix/gatefix/fn/source"
)

// Lines have a counterpart only where all of them are at the head, one behind
// the other. Where nobody tells what the head is, none has.
func TestLines(t *testing.T) {
	const merge, head = "new: 1\na: 1\nb: 1\nbetween: 1\nc: 1\nd: 2\n", "a: 1\nb: 1\nc: 1\nd: 1\n"
	f, err := source.Parse("dir/a.yaml", []byte(merge))
	if err != nil {
		t.Fatal(err)
	}
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	api := files.API{Client: c, Pull: github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head}}
	known := func(_ string, workspace []byte) (diff.LineMap, bool) {
		return diff.NewLineMap(workspace, []byte(head)), true
	}
	unknown := func(string, []byte) (diff.LineMap, bool) { return diff.LineMap{}, false }
	const want = "1-1:none 2-2:1-1 2-3:1-2 3-5:none 5-5:3-3 5-6:none 6-6:none "
	const none = "1-1:none 2-2:none 2-3:none 3-5:none 5-5:none 5-6:none 6-6:none "
	for name, test := range map[string]struct {
		known place.Known
		head  string
		want  string
	}{
		"by the checkout":       {known, "", want},
		"by the API":            {unknown, head, want},
		"by the API alone":      {nil, head, want},
		"not there at the head": {nil, "", none},
	} {
		d.Contents[double.Head] = map[string]string{}
		if test.head != "" {
			d.Contents[double.Head]["dir/a.yaml"] = test.head
		}
		m, got := &place.Mapper{API: api, Known: test.known}, ""
		before := d.Count("GET")
		for _, lines := range [][2]int{{1, 1}, {2, 2}, {2, 3}, {3, 5}, {5, 5}, {5, 6}, {6, 6}} {
			first, last, ok := m.Lines(t.Context(), f, lines[0], lines[1])
			to := "none"
			if ok {
				to = fmt.Sprintf("%d-%d", first, last)
			}
			got += fmt.Sprintf("%d-%d:%s ", lines[0], lines[1], to)
		}
		if got != test.want || d.Count("GET")-before > 1 {
			t.Errorf("%s: %s, want %s, in %d requests", name, got, test.want, d.Count("GET")-before)
		}
	}
}
