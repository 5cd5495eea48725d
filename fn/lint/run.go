package lint

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// MaxRounds bounds how often repaired text is looked at again. Repairs that
// touch the same place are made one round after the other.
const MaxRounds = 20

// Input is what a run looks at.
type Input struct {
	Files []*source.File
	// Patches tells files of kustomize patches, which are not objects.
	Patches object.Patches
	// Tooling tells documents that configure a tool though their kind does not
	// say so, as a ConfigMap that is the configuration of a function. They are
	// neither judged nor edited. Nil: there are none.
	Tooling func(*source.Doc) bool
	// Schemas makes what judges objects by the CustomResourceDefinitions of a
	// user, those in a version of the input included. Nil: there are none.
	Schemas func(*object.Set) schema.Validator
	// Known are the names of all rules there are, for judging the names in
	// ignores; the rules that run may be fewer.
	Known []string
}

// set looks at the documents of a version of the input's files.
func (in Input) set(files []*source.File) *object.Set {
	set := object.NewSet(files, in.Patches)
	if in.Tooling == nil {
		return set
	}
	for _, e := range set.Entries {
		if in.Tooling(e.Doc) {
			e.Exclude(object.Tooling)
		}
	}
	return set
}

// Result is what a run found and did.
type Result struct {
	// Files are the input, repaired in fix mode.
	Files []*source.File
	// Fixed are the findings that were repaired, with their places in the text
	// in which they were found.
	Fixed []*Finding
	// Findings remain, with their places in Files.
	Findings []*Finding
	Stats    Stats
}

// Stats counts what a run saw.
type Stats struct {
	Files, Documents, Suppressed int
	Skipped                      map[object.Skip]int
	// Outside counts references to objects that are not in the input.
	Outside int
	// HeldUnsafe counts findings whose only fix is unsafe and was not asked for.
	HeldUnsafe int
	// Fixable counts findings that fix mode would repair.
	Fixable int
}

// Failed reports whether a finding reaches the threshold of the configuration.
func (r *Result) Failed(threshold Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f *Finding) bool { return f.Severity >= threshold })
}

// run is one run in progress.
type run struct {
	cfg   *Config
	rules []*Rule
	in    Input

	findings []*Finding
	outside  map[string]bool
	schemas  *schemas                        // of the round
	supplied []object.Kind                   // kinds of the round that a user supplied schemas for
	reads    map[string]map[object.Kind]bool // by rule, for the tests
}

// Run checks the input with the rules and, in fix mode, repairs it.
func Run(in Input, rules []*Rule, cfg *Config) *Result {
	r := &run{cfg: cfg, rules: rules, in: in, reads: map[string]map[object.Kind]bool{}}
	result := &Result{Files: in.Files}
	for round := 0; ; round++ {
		set := in.set(result.Files)
		suppressed := r.check(set)
		// Check mode tries the repairs too: a fix that would be refused is not
		// on offer.
		files, repaired := r.repair(result.Files)
		if cfg.Mode != FixMode || round >= MaxRounds || len(repaired) == 0 {
			result.Findings = r.findings
			result.Stats = r.stats(set, suppressed)
			return result
		}
		result.Files = files
		result.Fixed = append(result.Fixed, repaired...)
	}
}

// check runs every rule and returns the number of suppressed findings.
func (r *run) check(set *object.Set) (suppressed int) {
	r.outside = map[string]bool{}
	r.schemas = newSchemas(r.in, set)
	for _, i := range r.cfg.Ignore {
		i.used = false
	}
	r.supplied = r.suppliedKinds(set)
	kinds := r.kinds()
	set.Load(kinds)
	var found []*Finding
	for _, rule := range r.rules {
		if r.cfg.Enabled(rule.Name) {
			found = append(found, r.checkRule(set, rule)...)
		}
	}
	found = yield(found, r.silenced(set, kinds))
	// Only now is it known which documents were parsed.
	found = append(found, r.documentFindings(set)...)
	found = append(found, r.schemaFindings()...)
	dirs := directives(set)
	found, suppressed = r.suppress(found, dirs)
	found = append(found, r.ignoreFindings(set, dirs)...)
	found = slices.DeleteFunc(found, func(f *Finding) bool { return !r.cfg.Enabled(f.Name) })
	for _, f := range found {
		f.Severity = r.cfg.severity(f)
	}
	sortFindings(set, found)
	r.findings = slices.CompactFunc(found, sameFinding)
	return suppressed
}

