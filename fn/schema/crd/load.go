package crd

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/source"
)

// Load reads the definitions in files and in directories, those below them
// included. In a directory, *.yaml, *.yml and *.json files are read; hidden
// ones are skipped, and so are documents of other kinds. Of two definitions of
// a kind the first counts.
//
// A definition that clusters would refuse is an error, a [*source.Error] with
// its place, and so is a name with no definition behind it. All errors are
// returned, joined.
func Load(names []string) (*Store, error) {
	s := New()
	var all []error
	for _, name := range names {
		if err := s.load(name); err != nil {
			all = append(all, err)
		}
	}
	for _, e := range s.errors {
		all = append(all, e)
	}
	return s, errors.Join(all...)
}

// Errors returns what was found wrong with definitions given, while objects
// were judged by them.
func (s *Store) Errors() []*source.Error { return s.errors }

func (s *Store) load(name string) error {
	files, err := filesOf(name)
	if err != nil {
		return fmt.Errorf("%s: cannot be read: %w", filepath.ToSlash(name), cause(err))
	}
	outcomes := make([]outcome, len(files))
	var wg sync.WaitGroup
	atOnce := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range files {
		wg.Go(func() {
			atOnce <- struct{}{}
			outcomes[i] = readFile(f)
			<-atOnce
		})
	}
	wg.Wait()
	some := false
	for _, o := range outcomes {
		if o.err != nil {
			return o.err
		}
		some = some || len(o.found) > 0
		for _, r := range o.found {
			s.give(r)
		}
	}
	if !some {
		return fmt.Errorf("%s: no CustomResourceDefinition in it", filepath.ToSlash(name))
	}
	return nil
}

// outcome is what reading a file came to.
type outcome struct {
	found []read
	err   error
}

// filesOf returns the files to read for a name, sorted.
func filesOf(name string) ([]string, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.Mode().IsRegular() && info.Size() <= source.MaxDocument:
		return []string{name}, nil
	case !info.IsDir():
		return nil, errors.New("not a file of manifests") // a device, perhaps
	}
	var files []string
	err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && path != name
		switch {
		case err != nil:
			return err
		case d.IsDir() && hidden:
			return fs.SkipDir
		case !d.IsDir() && !hidden && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

func readFile(name string) outcome {
	shown := filepath.ToSlash(name)
	text, err := os.ReadFile(name)
	if err != nil {
		return outcome{err: fmt.Errorf("%s: cannot be read: %w", shown, cause(err))}
	}
	if !bytes.Contains(text, []byte(Kind.Name)) {
		return outcome{} // spares the parsing of what holds none
	}
	f, err := source.Parse(shown, text)
	if err != nil {
		return outcome{err: err}
	}
	var out outcome
	for _, d := range f.Docs {
		if r, ok := readDoc(d); ok {
			out.found = append(out.found, r)
		}
	}
	return out
}

// readDoc reads a document that is, or was to be, a definition, and compiles
// its schemas.
func readDoc(d *source.Doc) (read, bool) {
	if p, ok := d.Peek(); ok && p.Kind != Kind.Name {
		return read{}, false
	}
	r := read{doc: d}
	if err := d.Err(); err != nil {
		r.err = err
		return r, true
	}
	if d.Root().Get("kind").Text() != Kind.Name {
		return read{}, false
	}
	if r.def, r.flaw = define(d); r.def == nil {
		return r, true
	}
	r.def.given = true
	for _, v := range r.def.versions {
		if _, flaw := v.schema(); flaw != nil && r.flaw == nil {
			r.flaw = flaw
		}
	}
	return r, true
}

// give adds a definition to those given.
func (s *Store) give(r read) {
	var broken *source.Error
	switch {
	case errors.As(r.err, &broken):
		s.errors = append(s.errors, broken)
	case r.flaw != nil:
		s.fail(r.doc, r.flaw)
	case s.given[r.def.kind] == nil:
		s.given[r.def.kind] = r.def
	}
}

// fail notes what is wrong with a definition given, once.
func (s *Store) fail(d *source.Doc, f *flaw) {
	at := d.File.Position(d.Span(find(d.Root(), f.path).node).Start)
	e := &source.Error{File: d.File.Name, Position: at, Message: f.message}
	if !slices.ContainsFunc(s.errors, func(o *source.Error) bool { return *o == *e }) {
		s.errors = append(s.errors, e)
	}
}

// cause is the error without the operation and the path, which the message
// around it names.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
