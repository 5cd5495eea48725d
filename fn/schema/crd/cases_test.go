package crd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

func mustLoad(t testing.TB, names ...string) *Store {
	t.Helper()
	s, err := Load(names)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustParse(t testing.TB, name, text string) *source.File {
	t.Helper()
	f, err := source.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// line is the line that a problem stands on.
func line(o *object.Object, p schema.Problem) int {
	n := p.Node
	if k := n.Key(p.Key); p.Key != "" && k != nil {
		n = k
	}
	return o.Doc.File.Position(o.Doc.Span(n).Start).Line
}

var want = regexp.MustCompile(`# want (.*)$`)

// The problems of every document of testdata/cases are those that its comments
// say, on their lines; and the API server's own code finds the same.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			testCases(t, mustParse(t, name, string(text)))
		})
	}
}

func testCases(t *testing.T, f *source.File) {
	store := mustLoad(t, "testdata/crds")
	var got, wanted []string
	for i, l := range strings.Split(string(f.Bytes()), "\n") {
		if m := want.FindStringSubmatch(l); m != nil {
			for _, w := range strings.Split(m[1], " && ") {
				wanted = append(wanted, fmt.Sprintf("%d: %s", i+1, w))
			}
		}
	}
	for _, o := range objectsOf(f) {
		problems, ok := store.For(object.NewSet(nil, nil)).Problems(o)
		if !ok {
			t.Errorf("%s is not judged", o)
		}
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d: [%s] %s", line(o, p), classNames[p.Class], p.Message))
		}
		compareWithReal(t, store, o, problems)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