// kinds returns the kinds that are handed to some rule, so that every document
// of them is parsed for certain.
func (r *run) kinds() map[object.Kind]bool {
	kinds := map[object.Kind]bool{}
	for _, rule := range r.rules {
		for _, k := range r.kindsOf(rule) {
			kinds[k] = kinds[k] || r.cfg.Enabled(rule.Name)
		}
	}
	maps.DeleteFunc(kinds, func(_ object.Kind, wanted bool) bool { return !wanted })
	return kinds
}

func (r *run) pass(set *object.Set, rule *Rule) *Pass {
	return &Pass{Config: r.cfg, rule: rule, set: set, outside: r.outside, read: map[object.Kind]bool{}, memo: map[string]any{}, schemas: r.schemas}
}

func (r *run) checkRule(set *object.Set, rule *Rule) []*Finding {
	p := r.pass(set, rule)
	for _, k := range r.kindsOf(rule) {
		if k == object.Any {
			r.checkAny(p, set)
			continue
		}
		for _, o := range set.Of(k) {
			p.object = o
			rule.Check(p, o)
		}
	}
	if r.reads[rule.Name] == nil {
		r.reads[rule.Name] = map[object.Kind]bool{}
	}
	for k := range p.read {
		r.reads[rule.Name][k] = true
	}
	return p.findings
}

func (r *run) checkAny(p *Pass, set *object.Set) {
	for _, e := range set.Entries {
		if o, skip := e.Object(); o != nil && skip == object.Judged {
			p.object = o
			p.rule.Check(p, o)
		}
	}
}

// documentFindings reports documents that cannot be judged through a fault of
// their own.
func (r *run) documentFindings(set *object.Set) []*Finding {
	var out []*Finding
	for _, e := range set.Entries {
		if !e.Parsed() {
			continue
		}
		switch _, skip := e.Object(); skip {
		case object.Broken:
			out = append(out, r.brokenFinding(e.Doc))
		case object.Duplicate:
			d := e.Doc.Duplicates()[0]
			f := r.engineFinding(RuleDuplicateKey, placeOf(e.Doc, d.Second), "the key \""+d.Second.Value+"\" stands twice; remove one, the document is left alone until then")
			f.Related = []Related{{placeOf(e.Doc, d.First), "first here"}}
			out = append(out, f)
		}
	}
	return out
}

func (r *run) brokenFinding(d *source.Doc) *Finding {
	err := d.Err()
	at := Place{Doc: d, Span: source.Span{Start: d.Offset(), End: d.Offset()}}
	msg := err.Error()
	var e *source.Error
	if errors.As(err, &e) {
		msg = e.Message
		at.Span = d.File.LineSpan(e.Position.Line)
	}
	return r.engineFinding(RuleBadYAML, at, msg)
}

func (r *run) engineFinding(name string, at Place, message string) *Finding {
	f := &Finding{Name: name, Message: message, At: at}
	for _, e := range engineRules {
		if e.name == name {
			f.Severity = e.severity
		}
	}
	return f
}

func (r *run) names() []string {
	names := slices.Clone(r.in.Known)
	for _, rule := range r.rules {
		names = append(names, rule.Name)
	}
	for _, e := range engineRules {
		names = append(names, e.name)
	}
	return names
}

func (r *run) knows(name string) bool { return slices.Contains(r.names(), name) }

// ran reports whether findings under the name were looked for.
func (r *run) ran(name string) bool {
	if name == "" {
		return true
	}
	return r.cfg.Enabled(name) && (IsEngineRule(name) || slices.ContainsFunc(r.rules, func(rule *Rule) bool { return rule.Name == name }))
}

