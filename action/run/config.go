package run

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/scope"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/schema/crd"
)

// before is the repository as it was before the change, for configurations that
// a pull request must not be able to weaken.
type before struct{ *run }

func (b before) ReadFile(abs string) ([]byte, error) {
	rel, err := filepath.Rel(b.work.Dir, abs)
	if err != nil {
		return nil, err
	}
	return b.scope.Base(filepath.ToSlash(rel))
}

// Exists reports whether a file was there. The root of the repository is where
// it is.
func (b before) Exists(abs string) bool {
	if filepath.Base(abs) == ".git" {
		return b.work.Exists(abs)
	}
	_, err := b.ReadFile(abs)
	return !errors.Is(err, fs.ErrNotExist)
}

// configTree is where configurations are read. Where nothing changed, what is
// there is also what was before; before a new branch there was nothing.
func (r *run) configTree() project.Tree {
	if r.fromBase() {
		return before{r}
	}
	return r.work
}

func (r *run) fromBase() bool {
	return r.in.ConfigFrom == "base" && scope.Changing(r.event) && !r.event.New()
}

// config reads the configuration, and puts the inputs over it.
func (r *run) config() (*lint.Config, error) {
	if r.fromBase() && !r.scope.HasBase() {
		return nil, errors.New("config-from \"base\": the commit before the change is not in the checkout; check out with fetch-depth: 2, or 0 where several commits are pushed")
	}
	name, err := r.configName()
	if err != nil {
		return nil, err
	}
	cfg := lint.Defaults()
	r.tellOfRemoval(name)
	if name != "" {
		text, err := r.configTree().ReadFile(filepath.Join(r.work.Dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("config %q cannot be read: %w", name, err)
		}
		if cfg, err = project.ParseConfig(name, text); err != nil {
			return nil, err
		}
		r.tellOfChange(name)
	}
	cfg.Mode = lint.CheckMode
	if err := r.override(cfg); err != nil {
		return nil, err
	}
	if cfg.FailOn < severityOf(r.in.MinSeverity) {
		return nil, fmt.Errorf("failOn %q of %s is below min-severity %q, so what fails would not be shown; lower min-severity, or set fail-on", cfg.FailOn, name, r.in.MinSeverity)
	}
	return cfg, nil
}

// tellOfChange says that the change is also one of the rules it is judged by.
func (r *run) tellOfChange(name string) {
	if !r.scope.Changes.Known() || r.scope.Changes.File(name) == nil && !r.gone(name) {
		return
	}
	if r.fromBase() {
		r.say(gha.Notice, "the change is judged by "+name+" as it was before; it changes the file")
		return
	}
	r.say(gha.Notice, "the change is one of "+name+" too, by which it is judged; with config-from: base the file counts as it was before")
}

// tellOfRemoval says that the change takes away the configuration that would
// have been found before the one that is.
func (r *run) tellOfRemoval(name string) {
	if r.in.Config != "" || r.fromBase() || !r.scope.Changes.Known() {
		return
	}
	for _, at := range r.configNames() {
		if at == name {
			return
		}
		if r.gone(at) {
			r.say(gha.Notice, "the change takes "+at+" away, by which it would have been judged; with config-from: base the file counts as it was before")
		}
	}
}

// gone reports whether the change takes a file away, or gives it another name.
func (r *run) gone(name string) bool {
	c := r.scope.Changes.File(name)
	return c != nil && c.Removed || r.moved()[name] != ""
}

// configName is the configuration that is named, else the one found from the
// working directory upwards; "": there is none.
func (r *run) configName() (string, error) {
	tree := r.configTree()
	there := func(name string) bool { return tree.Exists(filepath.Join(r.work.Dir, filepath.FromSlash(name))) }
	if r.in.Config != "" {
		for _, name := range []string{path.Join(r.within, r.in.Config), r.in.Config} {
			if there(name) {
				return name, nil
			}
		}
		return "", fmt.Errorf("config %q: there is no such file in the working directory or at the root of the repository", r.in.Config)
	}
	for _, name := range r.configNames() {
		if there(name) {
			return name, nil
		}
	}
	return "", nil
}

// configNames are where a configuration is looked for, from the working
// directory upwards.
func (r *run) configNames() []string {
	for out, dir := []string{}, r.within; ; dir = path.Dir(dir) {
		out = append(out, path.Join(dir, project.ConfigName))
		if dir == "." {
			return out
		}
	}
}

// override puts the inputs over a configuration.
func (r *run) override(cfg *lint.Config) error {
	y, m, d := r.Now().UTC().Date()
	cfg.Now = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	cfg.UnsafeFixes = cfg.UnsafeFixes || r.in.UnsafeFixes
	if r.in.FailOn == "" {
		return nil
	}
	return cfg.Set("failOn", strconv.Quote(r.in.FailOn), rules.Names())
}

// definitions loads the CustomResourceDefinitions of the configuration. They
// are read by their paths, so none may lead away.
func (r *run) definitions(cfg *lint.Config) (*crd.Store, error) {
	for _, name := range cfg.CRDs {
		if err := r.work.Plain(filepath.ToSlash(name)); err != nil {
			return nil, fmt.Errorf("crds %q cannot be read: %w", filepath.ToSlash(name), err)
		}
	}
	return crd.Load(cfg.CRDs)
}
