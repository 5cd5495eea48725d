package overlay

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/gatefix/gatefix/fn/source"
)

// refusal is why something is not rendered, in words for the user. kustomize
// hides the errors of its file system behind its own, so the first refusal is
// kept aside.
type refusal struct{ message string }

func (r *refusal) Error() string { return r.message }

func refuse(format string, args ...any) *refusal { return &refusal{fmt.Sprintf(format, args...)} }

// view is the file system kustomize sees while it builds one root: the files
// below the boundary, read-only, those of the input as they are in memory, and
// documents with our annotations.
type view struct {
	*build
	top      string // folder of the root
	deadline time.Time

	gone           bool // nobody waits for the build any more
	refused        *refusal
	files          int
	bytes          int64
	used           []string         // every file read, in order
	kustomizations []*kustomization // of them, in order
	roles          map[string]role
}

// role is what a file is used for.
type role uint8

const (
	someFile   role = iota
	pluginFile      // configuration of a transformer, a generator, a validator
	patchFile
	objectFile // resources
	dataFile   // bytes that become a value: handed over as they are
)

// CleanedAbs returns a folder and a file without symlinks; the file is "" where
// the path is a folder.
func (v *view) CleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.gone {
		return "", "", errGone
	}
	real, err := filepath.EvalSymlinks(filepath.Clean(path))
	if err != nil {
		return "", "", v.shortened(err)
	}
	if !below(real, v.dir) {
		return "", "", v.refuse("%s leads out of %s, and is not read", v.show(path), filepath.ToSlash(v.dir))
	}
	if v.IsDir(real) {
		return filesys.ConfirmedDir(real), "", nil
	}
	return filesys.ConfirmedDir(filepath.Dir(real)), filepath.Base(real), nil
}

// below reports whether a path is a folder or in it.
func below(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

func (v *view) refuse(format string, args ...any) error {
	r := refuse(format, args...)
	if v.refused == nil {
		v.refused = r
	}
	return r
}

// shortened takes the operation and the path out of an error of the system.
func (v *view) shortened(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("%s: %w", v.show(pe.Path), pe.Err)
	}
	return err
}

func (v *view) IsDir(path string) bool {
	info, err := v.stat(path)
	return err == nil && info.IsDir()
}

func (v *view) Exists(path string) bool {
	_, err := v.stat(path)
	return err == nil
}

func (v *view) stat(path string) (os.FileInfo, error) {
	rel, err := filepath.Rel(v.dir, path)
	if err != nil {
		return nil, err
	}
	return v.os.Stat(rel)
}

// ReadFile reads a file as kustomize is to see it.
func (v *view) ReadFile(path string) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch path = filepath.Clean(path); {
	case v.gone:
		return nil, errGone
	case time.Now().After(v.deadline):
		return nil, v.refuse(timeIsUp)
	}
	text, err := v.load(path)
	if err != nil {
		return nil, err
	}
	v.used = append(v.used, path)
	v.files++
	if v.bytes += int64(len(text)); v.files > v.limits.Files || v.bytes > v.limits.Bytes {
		return nil, v.refuse("it reads more than %d files or %d MiB", v.limits.Files, v.limits.Bytes>>20)
	}
	if IsKustomization(path) {
		return v.kustomization(path, text)
	}
	return v.manifest(path, text)
}

const timeIsUp = "the time for rendering is used up"

var errGone = errors.New(timeIsUp)

// load returns the bytes of a file: those of the input, else those of the disk.
func (b *build) load(path string) ([]byte, error) {
	if f := b.input[path]; f != nil {
		return f.Bytes(), nil
	}
	if text, ok := b.disk[path]; ok {
		return text, nil
	}
	text, err := b.fromDisk(path)
	if err == nil {
		b.disk[path] = text
	}
	return text, err
}

// fromDisk reads a regular file below the boundary. os.Root follows no symlink
// out of it.
func (b *build) fromDisk(path string) ([]byte, error) {
	rel, err := filepath.Rel(b.dir, path)
	if err != nil {
		return nil, err
	}
	// A named pipe would block when it is opened.
	if info, err := b.os.Stat(rel); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", b.show(path))
	}
	f, err := b.os.Open(rel)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, b.limits.Bytes+1))
	if err == nil && int64(len(text)) > b.limits.Bytes {
		err = fmt.Errorf("%s is larger than %d MiB", b.show(path), b.limits.Bytes>>20)
	}
	return text, err
}

// parsed returns a file as documents: that of the input, so that findings and
// edits speak of it, else one of the disk.
func (b *build) parsed(path string) *source.File {
	if f := b.input[path]; f != nil {
		return f
	}
	if f, ok := b.outside[path]; ok {
		return f
	}
	var f *source.File
	if text, err := b.load(path); err == nil {
		f, _ = source.Parse(b.show(path), text)
	}
	b.outside[path] = f
	return f
}

// show is a path as the user knows it: as seen from the working directory.
func (b *build) show(path string) string {
	if f := b.input[path]; f != nil {
		return f.Name
	}
	if rel, err := filepath.Rel(b.cwd, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

// What follows would change files or is not asked for by a build.

var errReadOnly = errors.New("the file system is read-only")

func (*view) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (*view) Mkdir(string) error                   { return errReadOnly }
func (*view) MkdirAll(string) error                { return errReadOnly }
func (*view) RemoveAll(string) error               { return errReadOnly }
func (*view) WriteFile(string, []byte) error       { return errReadOnly }
func (*view) Open(string) (filesys.File, error)    { return nil, errReadOnly }
func (*view) ReadDir(string) ([]string, error)     { return nil, errReadOnly }
func (*view) Glob(string) ([]string, error)        { return nil, errReadOnly }
func (*view) Walk(string, filepath.WalkFunc) error { return errReadOnly }

// cut takes the boundary out of a message of kustomize, which speaks of
// absolute paths.
func (b *build) cut(message string) string {
	message = strings.ReplaceAll(message, b.cwd+string(filepath.Separator), "")
	message = strings.ReplaceAll(message, b.dir+string(filepath.Separator), "")
	return strings.Join(strings.Fields(message), " ")
}
