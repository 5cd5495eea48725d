package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// Limits bound what is read. The defaults are far above what repositories hold.
type Limits struct {
	Files int   // read
	Bytes int64 // of all of them
	Names int   // looked at on the way
}

// DefaultLimits are those of a run.
var DefaultLimits = Limits{Files: 20_000, Bytes: 256 << 20, Names: 1_000_000}

// Workspace is a repository in the checkout. Names are relative to its root,
// with slashes.
type Workspace struct {
	Dir string // absolute, without symlinks
	// Outer is the workspace around a repository that was checked out into a
	// directory of it; else the same.
	Outer  *Workspace
	root   *os.Root
	limits Limits
}

// Open opens the repository that holds a directory of the workspace: the nearest
// one with a .git, or the workspace itself. within is the directory as seen
// from it.
func Open(workspace, dir string, limits Limits) (w *Workspace, within string, err error) {
	top, err := filepath.EvalSymlinks(workspace)
	if err != nil {
		return nil, "", err
	}
	if all, err := os.ReadDir(top); err != nil || len(all) == 0 {
		return nil, "", cmp.Or(err, errors.New("the workspace is empty; check the repository out in a step before"))
	}
	outer := &Workspace{Dir: top, limits: limits}
	outer.Outer = outer
	if outer.root, err = os.OpenRoot(top); err != nil {
		return nil, "", err
	}
	if info, err := outer.lstat(dir); err != nil || !info.IsDir() {
		outer.Close()
		return nil, "", fmt.Errorf("working-directory %q is not a directory of the workspace; was the repository checked out?", dir)
	}
	for at := path.Clean(dir); at != "."; at = path.Dir(at) {
		if _, err := outer.root.Lstat(path.Join(at, ".git")); err != nil {
			continue
		}
		inner, err := outer.root.OpenRoot(at)
		if err != nil {
			outer.Close()
			return nil, "", err
		}
		rel, err := filepath.Rel(at, path.Clean(dir))
		w := &Workspace{Dir: filepath.Join(top, filepath.FromSlash(at)), Outer: outer, root: inner, limits: limits}
		return w, filepath.ToSlash(rel), err
	}
	return outer, path.Clean(dir), nil
}

// Close gives the directories back.
func (w *Workspace) Close() error {
	if w.Outer != w {
		return errors.Join(w.root.Close(), w.Outer.root.Close())
	}
	return w.root.Close()
}

var errSymlink = errors.New("it is, or lies behind, a symlink; those are not followed")

// lstat looks at a file, and refuses one that is behind a symlink.
func (w *Workspace) lstat(name string) (fs.FileInfo, error) {
	name = path.Clean(name)
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if info, err := w.root.Lstat(dir); err != nil {
			return nil, err
		} else if info.Mode()&fs.ModeSymlink != 0 {
			return nil, errSymlink
		}
	}
	info, err := w.root.Lstat(name)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, errSymlink
	}
	return info, err
}

// Read reads a regular file.
func (w *Workspace) Read(name string) ([]byte, error) {
	info, err := w.lstat(name)
	switch {
	case err != nil:
		return nil, reason(err)
	case !info.Mode().IsRegular(): // a pipe would block
		return nil, errors.New("not a file")
	case info.Size() > source.MaxDocument:
		return nil, fmt.Errorf("%d bytes; at most %d are read", info.Size(), source.MaxDocument)
	}
	f, err := w.root.Open(name)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, source.MaxDocument+1))
}

// rel is an absolute path as a name; false where it leads out.
func (w *Workspace) rel(abs string) (string, bool) {
	rel, err := filepath.Rel(w.Dir, abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

// ReadFile reads a file by its absolute path, for [project.Tree].
func (w *Workspace) ReadFile(abs string) ([]byte, error) {
	name, ok := w.rel(abs)
	if !ok {
		return nil, fs.ErrNotExist
	}
	return w.Read(name)
}

// Exists reports whether there is something at an absolute path, for
// [project.Tree].
func (w *Workspace) Exists(abs string) bool {
	name, ok := w.rel(abs)
	if !ok {
		return false
	}
	_, err := w.root.Lstat(name)
	return err == nil
}

// Plain returns an error for a name that is, or holds, a symlink, or leads out:
// for code that reads files by itself.
func (w *Workspace) Plain(name string) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return errors.New("it leads out of the repository")
	}
	info, err := w.lstat(name)
	if err != nil || !info.IsDir() {
		return reason(err)
	}
	return fs.WalkDir(w.root.FS(), path.Clean(name), func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.Type()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%s: %w", at, errSymlink)
		}
		return err
	})
}

// reason is an error without the operation and the path.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		if strings.Contains(pe.Err.Error(), "escapes") {
			return errSymlink
		}
		return pe.Err
	}
	return err
}