// repair makes the fixes that are allowed. It returns the new files and the
// findings repaired, and notes on the others why they were held.
func (r *run) repair(files []*source.File) ([]*source.File, []*Finding) {
	var chosen []*Finding
	var changes [][]source.Edit
	for _, f := range r.findings {
		if fix := r.allowed(f); fix != nil {
			chosen = append(chosen, f)
			changes = append(changes, fix.Edits)
		}
	}
	if len(chosen) == 0 {
		return files, nil
	}
	done := source.Apply(files, changes)
	var repaired []*Finding
	for i, f := range chosen {
		if done.Rejected[i] == nil {
			repaired = append(repaired, f)
			continue
		}
		noteHeld(f, done.Rejected[i])
	}
	return done.Files, repaired
}

// noteHeld records why a fix was refused, and points at what stands in the way.
func noteHeld(f *Finding, why error) {
	var refusal *source.Refusal
	if !errors.As(why, &refusal) {
		return // a conflict: the next round makes it
	}
	f.Held = refusal.Message
	if refusal.Doc != nil && refusal.At != nil {
		f.Related = append(f.Related, Related{placeOf(refusal.Doc, refusal.At), "not repaired: " + refusal.Message})
	}
}

// allowed returns the first fix of a finding that the configuration allows to
// be applied, and puts it first.
func (r *run) allowed(f *Finding) *Fix {
	for i := range f.Fixes {
		if s := f.Fixes[i].Safety; s == Safe || s == Unsafe && r.cfg.UnsafeFixes {
			f.Fixes[0], f.Fixes[i] = f.Fixes[i], f.Fixes[0]
			return &f.Fixes[0]
		}
	}
	return nil
}

func (r *run) stats(set *object.Set, suppressed int) Stats {
	s := Stats{Files: len(set.Files), Documents: len(set.Entries), Suppressed: suppressed, Outside: len(r.outside), Skipped: map[object.Skip]int{}}
	for _, e := range set.Entries {
		if !e.Parsed() {
			continue
		}
		if _, skip := e.Object(); skip != object.Judged {
			s.Skipped[skip]++
		}
	}
	s.Documents -= s.Skipped[object.Empty]
	for _, f := range r.findings {
		fix := f.Fix()
		switch {
		case fix == nil:
		case fix.Safety == Unsafe && !r.cfg.UnsafeFixes:
			s.HeldUnsafe++
		case fix.Safety != Suggestion && f.Held == "":
			s.Fixable++
		}
	}
	return s
}

// sortFindings orders findings by their place, so that output does not depend
// on the order of rules.
func sortFindings(set *object.Set, found []*Finding) {
	order := make(map[*source.File]int, len(set.Files))
	for i, f := range set.Files {
		order[f] = i + 1 // 0: the configuration
	}
	slices.SortStableFunc(found, func(a, b *Finding) int {
		return cmp.Or(
			cmp.Compare(order[a.At.Doc.File], order[b.At.Doc.File]),
			cmp.Compare(a.At.Span.Start, b.At.Span.Start),
			strings.Compare(a.Name, b.Name),
			strings.Compare(a.Message, b.Message),
		)
	})
}

// sameFinding reports whether two findings say the same of one place: what an
// anchor names is seen at every alias.
func sameFinding(a, b *Finding) bool {
	return a.Name == b.Name && a.Message == b.Message && a.At.Doc == b.At.Doc && a.At.Span == b.At.Span
}

// Reads returns the kinds that a rule consulted through its Pass on an input,
// for holding them against those it declares.
func Reads(in Input, rule *Rule, cfg *Config) map[object.Kind]bool {
	r := &run{cfg: cfg, rules: []*Rule{rule}, in: in, reads: map[string]map[object.Kind]bool{}}
	r.check(in.set(in.Files))
	return r.reads[rule.Name]
}
