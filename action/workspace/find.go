package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gatefix/gatefix/fn/overlay"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/source"
)

// Found is what a search came to.
type Found struct {
	Files      []*source.File
	Unreadable []*source.Error
	Notes      []string
}

// Find reads the files that globs choose. They start at a directory; of those
// that match a name the last one decides, and "!" takes out. A glob that matches
// a directory stands for the manifests in it and below. Hidden files and
// directories are found only where a glob writes their dot.
func (w *Workspace) Find(within string, globs, exclude []string) (*Found, error) {
	f := &finder{Workspace: w, within: within, globs: globs, exclude: exclude, found: &Found{}, used: make([]bool, len(globs))}
	for _, glob := range globs {
		if err := f.literal(glob); err != nil {
			return nil, err
		}
	}
	if err := fs.WalkDir(w.root.FS(), path.Clean(within), f.visit); err != nil {
		return nil, err
	}
	f.note()
	return f.found, nil
}

// Chooses reports whether [Workspace.Find] would read a file of that name, were
// it there.
func (w *Workspace) Chooses(within string, globs, exclude []string, name string) bool {
	f := &finder{Workspace: w, within: within, globs: globs, exclude: exclude, used: make([]bool, len(globs))}
	if within != "." && !strings.HasPrefix(name, within+"/") {
		return false
	}
	for dir := path.Dir(name); dir != "." && dir != path.Clean(within); dir = path.Dir(dir) {
		if f.skips(f.rel(dir), dir) {
			return false
		}
	}
	return f.chosen(f.rel(name), name) && !f.excluded(f.rel(name), name)
}

type finder struct {
	*Workspace
	within         string
	globs, exclude []string

	found     *Found
	used      []bool // globs that matched
	names     int
	bytes     int64
	symlinks  int
	templates int
}

