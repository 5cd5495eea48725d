package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Files that are read ahead count against the limit in their order, whatever
// their size.
func TestLimitOverManyFiles(t *testing.T) {
	dir := t.TempDir()
	document := "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
	for i := range 2 * ahead {
		put(t, filepath.Join(dir, fmt.Sprintf("f%03d.yaml", i)), document)
	}
	large := document + "data:\n  a: " + strings.Repeat("x", aheadBytes) + "\n"
	put(t, filepath.Join(dir, "f000-large.yaml"), large)
	config := filepath.Join(dir, ".gatefix.yaml")
	for fits := range 3 {
		fits = fits * ahead
		limit := len(large) + fits*len(document)
		put(t, config, fmt.Sprintf("apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec:\n  limits: {bytes: %d}\n", limit))
		var out bytes.Buffer
		status := Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out}.Main([]string{"check", "--config", config, dir})
		refused := strings.Count(out.String(), "the most that is read (limits.bytes)")
		if want := 2*ahead - fits; refused != want || (status == ExitUnusable) != (want > 0) {
			t.Errorf("limit for %d files beside the large one: exit %d, %d refused, want %d\n%.300s", fits, status, refused, want, &out)
		}
	}
}
