package project

import (
	"path/filepath"
	"testing"
)

// Rendering reads below the folder that holds all kustomizations. Where there
// is none, as for two volumes of Windows, the search for it ends all the same: a
// relative folder stands for another volume.
func TestBoundary(t *testing.T) {
	dir := t.TempDir()
	root := filepath.VolumeName(dir) + string(filepath.Separator)
	for _, tc := range []struct {
		name string
		dirs []string
		want string
	}{
		{"one", []string{filepath.Join(dir, "a")}, filepath.Join(dir, "a")},
		{"below", []string{filepath.Join(dir, "a", "b"), filepath.Join(dir, "a")}, filepath.Join(dir, "a")},
		{"beside", []string{filepath.Join(dir, "a", "b"), filepath.Join(dir, "c")}, dir},
		{"another volume", []string{filepath.Join(dir, "a"), "elsewhere"}, root},
	} {
		if got := boundary(Disk{}, tc.dirs); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}