// literal refuses a name that is not there, and what leads where nobody looks: a
// gate that looks at nothing would be green for ever.
func (f *finder) literal(glob string) error {
	if strings.HasPrefix(glob, "!") {
		return nil
	}
	if path.IsAbs(glob) || slices.Contains(strings.Split(glob, "/"), "..") {
		return fmt.Errorf("paths: %q leads out of the working directory; allowed: globs from there on; set working-directory to one above", glob)
	}
	if strings.ContainsAny(glob, `*?[{\`) {
		return nil
	}
	name := path.Join(f.within, glob)
	if _, err := f.lstat(name); err != nil {
		return fmt.Errorf("paths: %q cannot be read: %w", glob, reason(err))
	}
	return nil
}

func (f *finder) visit(name string, d fs.DirEntry, err error) error {
	if f.names++; f.names > f.limits.Names {
		return fmt.Errorf("the workspace has more than %d files; narrow working-directory", f.limits.Names)
	}
	rel := f.rel(name)
	switch {
	case err != nil:
		f.fail(name, err)
		return nil
	case name == path.Clean(f.within):
		return nil
	case d.Type()&fs.ModeSymlink != 0:
		if f.chosen(rel, name) {
			f.symlinks++
		}
		return nil
	case d.IsDir() && f.skips(rel, name):
		return fs.SkipDir
	case d.IsDir() || !d.Type().IsRegular() || f.excluded(rel, name) || !f.chosen(rel, name):
		return nil
	}
	return f.read(name, d)
}

// rel is a name as seen from the directory that globs start at.
func (f *finder) rel(name string) string {
	if f.within == "." {
		return name
	}
	return strings.TrimPrefix(name, f.within+"/")
}

// skips reports whether a directory is not looked into.
func (f *finder) skips(rel, name string) bool {
	if path.Base(name) == ".git" || f.excluded(rel, name) || isHidden(path.Base(name)) && !f.wantsHidden(rel) {
		return true
	}
	if project.IsTemplates(f.Workspace, filepath.Join(f.Dir, filepath.FromSlash(name))) {
		f.templates++
		return true
	}
	return false
}

func isHidden(base string) bool { return strings.HasPrefix(base, ".") && base != "." }

// wantsHidden reports whether a glob writes the dot of a hidden name.
func (f *finder) wantsHidden(rel string) bool {
	return slices.ContainsFunc(f.globs, func(glob string) bool {
		glob = clean(glob)
		return glob == rel || strings.HasPrefix(glob, rel+"/") || strings.HasPrefix(rel, glob+"/")
	})
}

// chosen reports whether the globs choose a file.
func (f *finder) chosen(rel, name string) bool {
	if isHidden(path.Base(rel)) && !f.wantsHidden(rel) {
		return false
	}
	yes := false
	for i, glob := range f.globs {
		pattern, not := strings.CutPrefix(glob, "!")
		if matches(clean(pattern), rel) {
			f.used[i], yes = true, !not
		}
	}
	return yes
}

// clean is a glob without what the shell would leave out.
func clean(glob string) string {
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	if glob == "" {
		return "."
	}
	return glob
}

// matches reports whether a glob matches a file, or a directory above one that
// may hold manifests. A Kustomization without an ending is found where one with
// it would be.
func matches(glob, rel string) bool {
	if match(glob, rel) || overlay.IsKustomization(rel) && path.Ext(rel) == "" && match(glob, rel+".yaml") {
		return true
	}
	if !project.IsManifest(rel) {
		return false
	}
	for dir := path.Dir(rel); ; dir = path.Dir(dir) {
		if match(glob, dir) {
			return true
		}
		if dir == "." {
			return false
		}
	}
}

func match(glob, name string) bool {
	if glob == name {
		return true
	}
	ok, err := doublestar.Match(glob, name)
	return ok && err == nil && name != "." // "**" is no name of the directory itself
}

// excluded reports whether a glob matches the name, the path from the directory
// that globs start at or, where the glob has no slash, the last part alone.
func (f *finder) excluded(rel, name string) bool {
	return slices.ContainsFunc(f.exclude, func(glob string) bool {
		glob = clean(glob)
		return match(glob, name) || match(glob, rel) || !strings.Contains(glob, "/") && match(glob, path.Base(name))
	})
}

func (f *finder) read(name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		f.fail(name, err)
		return nil
	}
	if f.bytes += info.Size(); f.bytes > f.limits.Bytes || len(f.found.Files) >= f.limits.Files {
		return fmt.Errorf("paths choose more than %d files or %d MiB; narrow them", f.limits.Files, f.limits.Bytes>>20)
	}
	text, err := f.Read(name)
	if err != nil {
		f.fail(name, err)
		return nil
	}
	if project.IsForeignJSON(name, text) {
		return nil
	}
	file, err := source.Parse(name, text)
	if err != nil {
		f.found.Unreadable = append(f.found.Unreadable, asError(name, err))
		return nil
	}
	f.found.Files = append(f.found.Files, file)
	return nil
}

func (f *finder) fail(name string, err error) {
	f.found.Unreadable = append(f.found.Unreadable, &source.Error{File: name, Message: "cannot be read: " + reason(err).Error()})
}

// note says what was left out, and which globs found nothing.
func (f *finder) note() {
	add := func(format string, args ...any) { f.found.Notes = append(f.found.Notes, fmt.Sprintf(format, args...)) }
	for i, glob := range f.globs {
		if !f.used[i] && !strings.HasPrefix(glob, "!") && !strings.HasPrefix(glob, "**/*.y") {
			add("paths: %q matches no file", glob)
		}
	}
	if f.symlinks > 0 {
		add("symlinks are not followed, %d left out", f.symlinks)
	}
	if f.templates > 0 {
		add("templates of Helm charts are judged rendered, %d directories left out", f.templates)
	}
}

func asError(name string, err error) *source.Error {
	var e *source.Error
	if errors.As(err, &e) {
		return e
	}
	return &source.Error{File: name, Message: err.Error()}
}
