package krm

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// The two ways to take a list apart, by its bytes and by the parser, give the
// same items, the same results and the same exit code.
func FuzzBothPaths(f *testing.F) {
	for _, text := range inputs(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, input []byte) { bothPaths(t, input) })
}

// takesResults reports whether results can be written beside the items. A text
// whose extents are not certain, or that ends in blanks which a literal block may
// own, takes none; they are printed then.
func (s *stream) takesResults() bool {
	_, attached := s.write(s.file, []any{"a result"})
	return attached
}

func TestBothPaths(t *testing.T) {
	compared := 0
	for _, text := range append(inputs(t), manyItems(40, "24h"), manyItems(40, "86400")) {
		if bothPaths(t, text) {
			compared++
		}
	}
	if compared < 10 {
		t.Errorf("only %d inputs can be taken apart in both ways", compared)
	}
}

func inputs(t testing.TB) [][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.in")
	if err != nil || len(files) == 0 {
		t.Fatal("no inputs", err)
	}
	var out [][]byte
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}

// bothPaths reports whether the input can be taken apart in both ways. Two things
// are known to differ, since the parser sees one document: what is wrong with one
// item is wrong with all, and a faulty ignore in a comment is reported for the
// first.
func bothPaths(t *testing.T, input []byte) bool {
	t.Helper()
	s, err := read(input)
	if err != nil || !s.cut || bytes.Contains(input, []byte("gatefix:ignore")) || !s.takesResults() {
		return false
	}
	if yaml.Unmarshal(input, &map[string]any{}) != nil {
		return false // a list or a mapping as a key: YAML, and nothing that can be compared
	}
	for _, d := range s.file.Docs {
		if d.Err() != nil || len(d.Duplicates()) > 0 {
			return false
		}
	}
	// An anchor and an alias may reach over the items, so they cannot be cut.
	parsed := append(bytes.Clone(input), "\nzz: [ &zz a, *zz ]\n"...)
	if p, err := read(parsed); err != nil || p.cut || p.list == nil || p.list.Err() != nil || len(p.list.Duplicates()) > 0 || len(p.file.Docs) != len(s.file.Docs) || !p.takesResults() {
		return false
	}
	if !cmp.Equal(itemsAndResults(t, input), itemsAndResults(t, parsed)) {
		return false // a literal block at the very end gains a line break
	}
	cutOutput, cutExit, _ := Process(input, Env{Now: today})
	output, exit, _ := Process(parsed, Env{Now: today})
	if cutExit != exit {
		t.Fatalf("exit %d by bytes, %d by the parser\n%s", cutExit, exit, input)
	}
	if diff := cmp.Diff(itemsAndResults(t, cutOutput), itemsAndResults(t, output)); diff != "" {
		t.Fatalf("-bytes +parser:\n%s\nof\n%s", diff, input)
	}
	return true
}

func itemsAndResults(t *testing.T, output []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := yaml.Unmarshal(output, &all); err != nil {
		t.Fatalf("the output is not YAML: %v\n%s", err, output)
	}
	return map[string]any{"items": all["items"], "results": all["results"]}
}
