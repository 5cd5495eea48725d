package run

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/summary"
	"github.com/gatefix/gatefix/action/workspace"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/project"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// outcome is what judging came to. Places of findings are in the files as they
// are in the workspace.
type outcome struct {
	cfg        *lint.Config
	found      *workspace.Found
	result     *lint.Result
	unreadable []*source.Error

	all, scoped []*lint.Finding
	changes     []summary.Change
	fixable     []*lint.Finding // of scoped: what the changes repair
}

// judge finds, reads and judges the manifests.
func (r *run) judge() (*outcome, error) {
	cfg, err := r.config()
	if err != nil {
		return nil, err
	}
	defs, err := r.definitions(cfg)
	if err != nil {
		return nil, err
	}
	found, err := r.work.Find(r.within, r.in.Paths, r.in.Exclude)
	if err != nil {
		return nil, err
	}
	o := &outcome{cfg: cfg, found: found, unreadable: found.Unreadable}
	r.notes = append(r.notes, found.Notes...)
	if len(found.Files)+len(found.Unreadable) == 0 {
		r.say(gha.Warning, "paths: no manifest was found; allowed: globs such as \"deploy/**/*.yaml\", from the working directory on")
	}
	if err := r.bounded(func() error { return r.judged(o, defs) }); err != nil {
		return nil, err
	}
	return o, nil
}

// bounded runs what could take long on hostile input.
func (r *run) bounded(work func() error) error {
	limit := r.Timeout
	if limit == 0 {
		limit = DefaultTimeout
	}
	done := make(chan error, 1)
	started := time.Now()
	go func() { done <- work() }()
	select {
	case err := <-done:
		if time.Since(started) > limit {
			return errTimeout
		}
		return err
	case <-time.After(limit):
		return errTimeout
	}
}

func (r *run) judged(o *outcome, defs *crd.Store) error {
	var err error
	var wrong []*source.Error
	var notes []string
	if o.result, wrong, notes, err = project.Judge(o.found.Files, r.options(o.cfg, defs)); err != nil {
		return err
	}
	o.unreadable = append(o.unreadable, wrong...)
	r.notes = append(r.notes, notes...)
	lowest := severityOf(r.in.MinSeverity)
	o.all = slices.DeleteFunc(slices.Clone(o.result.Findings), func(f *lint.Finding) bool { return f.Severity < lowest })
	o.scoped = r.inScope(o, defs)
	r.tellOfIgnores(o)
	return r.repair(o, defs)
}

func severityOf(name string) lint.Severity {
	for _, s := range []lint.Severity{lint.Info, lint.Warning, lint.Error} {
		if s.String() == name {
			return s
		}
	}
	return lint.Info
}

func (r *run) options(cfg *lint.Config, defs *crd.Store) project.Options {
	return project.Options{
		Tree: r.work, ConfigTree: r.configTree(), Config: cfg, Override: r.override, CRDs: defs,
		Kustomize: r.in.Kustomize == "auto", Boundary: r.work.Dir,
	}
}

// inScope chooses the findings that the run answers for.
func (r *run) inScope(o *outcome, defs *crd.Store) []*lint.Finding {
	if !r.scope.Changes.Known() {
		return o.all
	}
	o.unreadable = slices.DeleteFunc(o.unreadable, func(e *source.Error) bool {
		if r.scope.Has(e.File) {
			return false
		}
		r.note("not changed, and not read: %v", e)
		return true
	})
	var in, rest []*lint.Finding
	for _, f := range o.all {
		if r.touched(f) {
			in = append(in, f)
		} else {
			rest = append(rest, f)
		}
	}
	fresh := r.fresh(o, rest, defs)
	if len(fresh) == 0 {
		return in
	}
	return slices.DeleteFunc(slices.Clone(o.all), func(f *lint.Finding) bool { return !slices.Contains(in, f) && !fresh[f] })
}

// touched reports whether a finding, or what it is explained by, stands on what
// changed. A mistake that only an overlay makes is also its author's who changed
// the overlay.
func (r *run) touched(f *lint.Finding) bool {
	if r.touches(f, f.At) || slices.ContainsFunc(f.Related, func(at lint.Related) bool { return r.touches(f, at.Place) }) {
		return true
	}
	for name := range r.scope.Changes.Files {
		if slices.ContainsFunc(f.Overlays, func(dir string) bool { return within(path.Clean(dir), name) }) && r.builds(name) {
			return true
		}
	}
	return false
}

// builds reports whether an overlay may be made of a file: of a manifest that is
// not left out, as those of workflows and tools are.
func (r *run) builds(name string) bool {
	yes, known := r.built[name]
	if !known {
		yes = project.IsManifest(name) && r.work.Chooses(r.within, r.in.Paths, r.in.Exclude, name)
		r.built[name] = yes
	}
	return yes
}

