package lint

import (
	"slices"

	"github.com/gatefix/gatefix/fn/source"
)

// yield drops the findings of general rules at places, or inside of places, that
// a rule with more to say has reported, at those it points to in the same object,
// and for want of what its repair brings: one mistake is one finding. A finding at the root of a document, or of
// less weight, drops nothing. silenced are findings that are not reported
// themselves.
func yield(found, silenced []*Finding) []*Finding {
	specific := map[*source.Doc][]*Finding{}
	for _, f := range slices.Concat(found, silenced) {
		if f.Rule != nil && !f.Rule.General && len(f.At.Path) > 0 {
			specific[f.At.Doc] = append(specific[f.At.Doc], f)
		}
	}
	return slices.DeleteFunc(found, func(f *Finding) bool {
		return f.Rule != nil && f.Rule.General && slices.ContainsFunc(specific[f.At.Doc], func(s *Finding) bool {
			return s.Object == f.Object && s.Severity >= f.Severity && (inside(f.At.Path, s.At.Path) || s.pointsTo(f.At) || s.brings(f))
		})
	})
}

// inside reports whether a path is, or leads below, another.
func inside(path, other source.Path) bool {
	return len(path) >= len(other) && slices.Equal(path[:len(other)], other)
}

// pointsTo reports whether a place is one that explains the finding.
func (f *Finding) pointsTo(at Place) bool {
	return slices.ContainsFunc(f.Related, func(r Related) bool { return r.Doc == at.Doc && slices.Equal(r.Path, at.Path) })
}

// brings reports whether a safe repair of the finding writes a key that another
// finding misses.
func (f *Finding) brings(other *Finding) bool {
	for _, fix := range f.Fixes {
		if fix.Safety != Safe {
			continue
		}
		for _, e := range fix.Edits {
			for _, key := range other.lacks {
				if e.Op != source.OpDelete && e.Doc == other.At.Doc && inside(e.Target(), append(slices.Clone(other.At.Path), source.Step{Key: key})) {
					return true
				}
			}
		}
	}
	return false
}
