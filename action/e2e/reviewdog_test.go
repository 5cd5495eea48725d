//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// diagnostics are what reviewdog passes on.
type diagnostics struct {
	Diagnostics []struct {
		Location struct {
			Path  string
			Range struct{ Start struct{ Line, Column int } }
		}
		Severity    string
		Code        struct{ Value string }
		Suggestions []struct{ Text string }
	}
}

// reviewdog reads the file that the action writes for it: the places on the
// lines that were added, and the repairs.
func TestReviewdog(t *testing.T) {
	reviewdog := tool(t, "reviewdog")
	w := broken(t, "rdjsonl-file", "gatefix.rdjsonl")
	w.run(t)
	text, err := os.ReadFile(filepath.Join(w.pull.Dir, "gatefix.rdjsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out, notes bytes.Buffer
	cmd := exec.Command(reviewdog, "-f=rdjsonl", "-reporter=rdjson", "-filter-mode=added", "-diff=git diff "+w.pull.Base+" "+w.pull.Merge)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = w.pull.Dir, bytes.NewReader(text), &out, &notes
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, notes.String())
	}
	var read diagnostics
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var got []string
	for _, d := range read.Diagnostics {
		at := d.Location.Range.Start
		line := fmt.Sprintf("%s:%d:%d %s %s", d.Location.Path, at.Line, at.Column, d.Severity, d.Code.Value)
		for _, s := range d.Suggestions {
			line += " -> " + s.Text
		}
		got = append(got, line)
	}
	want := []string{
		`gateway.yaml:26:9 ERROR cors-origin-object -> "https://chat.example.com"`,
		"gateway.yaml:27:7 ERROR cors-unknown-field -> allowMethods:",
		"gateway.yaml:28:15 ERROR cors-max-age -> 86400",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
