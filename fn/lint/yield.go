package lint

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// yield drops the findings of general rules at places, or inside of places, that
// a rule with more to say has reported: one mistake is one finding. A finding at
// the root of a document, or of less weight, drops nothing. silenced are findings
// that are not reported themselves.
func yield(found, silenced []*Finding) []*Finding {
	specific := map[*source.Doc][]*Finding{}
	for _, f := range slices.Concat(found, silenced) {
		if f.Rule != nil && !f.Rule.General && len(f.At.Path) > 0 {
			specific[f.At.Doc] = append(specific[f.At.Doc], f)
		}
	}
	return slices.DeleteFunc(found, func(f *Finding) bool {
		return f.Rule != nil && f.Rule.General && slices.ContainsFunc(specific[f.At.Doc], func(s *Finding) bool {
			return s.Object == f.Object && s.Severity >= f.Severity && inside(f.At.Path, s.At.Path)
		})
	})
}

// silenced returns what rules that are turned off would say of objects that are
// looked at anyway: who turns a rule off does not want to hear of its mistakes
// from a general one.
func (r *run) silenced(set *object.Set, kinds map[object.Kind]bool) []*Finding {
	var out []*Finding
	for _, rule := range r.rules {
		if rule.General || r.cfg.Enabled(rule.Name) {
			continue
		}
		p := r.pass(set, rule)
		p.outside = map[string]bool{} // references are not counted
		for _, k := range rule.Kinds {
			if !kinds[k] || k == object.Any {
				continue
			}
			for _, o := range set.Of(k) {
				p.object = o
				rule.Check(p, o)
			}
		}
		out = append(out, p.findings...)
	}
	return out
}

// inside reports whether a path is, or leads below, another.
func inside(path, other source.Path) bool {
	return len(path) >= len(other) && slices.Equal(path[:len(other)], other)
}
