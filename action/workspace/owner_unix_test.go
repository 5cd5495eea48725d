//go:build unix

package workspace

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The container runs as root in a workspace that belongs to somebody else, who
// must be able to work on what it leaves there.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir := tree(t, map[string]string{"a.yaml": some})
	for _, name := range []string{".", "a.yaml"} {
		if err := os.Chown(filepath.Join(dir, name), 1001, 1002); err != nil {
			t.Fatal(err)
		}
	}
	w, _ := open(t, dir, ".")
	if err := w.Create("out/r.json", nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Replace("a.yaml", []byte("b: 1\n")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.yaml", "out", "out/r.json"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if is := info.Sys().(*syscall.Stat_t); is.Uid != 1001 || is.Gid != 1002 {
			t.Errorf("%s belongs to %d:%d", name, is.Uid, is.Gid)
		}
	}
}
