package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A directory that vanishes while its parent is walked is an error, and what
// stands behind it is still found.
func TestDirectoryVanishes(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name, "x.yaml"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := newFinder(nil)
	f.readDir = func(dir string) ([]os.DirEntry, error) {
		if filepath.Base(dir) == "b" {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		return os.ReadDir(dir)
	}
	f.add(root)
	var names []string
	for _, found := range f.files {
		names = append(names, found.name)
	}
	want := []string{filepath.ToSlash(root) + "/a/x.yaml", filepath.ToSlash(root) + "/c/x.yaml"}
	if !slices.Equal(names, want) {
		t.Errorf("found %v, want %v", names, want)
	}
	if len(f.unreadable) != 1 || filepath.Base(f.unreadable[0].File) != "b" {
		t.Errorf("unreadable: %v", f.unreadable)
	}
}
