package project

import (
	"os"
	"path/filepath"
)

// folder is the absolute folder of a file; "" where it is not a file.
func folder(name string) string {
	at, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil || name == Stdin {
		return ""
	}
	return filepath.Dir(at)
}

// boundary is the folder that rendering reads nothing outside of: the
// repository, else the working directory, else what holds all kustomizations.
func boundary(t Tree, dirs []string) string {
	common := dirs[0]
	for _, dir := range dirs[1:] {
		for !isBelow(dir, common) && common != filepath.Dir(common) { // no folder holds two volumes of Windows
			common = filepath.Dir(common)
		}
	}
	for dir := common; ; dir = filepath.Dir(dir) {
		if IsRepository(t, dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if cwd, err := os.Getwd(); err == nil && isBelow(common, cwd) {
		return cwd
	}
	return common
}

func isBelow(dir, top string) bool {
	rel, err := filepath.Rel(top, dir)
	return err == nil && filepath.IsLocal(rel)
}