func within(dir, name string) bool { return dir == "." || strings.HasPrefix(name, dir+"/") }

func (r *run) touches(f *lint.Finding, at lint.Place) bool {
	file := at.Doc.File
	if r.in.Scope == "changed-files" || f.Name == lint.RuleBadYAML {
		return r.scope.Has(file.Name)
	}
	from, to := at.Position(), at.End()
	if to.Column == 1 && to.Line > from.Line {
		to.Line-- // the line ending is the last of it
	}
	return r.scope.Touches(file.Name, file.Bytes(), from.Line, to.Line)
}

// repair finds out what the repairs of the findings in scope would change.
func (r *run) repair(o *outcome, defs *crd.Store) error {
	if !slices.ContainsFunc(o.scoped, func(f *lint.Finding) bool { return repairable(f, o.cfg) }) {
		return nil
	}
	cfg := *o.cfg
	cfg.Mode = lint.FixMode
	options := r.options(&cfg, defs)
	options.Repair = o.chosen()
	result, _, _, err := project.Judge(o.found.Files, options)
	if err != nil {
		return err
	}
	for i, f := range result.Files {
		if old := o.found.Files[i]; f != old {
			o.changes = append(o.changes, summary.Change{Path: f.Name, Old: old.Bytes(), New: f.Bytes()})
		}
	}
	fixed := identities(result.Fixed)
	for _, f := range o.scoped {
		if id := identity(f); fixed[id] > 0 {
			fixed[id]--
			o.fixable = append(o.fixable, f)
		}
	}
	return nil
}

// repairable reports whether fix mode makes the fix of a finding.
func repairable(f *lint.Finding, cfg *lint.Config) bool {
	fix := f.Fix()
	return fix != nil && f.Held == "" && (fix.Safety == lint.Safe || fix.Safety == lint.Unsafe && cfg.UnsafeFixes)
}

// chosen tells the findings that are repaired: those in scope, and those that a
// repair brings up. Where one in scope is like another in the same file that is
// not, they are told apart by their places, as long as the file is as it was.
func (o *outcome) chosen() func(*lint.Finding) bool {
	in, all := identities(o.scoped), identities(o.result.Findings)
	places := map[string]bool{}
	for _, f := range o.scoped {
		places[placed(f)] = true
	}
	then := map[string]*source.File{}
	for _, f := range o.found.Files {
		then[f.Name] = f
	}
	return func(f *lint.Finding) bool {
		switch id := identity(f); {
		case in[id] == all[id]: // none at all, where a repair brought it up
			return true
		case in[id] == 0:
			return false
		}
		now := f.At.Doc.File
		return then[now.Name] != nil && bytes.Equal(then[now.Name].Bytes(), now.Bytes()) && places[placed(f)]
	}
}

func placed(f *lint.Finding) string { return fmt.Sprint(identity(f), " ", f.At.Span.Start) }

// identity is the fingerprint in its file, without the number among those that
// are alike, which changes when one of them is repaired.
func identity(f *lint.Finding) string {
	id, _, _ := strings.Cut(f.Fingerprint, ":")
	return f.At.Doc.File.Name + " " + id
}

func identities(findings []*lint.Finding) map[string]int {
	out := map[string]int{}
	for _, f := range findings {
		out[identity(f)]++
	}
	return out
}

// reportOf makes a report of findings.
func (r *run) reportOf(o *outcome, findings []*lint.Finding) report.Report {
	result := *o.result
	result.Findings, result.Stats.Fixable, result.Stats.HeldUnsafe = findings, 0, 0
	for _, f := range findings {
		switch fix := f.Fix(); {
		case repairable(f, o.cfg):
			result.Stats.Fixable++
		case fix != nil && fix.Safety == lint.Unsafe && f.Held == "":
			result.Stats.HeldUnsafe++
		}
	}
	rep := report.New(lint.CheckMode, &result, o.unreadable)
	rep.FailOn, rep.Version, rep.Category = o.cfg.FailOn, r.Version, r.in.Category
	return rep
}

// heads leads lines of the workspace to those at the head of the pull request.
func (r *run) heads(o *outcome) func(string) (diff.LineMap, bool) {
	texts := map[string]*source.File{}
	for _, f := range o.found.Files {
		texts[f.Name] = f
	}
	return func(name string) (diff.LineMap, bool) {
		if f := texts[name]; f != nil {
			return r.scope.Heads(name, f.Bytes())
		}
		return diff.LineMap{}, false
	}
}
