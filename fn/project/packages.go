package project

import (
	"path/filepath"
	"strings"

	"github.com/gatefix/gatefix/fn/kpt"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

// packages finds the kpt packages around the files whose pipeline configures
// Gatefix. Of packages within each other the inner one counts.
type packages struct {
	tree     Tree
	override func(*lint.Config) error
	dirs     map[string]*kpt.Config // by absolute folder; nil: none there
	tools    map[string]bool        // files that are a configuration, absolute
}

// kptPackages returns the configurations of the packages that the files belong
// to, and what tells their configuration files. override puts the flags over a
// configuration.
func kptPackages(t Tree, files []*source.File, override func(*lint.Config) error) ([]lint.Package, func(*source.Doc) bool, error) {
	p := &packages{tree: t, override: override, dirs: map[string]*kpt.Config{}, tools: map[string]bool{}}
	held := map[*kpt.Config]map[string]bool{}
	var out []lint.Package
	paths := map[string]string{}
	for _, f := range files {
		at, err := filepath.Abs(filepath.FromSlash(f.Name))
		if err != nil || f.Name == Stdin {
			continue
		}
		paths[f.Name] = at
		c, err := p.of(filepath.Dir(at), filepath.ToSlash(filepath.Dir(filepath.FromSlash(f.Name))))
		if err != nil {
			return nil, nil, err
		}
		if c == nil {
			continue
		}
		if held[c] == nil {
			names := map[string]bool{}
			held[c] = names
			out = append(out, lint.Package{Config: c.Config, Holds: func(file string) bool { return names[file] }})
		}
		held[c][f.Name] = true
	}
	if len(out) == 0 {
		return nil, nil, nil
	}
	return out, func(d *source.Doc) bool { return p.tools[paths[d.File.Name]] }, nil
}

// of returns the configuration that holds for a folder: that of its package or
// of one around it, up to the root of the repository. shown is the folder as
// the user knows it.
func (p *packages) of(dir, shown string) (*kpt.Config, error) {
	if c, ok := p.dirs[dir]; ok {
		return c, nil
	}
	c, err := p.read(dir, shown)
	if err != nil {
		return nil, err
	}
	if parent := filepath.Dir(dir); c == nil && parent != dir && !IsRepository(p.tree, dir) {
		if c, err = p.of(parent, above(shown)); err != nil {
			return nil, err
		}
	}
	p.dirs[dir] = c
	return c, nil
}

// above is the folder above one that may be relative.
func above(shown string) string {
	if shown == "." || strings.HasSuffix(shown, "..") {
		return filepath.ToSlash(filepath.Join(shown, ".."))
	}
	return filepath.ToSlash(filepath.Dir(filepath.FromSlash(shown)))
}

// read returns the configuration in the Kptfile of a folder, or nil.
func (p *packages) read(dir, shown string) (*kpt.Config, error) {
	text, err := p.tree.ReadFile(filepath.Join(dir, kpt.FileName))
	if err != nil {
		return nil, nil
	}
	f, err := source.Parse(filepath.ToSlash(filepath.Join(shown, kpt.FileName)), text)
	if err != nil {
		return nil, nil
	}
	read := func(name string) ([]byte, error) {
		return p.tree.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	}
	c, err := kpt.Read(f, read, rules.Names())
	if err != nil || c == nil {
		return nil, err
	}
	if c.Path != "" {
		p.tools[filepath.Join(dir, filepath.FromSlash(c.Path))] = true
	}
	if p.override == nil {
		return c, nil
	}
	return c, p.override(c.Config)
}
