package lint

import (
	"maps"
	"slices"

	"github.com/gatefix/gatefix/fn/object"
)

// Find returns what the rules find in an input: all of it, with the severities
// of the rules, neither suppressed nor repaired.
func Find(in Input, rules []*Rule, cfg *Config) []*Finding {
	return newRun(in, rules, cfg).judge(in.set(in.Files))
}

// judge runs the rules, without looking at ignores.
func (r *run) judge(set *object.Set) []*Finding {
	r.outside, r.shared, r.schemas = map[string]string{}, map[*Config]map[string]any{}, newSchemas(r.in, set)
	for _, cfg := range r.cfgs {
		r.shared[cfg] = map[string]any{}
	}
	r.supplied = r.suppliedKinds(set)
	kinds := r.kinds(set)
	set.Load(kinds)
	var found, silenced []*Finding
	for _, rule := range r.rules {
		for _, cfg := range r.cfgs {
			switch {
			case cfg.Enabled(rule.Name):
				found = append(found, r.ownedBy(cfg, r.checkRule(set, rule, cfg))...)
			case !rule.General:
				silenced = append(silenced, r.ownedBy(cfg, r.silenced(set, rule, cfg, kinds))...)
			}
		}
	}
	return yield(found, silenced)
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

func (r *run) pass(set *object.Set, rule *Rule, cfg *Config) *Pass {
	return &Pass{
		Config: cfg, rule: rule, set: set, outside: r.outside, read: map[object.Kind]bool{},
		memo: map[string]any{}, shared: r.shared[cfg], schemas: r.schemas,
	}
}

func (r *run) checkRule(set *object.Set, rule *Rule, cfg *Config) []*Finding {
	p := r.pass(set, rule, cfg)
	for _, k := range r.kindsFor(rule, set) {
		if k == object.Any {
			r.checkAny(p, set)
			continue
		}
		p.checkAll(k)
	}
	if r.reads[rule.Name] == nil {
		r.reads[rule.Name] = map[object.Kind]bool{}
	}
	for k := range p.read {
		r.reads[rule.Name][k] = true
	}
	return p.findings
}

// silenced returns what a rule that is turned off would say of objects that are
// looked at anyway: who turns a rule off does not want to hear of its mistakes
// from a general one.
func (r *run) silenced(set *object.Set, rule *Rule, cfg *Config, kinds map[object.Kind]bool) []*Finding {
	p := r.pass(set, rule, cfg)
	p.outside = map[string]string{} // references are not counted
	for _, k := range r.kindsFor(rule, set) {
		if kinds[k] && k != object.Any {
			p.checkAll(k)
		}
	}
	return p.findings
}

// checkAll hands the objects of a kind to the rule.
func (p *Pass) checkAll(k object.Kind) {
	for _, o := range p.set.Of(k) {
		p.object = o
		p.rule.Check(p, o)
	}
}

func (r *run) checkAny(p *Pass, set *object.Set) {
	for _, e := range set.Entries {
		if o, skip := e.Object(); o != nil && skip == object.Judged {
			p.object = o
			p.rule.Check(p, o)
		}
	}
}
