package project

import (
	"path/filepath"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

// ParseConfig reads a configuration file. The names of definitions in it start
// at the file. Errors are [*source.Error]s.
func ParseConfig(name string, text []byte) (*lint.Config, error) {
	f, err := source.Parse(filepath.ToSlash(name), text)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Docs[1:] {
		if root := d.Root(); root != nil && !root.IsNull() {
			pos := f.Position(d.Span(root).Start)
			return nil, &source.Error{File: f.Name, Position: pos, Message: "configuration: a second document; allowed: one"}
		}
	}
	cfg, err := lint.ParseConfig(f.Docs[0], rules.Names())
	if err != nil {
		return nil, err
	}
	for i, c := range cfg.CRDs {
		if c = filepath.FromSlash(c); !filepath.IsAbs(c) {
			cfg.CRDs[i] = filepath.Join(filepath.Dir(name), c)
		}
	}
	return cfg, nil
}
