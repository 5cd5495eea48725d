//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// reviewdog reads the file that the action writes for it, and finds the same
// places.
func TestReviewdog(t *testing.T) {
	reviewdog := tool(t, "reviewdog")
	w := broken(t, "rdjsonl-file", "gatefix.rdjsonl")
	w.run(t)
	text, err := os.ReadFile(filepath.Join(w.pull.Dir, "gatefix.rdjsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(reviewdog, "-f=rdjsonl", "-reporter=local", "-filter-mode=added", "-diff=git diff "+w.pull.Base+" "+w.pull.Merge)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = w.pull.Dir, bytes.NewReader(text), &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{"gateway.yaml:26:9:", "gateway.yaml:27:7:", "gateway.yaml:28:15:"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("reviewdog does not show %s\n%s", want, out.String())
		}
	}
}
