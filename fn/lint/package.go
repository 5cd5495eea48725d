package lint

import "slices"

// Package is a part of the input that is judged by a configuration of its own:
// a kpt package whose pipeline names one. All rules still see the whole input.
type Package struct {
	Config *Config
	// Holds tells the files of the package by name.
	Holds func(file string) bool
}

// configs returns every configuration of a run, each once.
func configs(in Input, cfg *Config) []*Config {
	out := []*Config{cfg}
	for _, p := range in.Packages {
		if !slices.Contains(out, p.Config) {
			out = append(out, p.Config)
		}
	}
	return out
}

// configFor returns the configuration of a file: that of the first package that
// holds it.
func (r *run) configFor(file string) *Config {
	for _, p := range r.in.Packages {
		if p.Holds(file) {
			return p.Config
		}
	}
	return r.cfg
}

// configOf returns the configuration that a finding is judged by: that of the
// object at fault.
func (r *run) configOf(f *Finding) *Config {
	if f.Object != nil {
		return r.configFor(f.Object.Doc.File.Name)
	}
	return r.configFor(f.At.Doc.File.Name)
}

// ownedBy returns the findings that the configuration has a say in. Each rule
// runs once with every configuration.
func (r *run) ownedBy(cfg *Config, found []*Finding) []*Finding {
	if len(r.cfgs) == 1 {
		return found
	}
	return slices.DeleteFunc(found, func(f *Finding) bool { return r.configOf(f) != cfg })
}

// anyEnabled reports whether some configuration wants findings under the name.
func (r *run) anyEnabled(name string) bool {
	return slices.ContainsFunc(r.cfgs, func(c *Config) bool { return c.Enabled(name) })
}
