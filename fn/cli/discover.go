package cli

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/source"
)

// finder collects the files that the arguments name, each once.
type finder struct {
	exclude []string
	readDir func(string) ([]os.DirEntry, error)

	files      []found
	seen       map[string]bool // real paths
	charts     []string        // whose templates were left out
	templates  int             // files of them
	empty      []string        // directories named that hold no manifests
	unreadable []*source.Error
}

// found is a file to be read.
type found struct {
	name   string // as it is shown, with slashes
	walked bool   // found in a directory, not named
}

func newFinder(exclude []string) *finder {
	return &finder{exclude: exclude, readDir: os.ReadDir, seen: map[string]bool{}}
}

// add takes an argument: a file, or a directory with all below it. A symlink
// that is named is followed.
func (f *finder) add(name string) {
	name = filepath.Clean(name)
	info, err := os.Stat(name)
	if err != nil {
		f.fail(name, err)
		return
	}
	real := realPath(name)
	switch shown := filepath.ToSlash(name); {
	case !info.IsDir():
		f.take(shown, "", real, false)
	case inTemplates(real):
		f.skipTemplates(shown, real)
	default:
		before := len(f.files) + f.templates + len(f.unreadable)
		f.walk(shown, ".", real)
		if before == len(f.files)+f.templates+len(f.unreadable) {
			f.empty = append(f.empty, shown)
		}
	}
}

// realPath is what tells whether two names mean one file.
func realPath(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	return abs // a directory above may not be looked into
}

// walk takes what stands in a directory. rel is its path from the directory
// that was named.
func (f *finder) walk(dir, rel, real string) {
	entries, err := f.readDir(filepath.FromSlash(dir))
	if err != nil {
		f.fail(dir, err)
	}
	for _, e := range entries {
		name, within, at := path.Join(dir, e.Name()), path.Join(rel, e.Name()), filepath.Join(real, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), ".") || f.excluded(name, within):
		case e.IsDir() && isTemplates(at):
			f.skipTemplates(name, at)
		case e.IsDir():
			f.walk(name, within, at)
		case e.Type().IsRegular() && project.IsManifest(e.Name()):
			f.take(name, within, at, true)
		}
	}
}

func (f *finder) take(name, rel, real string, walked bool) {
	if f.seen[real] || f.excluded(name, rel) {
		return
	}
	f.seen[real] = true
	f.files = append(f.files, found{name, walked})
}

// excluded reports whether a glob matches the name, the path from the directory
// that was named or, where the glob holds no slash, the last part alone.
func (f *finder) excluded(name, rel string) bool {
	return slices.ContainsFunc(f.exclude, func(glob string) bool {
		return matches(glob, name) || matches(glob, rel) || !strings.Contains(glob, "/") && matches(glob, path.Base(name))
	})
}

func matches(glob, name string) bool {
	ok, err := doublestar.Match(cleanGlob(glob), name)
	return err == nil && ok
}

// cleanGlob takes off what a shell's completion puts around a name.
func cleanGlob(glob string) string { return strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/") }

func (f *finder) fail(name string, err error) {
	f.unreadable = append(f.unreadable, unreadable(name, err))
}

// unreadable is an error of the file system as one of the input.
func unreadable(name string, err error) *source.Error {
	return &source.Error{File: filepath.ToSlash(name), Message: "cannot be read: " + reason(err).Error()}
}

// reason is the error without the operation and the path, which the message
// around it names.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
