package project

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/gatefix/gatefix/fn/overlay"
)

// Tree reads what lies around the files of a run. Paths are absolute.
type Tree interface {
	ReadFile(path string) ([]byte, error)
	Exists(path string) bool
}

// Disk is the whole file system.
type Disk struct{}

// ReadFile reads a file, through symlinks.
func (Disk) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

// Exists reports whether something is there, a symlink that leads nowhere too.
func (Disk) Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Stdin is the name of what is no file, and lies in no project.
const Stdin = "<stdin>"

// ConfigName is the configuration that is found without being named.
const ConfigName = ".gatefix.yaml"

// IsRepository reports whether the directory is the root of a git repository.
// In a linked worktree .git is a file.
func IsRepository(t Tree, dir string) bool { return t.Exists(filepath.Join(dir, ".git")) }

// IsManifest reports whether a file found in a directory may hold manifests.
func IsManifest(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name)) || overlay.IsKustomization(name)
}
