// Package kpt reads the configuration of Gatefix off the pipeline of a kpt
// package, so that other doors judge the package's files as kpt does.
// https://kpt.dev/reference/schema/kptfile/
package kpt

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// FileName is the name of the file that makes a folder a package.
const FileName = "Kptfile"

// Config is a configuration found in a pipeline.
type Config struct {
	*lint.Config
	// Path is the file that holds it, from the folder of the Kptfile; "" where
	// the Kptfile itself does.
	Path string
	// Doc is the document it was read from.
	Doc *source.Doc
}

// Read returns the configuration of the first function of a pipeline that is
// Gatefix and is given one, mutators first; nil where there is none. read reads
// a file beside the Kptfile. known are the names of the rules. Errors are
// [*source.Error]s.
func Read(kptfile *source.File, read func(name string) ([]byte, error), known []string) (*Config, error) {
	if len(kptfile.Docs) == 0 || kptfile.Docs[0].Err() != nil {
		return nil, nil // no package, as kpt sees it
	}
	d := kptfile.Docs[0]
	if !strings.HasPrefix(d.Root().Get("apiVersion").Text(), "kpt.dev/") {
		return nil, nil
	}
	for _, list := range []string{"mutators", "validators"} {
		for _, f := range d.Root().Get("pipeline", list).Seq() {
			if !isGatefix(f) {
				continue
			}
			if n := f.Get("configMap"); n.IsMapping() {
				return fromMap(d, n, known)
			}
			if n := f.Get("configPath"); n.Text() != "" {
				return fromFile(d, n, read, known)
			}
		}
	}
	return nil, nil
}

// Validates reports whether a pipeline runs Gatefix on whole packages as a
// validator only, whose output kpt drops; selection, whether a validator that is
// Gatefix gets some of the resources only.
func Validates(kptfile *source.Node) (only, selection bool) {
	for _, f := range kptfile.Get("pipeline", "validators").Seq() {
		if isGatefix(f) {
			only, selection = true, selection || selects(f)
		}
	}
	mutates := slices.ContainsFunc(kptfile.Get("pipeline", "mutators").Seq(), func(f *source.Node) bool {
		return isGatefix(f) && !selects(f)
	})
	return only && !mutates, selection
}

// selects reports whether a function gets some of the resources only.
func selects(f *source.Node) bool {
	return len(f.Get("selectors").Seq())+len(f.Get("exclude").Seq()) > 0
}

// isGatefix reports whether a function is Gatefix, by its image or, where it is
// a program, by that.
func isGatefix(f *source.Node) bool {
	image, _, _ := strings.Cut(f.Get("image").Text(), "@")
	name, _, _ := strings.Cut(path.Base(image), ":")
	if name == "gatefix" {
		return true
	}
	words := strings.Fields(f.Get("exec").Text())
	return len(words) > 0 && path.Base(filepath.ToSlash(words[0])) == "gatefix"
}

// fromMap reads flat keys, which kpt hands to the function as a ConfigMap.
func fromMap(d *source.Doc, n *source.Node, known []string) (*Config, error) {
	c := &Config{Config: lint.Defaults(), Doc: d}
	for _, p := range n.Get().Pairs {
		before := len(c.Ignore)
		if err := c.Set(p.Key.Value, p.Value.Text(), known); err != nil {
			return nil, errorAt(d, p.Key, "configuration: %v", err)
		}
		for _, ig := range c.Ignore[before:] {
			ig.At = lint.PlaceOf(d, p.Value)
		}
	}
	return c, nil
}

func fromFile(d *source.Doc, n *source.Node, read func(string) ([]byte, error), known []string) (*Config, error) {
	name := n.Text()
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, errorAt(d, n, "configPath %q leads out of the package; allowed: a file in it", name)
	}
	text, err := read(name)
	if err != nil {
		return nil, errorAt(d, n, "configPath %q cannot be read; write the path from the Kptfile to the configuration", name)
	}
	f, err := source.Parse(path.Join(path.Dir(d.File.Name), name), text)
	if err != nil {
		return nil, err
	}
	cfg, err := lint.ParseConfig(f.Docs[0], known)
	if err != nil {
		return nil, err
	}
	return &Config{Config: cfg, Path: name, Doc: f.Docs[0]}, nil
}

func errorAt(d *source.Doc, n *source.Node, format string, args ...any) error {
	return &source.Error{File: d.File.Name, Position: d.File.Position(d.Span(n).Start), Message: fmt.Sprintf(format, args...)}
}
