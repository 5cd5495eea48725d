package krm

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever comes in: nothing is lost, and nothing ends in silence.
func FuzzProcess(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.in")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		output, exit, notes := Process(input, Env{})
		if len(output) == 0 && (exit == 0 || len(input) > 0) {
			t.Fatal("the output is empty")
		}
		in, ok := decode(input)
		if !ok || !IsResourceList(input) {
			return
		}
		out, ok := decode(output)
		if !ok || len(in.Items) != len(out.Items) {
			t.Fatalf("%d items in, %d out, exit %d\n%s\n%s", len(in.Items), len(out.Items), exit, notes, output)
		}
	})
}
