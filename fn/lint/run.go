package lint

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

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
	// FileOf names the file that a document came from, where the files of the
	// input are streams in which a host hands over many; nil, or "": the file of
	// the input it is.
	FileOf func(*source.Doc) string
	// Schemas makes what judges objects by the CustomResourceDefinitions of a
	// user, those in a version of the input included. Nil: there are none.
	Schemas func(*object.Set) schema.Validator
	// Known are the names of all rules there are, for judging the names in
	// ignores; the rules that run may be fewer.
	Known []string
	// Packages are parts of the input that bring a configuration of their own.
	Packages []Package
	// Repair chooses the findings that are repaired, of those that may be; nil:
	// all. The place of a finding is in the text of its round.
	Repair func(*Finding) bool
	// Also looks for mistakes in what is made of the files, such as rendered
	// overlays; their places are in the files. It is asked once a round, with
	// the files as they are then and what was found in them; it returns only
	// what that does not show. Nil: nothing is made of them.
	Also func(files []*source.File, plain []*Finding) []*Finding
}

func (in Input) fileOf(d *source.Doc) string {
	if in.FileOf != nil {
		return cmp.Or(in.FileOf(d), d.File.Name)
	}
	return d.File.Name
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
	// Added counts the documents that repairs added to Files.
	Added int
	Stats Stats
	// Stopped is why the input was not judged to its end: a limit of the
	// configuration. Files are the input then, and there are no findings.
	Stopped *source.Error

	set *object.Set // of Files
}

// Objects are the objects of Files, those that Findings speak of.
func (r *Result) Objects() *object.Set { return r.set }

// Stats counts what a run saw.
type Stats struct {
	Files, Documents, Suppressed int
	Skipped                      map[object.Skip]int
	// Outside counts references that were not judged, most of them to objects
	// that are not in the input; OutsideBy counts them by reason.
	Outside   int
	OutsideBy map[string]int
	// NoSchema counts documents of kinds that nothing known, and nothing that the
	// user supplied, defines. Those that Kubernetes itself has are not among them.
	NoSchema int
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
	cfgs  []*Config // cfg, and those of the packages
	rules []*Rule
	in    Input

	findings []*Finding
	outside  map[reference]string            // why not judged
	schemas  *schemas                        // of the round
	supplied []object.Kind                   // kinds of the round that a user supplied schemas for
	reads    map[string]map[object.Kind]bool // by rule, for the tests
	edits    int                             // made so far
	deadline time.Time                       // zero: none
	expired  atomic.Bool                     // it has passed
}

func newRun(in Input, rules []*Rule, cfg *Config) *run {
	return &run{cfg: cfg, cfgs: configs(in, cfg), rules: rules, in: in, reads: map[string]map[object.Kind]bool{}}
}

// Run checks the input with the rules and, in fix mode, repairs it.
func Run(in Input, rules []*Rule, cfg *Config) *Result {
	r := newRun(in, rules, cfg)
	if err := cfg.Limits.apply(in.Files); err != nil {
		return stopped(in, err)
	}
	r.deadline = time.Now().Add(cfg.Limits.Time)
	result := &Result{Files: in.Files}
	for round := 0; ; round++ {
		set := in.set(result.Files)
		suppressed := r.check(set)
		if r.late() {
			return stopped(in, cfg.Limits.outOfTime(in.Files))
		}
		// Check mode tries the repairs too: a fix that would be refused is not
		// on offer.
		files, repaired := r.repair(result.Files)
		if cfg.Mode != FixMode || round >= MaxRounds || len(repaired) == 0 {
			result.Findings = r.findings
			result.Stats = r.stats(set, suppressed)
			result.set = set
			return result
		}
		result.Files = files
		result.Fixed = append(result.Fixed, repaired...)
		result.Added += added(repaired)
	}
}

// stopped is the result of a run that a limit ended.
func stopped(in Input, why *source.Error) *Result {
	return &Result{Files: in.Files, Stopped: why, set: object.NewSet(nil, nil), Stats: Stats{OutsideBy: map[string]int{}, Skipped: map[object.Skip]int{}}}
}

// check runs every rule and returns the number of suppressed findings.
func (r *run) check(set *object.Set) (suppressed int) {
	for _, cfg := range r.cfgs {
		for _, i := range cfg.Ignore {
			i.used = false
		}
	}
	found := r.judge(set)
	// Only now is it known which documents were parsed.
	found = append(found, r.documentFindings(set)...)
	found = append(found, r.schemaFindings()...)
	dirs := directives(set)
	if r.in.Also != nil {
		also := r.in.Also(set.Files, found)
		found = append(found, also...)
		dirs = append(dirs, outerDirectives(set, also)...)
	}
	found, suppressed = r.suppress(found, dirs)
	found = append(found, r.ignoreFindings(set, dirs)...)
	found = slices.DeleteFunc(found, func(f *Finding) bool { return !r.configOf(f).Enabled(f.Name) })
	for _, f := range found {
		f.Severity = r.configOf(f).severity(f)
	}
	sortFindings(set, found)
	r.findings = slices.CompactFunc(found, sameFinding)
	fingerprint(r.findings)
	return suppressed
}

// documentFindings reports documents that cannot be judged through a fault of
// their own.
func (r *run) documentFindings(set *object.Set) []*Finding {
	var out []*Finding
	for _, e := range set.Entries {
		if !e.Parsed() {
			continue
		}
		switch e.Skip() {
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
		if e.Position.Line > 0 {
			at.Span = d.File.LineSpan(e.Position.Line)
		}
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
	return r.anyEnabled(name) && (IsEngineRule(name) || slices.ContainsFunc(r.rules, func(rule *Rule) bool { return rule.Name == name }))
}

func (r *run) stats(set *object.Set, suppressed int) Stats {
	s := Stats{Files: len(set.Files), Documents: len(set.Entries), Suppressed: suppressed, Outside: len(r.outside), OutsideBy: map[string]int{}, Skipped: map[object.Skip]int{}}
	for _, why := range r.outside {
		s.OutsideBy[why]++
	}
	s.NoSchema = r.withoutSchema(set)
	for _, e := range set.Entries {
		if !e.Parsed() {
			continue
		}
		if skip := e.Skip(); skip != object.Judged {
			s.Skipped[skip]++
		}
	}
	s.Documents -= s.Skipped[object.Empty]
	s.countFixes(r.findings, r.cfg)
	return s
}

func (s *Stats) countFixes(findings []*Finding, cfg *Config) {
	s.HeldUnsafe, s.Fixable = 0, 0
	for _, f := range findings {
		fix := f.Fix()
		switch {
		case fix == nil:
		case fix.Safety == Unsafe && !cfg.UnsafeFixes:
			s.HeldUnsafe++
		case fix.Safety != Suggestion && f.Held == "":
			s.Fixable++
		}
	}
}

// sortFindings orders findings by their place, so that output does not depend
// on the order of rules.
func sortFindings(set *object.Set, found []*Finding) {
	order := make(map[*source.File]int, len(set.Files))
	for i, f := range set.Files {
		order[f] = i + 1 // 0: the configuration, and files beside the input
	}
	slices.SortStableFunc(found, func(a, b *Finding) int {
		return cmp.Or(
			cmp.Compare(order[a.At.Doc.File], order[b.At.Doc.File]),
			strings.Compare(a.At.Doc.File.Name, b.At.Doc.File.Name),
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
	r := newRun(in, []*Rule{rule}, cfg)
	r.check(in.set(in.Files))
	return r.reads[rule.Name]
}
