package lint

import (
	"maps"
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/parallel"
)

// Find returns what the rules find in an input: all of it, with the severities
// of the rules, neither suppressed nor repaired.
func Find(in Input, rules []*Rule, cfg *Config) []*Finding {
	return newRun(in, rules, cfg).judge(in.set(in.Files))
}

// shareFrom is the number of documents from which on rules run side by side: for
// fewer it is not worth having what rules share more than once.
const shareFrom = 64

// judge runs the rules, without looking at ignores.
func (r *run) judge(set *object.Set) []*Finding {
	r.schemas = newSchemas(r.in, set)
	r.supplied = r.suppliedKinds(set)
	kinds := r.kinds(set)
	r.load(set, kinds)
	jobs := r.jobs(kinds)
	each := parallel.Lanes
	if len(set.Entries) < shareFrom {
		each = parallel.One
	}
	teams := teamsOf(jobs)
	each(len(teams), func() func(int) {
		shared := map[*Config]map[string]any{} // what rules share is not for several goroutines
		for _, cfg := range r.cfgs {
			shared[cfg] = map[string]any{}
		}
		return func(i int) { teams[i].run(r, set, shared) }
	})
	return yield(r.gather(jobs))
}

// job is one rule that looks at the input under one configuration.
type job struct {
	rule *Rule
	cfg  *Config
	// among are the kinds of objects that a rule which is turned off is asked
	// about; nil: the rule is on.
	among map[object.Kind]bool
	pass  *Pass
}

// jobs lists what there is to do. Who turns a rule off does not want to hear of
// its mistakes from a general one, so it is asked too, about objects that are
// looked at anyway.
func (r *run) jobs(kinds map[object.Kind]bool) []*job {
	var out []*job
	for _, rule := range r.rules {
		for _, cfg := range r.cfgs {
			switch {
			case cfg.Enabled(rule.Name):
				out = append(out, &job{rule: rule, cfg: cfg})
			case !rule.General:
				out = append(out, &job{rule: rule, cfg: cfg, among: kinds})
			}
		}
	}
	return out
}

// looksAt reports whether the rule is handed objects of a kind that it takes.
func (j *job) looksAt(k object.Kind) bool {
	return j.among == nil || k != object.Any && j.among[k]
}

func (r *run) pass(set *object.Set, rule *Rule, cfg *Config, shared map[string]any) *Pass {
	return &Pass{
		Config: cfg, rule: rule, set: set, outside: map[reference]string{}, read: map[object.Kind]bool{},
		memo: map[string]any{}, shared: shared, schemas: r.schemas, late: r.late,
	}
}

// wanted tells, for each kind, which objects some rule is going to look at.
func (r *run) wanted(set *object.Set, kinds map[object.Kind]bool) map[object.Kind]object.Wanted {
	texts := map[object.Kind][]object.Wanted{}
	all := map[object.Kind]bool{}
	for _, rule := range r.rules {
		for _, cfg := range r.cfgs {
			for _, k := range r.kindsFor(rule, set) {
				var w object.Wanted
				if rule.Worth != nil && kinds[k] {
					w = rule.Worth(r.pass(set, rule, cfg, map[string]any{}), k)
				}
				texts[k] = append(texts[k], w)
				all[k] = all[k] || w == nil && (r.anyEnabled(rule.Name) || !rule.General)
			}
		}
	}
	out := map[object.Kind]object.Wanted{}
	for k := range kinds {
		if out[k] = anyOf(texts[k]); all[k] {
			out[k] = nil
		}
	}
	return out
}

func anyOf(texts []object.Wanted) object.Wanted {
	return func(text []byte) bool {
		return slices.ContainsFunc(texts, func(w object.Wanted) bool { return w != nil && w(text) })
	}
}

// gather returns what was found, in the order of the rules, and notes the
// references that were not judged and the kinds that were read. silenced are the
// findings of rules that are turned off.
func (r *run) gather(jobs []*job) (found, silenced []*Finding) {
	r.outside = map[reference]string{}
	for _, j := range jobs {
		if j.among != nil {
			silenced = append(silenced, r.ownedBy(j.cfg, j.pass.findings)...)
			continue
		}
		found = append(found, r.ownedBy(j.cfg, j.pass.findings)...)
		for ref, why := range j.pass.outside {
			if _, ok := r.outside[ref]; !ok {
				r.outside[ref] = why
			}
		}
		if r.reads[j.rule.Name] == nil {
			r.reads[j.rule.Name] = map[object.Kind]bool{}
		}
		maps.Copy(r.reads[j.rule.Name], j.pass.read)
	}
	return found, silenced
}

// kinds returns the kinds that are handed to some rule, so that every document
// of them is parsed for certain.
func (r *run) kinds(set *object.Set) map[object.Kind]bool {
	kinds := map[object.Kind]bool{}
	for _, rule := range r.rules {
		for _, k := range r.kindsFor(rule, set) {
			kinds[k] = kinds[k] || r.anyEnabled(rule.Name)
		}
	}
	maps.DeleteFunc(kinds, func(_ object.Kind, wanted bool) bool { return !wanted })
	return kinds
}

// kindsFor returns the kinds whose objects are handed to a rule: those it names,
// those that match and, of a general rule, those that a user supplied schemas
// for.
func (r *run) kindsFor(rule *Rule, set *object.Set) []object.Kind {
	kinds := slices.Clip(rule.Kinds)
	add := func(k object.Kind) {
		if !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	if rule.Match != nil {
		for _, k := range set.Kinds() {
			if rule.Match(k) {
				add(k)
			}
		}
	}
	if rule.General && !slices.Contains(rule.Kinds, object.Any) {
		for _, k := range r.supplied {
			add(k)
		}
	}
	return kinds
}
