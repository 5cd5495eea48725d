package diff

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever a file is called, git changes that file and no other: anybody may
// have named it, and a line break in a name would begin another patch.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"a.yaml", "d/b c.yaml", " x", "é ü.yaml", "a\tb.yaml", `a\b.yaml`, `"a".yaml`, "a 2026-01-01 00:00:00", "a\r.yaml",
		"x\n+++ b/other.yaml\n@@ -0,0 +1 @@\n+made: up\n.yaml",
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, filepath.FromSlash(name))
		old, changed := "a: 1\nb: 2\n", "a: 1\nb: 3\n"
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(old), 0o644); err != nil {
			t.Fatal(err)
		}
		git := exec.Command("git", "apply", "-")
		git.Dir, git.Env = dir, append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		git.Stdin = strings.NewReader(Unified(name, []byte(old), []byte(changed)))
		if out, err := git.CombinedOutput(); err != nil {
			t.Errorf("%q: %v: %s", name, err, out)
			continue
		}
		got, err := os.ReadFile(file)
		if string(got) != changed || err != nil {
			t.Errorf("%q is %q, %v", name, got, err)
		}
		if all, _ := os.ReadDir(dir); len(all) != 1 {
			t.Errorf("%q: %d files", name, len(all))
		}
	}
}
