package run

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// fresh returns those of the findings that stand on lines nobody changed and
// were not there before the change all the same: a Service was taken out, and a
// route in another file leads nowhere. The files as they were are judged too,
// where the checkout has them; what overlays make of them is not.
func (r *run) fresh(o *outcome, rest []*lint.Finding, defs *crd.Store) map[*lint.Finding]bool {
	rest = slices.DeleteFunc(slices.Clone(rest), func(f *lint.Finding) bool { return len(f.Overlays) > 0 })
	if len(rest) == 0 || !r.scope.HasBase() || !r.manifestsChanged() {
		return nil
	}
	options := r.options(o.cfg, defs)
	options.Tree, options.Kustomize = before{r}, false
	files, err := r.then(o)
	var then *lint.Result
	if err == nil {
		then, _, _, err = project.Judge(files, options)
	}
	if err != nil {
		r.note("what was wrong before the change is not known: %v", err)
		return nil
	}
	now := r.moved()
	known := map[string]int{}
	for _, f := range then.Findings {
		known[same(f, now)]++
	}
	out := map[*lint.Finding]bool{}
	for _, f := range rest {
		id := same(f, nil)
		if known[id]--; known[id] < 0 {
			out[f] = true
		}
	}
	return out
}

// moved are the paths that renamed files have now, by those they had.
func (r *run) moved() map[string]string {
	out := map[string]string{}
	for _, c := range r.scope.Changes.Files {
		if c.Old != "" {
			out[c.Old] = c.Path
		}
	}
	return out
}

// same is what a finding on a line that nobody changed has in common with the
// one before the change. Fingerprints would not do: they number findings that
// are alike over all files, and environments in folders of their own are alike.
func same(f *lint.Finding, now map[string]string) string {
	file, subject := f.At.Doc.File.Name, f.Subject()
	if subject == path.Clean(file) {
		subject = "" // the file, where there is no name; it may be called otherwise now
	}
	if to := now[file]; to != "" {
		file = to
	}
	return strings.Join([]string{file, f.Name, subject, f.StablePath(), fmt.Sprintf("%T %v", f.At.Value, f.At.Value)}, "\x00")
}

func (r *run) manifestsChanged() bool {
	for name := range r.scope.Changes.Files {
		if project.IsManifest(name) {
			return true
		}
	}
	return false
}

// then are the files as they were before the change, those that are gone
// included. It is an error where one of them is not in the checkout: what the
// others were judged beside is not known then.
func (r *run) then(o *outcome) ([]*source.File, error) {
	var names []string
	now := map[string]*source.File{}
	for _, f := range o.found.Files {
		now[f.Name] = f
		names = append(names, f.Name)
	}
	for name, c := range r.scope.Changes.Files {
		if gone := c.Old; gone != "" && project.IsManifest(gone) {
			names = append(names, gone)
		}
		if c.Removed && project.IsManifest(name) && r.work.Chooses(r.within, r.in.Paths, r.in.Exclude, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []*source.File
	for _, name := range slices.Compact(names) {
		if f := now[name]; f != nil && r.scope.Changes.File(name) == nil {
			out = append(out, f)
			continue
		}
		text, err := r.scope.Base(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if f, err := source.Parse(name, text); err == nil {
			out = append(out, f)
		}
	}
	return out, nil
}
