package lint

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// yield drops the findings of general rules at places, or inside of places, that
// a rule with more to say has reported, at those it points to in the same object,
// and for want of what its repair brings: one mistake is one finding. A finding
// at the root of a document, or of less weight, drops nothing. silenced are
// findings that are not reported themselves.
func yield(found, silenced []*Finding) []*Finding {
	x := reported{at: map[reportedAt]Severity{}, pointed: map[reportedAt]Severity{}, brought: map[reportedAt]Severity{}}
	for _, f := range slices.Concat(found, silenced) {
		if f.Rule != nil && !f.Rule.General && len(f.At.Path) > 0 {
			x.add(f)
		}
	}
	return slices.DeleteFunc(found, func(f *Finding) bool { return f.Rule != nil && f.Rule.General && x.covers(f) })
}

// reported are the places of findings of rules that are not general, each with
// the highest severity.
type reported struct {
	at      map[reportedAt]Severity
	pointed map[reportedAt]Severity // that findings point to
	brought map[reportedAt]Severity // that their safe repairs write
}

type reportedAt struct {
	doc    *source.Doc
	object *object.Object
	path   string
}

func (x reported) add(f *Finding) {
	put := func(into map[reportedAt]Severity, doc *source.Doc, path source.Path) {
		key := reportedAt{doc, f.Object, path.String()}
		if s, ok := into[key]; !ok || f.Severity > s {
			into[key] = f.Severity
		}
	}
	put(x.at, f.At.Doc, f.At.Path)
	for _, r := range f.Related {
		if r.Doc == f.At.Doc {
			put(x.pointed, r.Doc, r.Path)
		}
	}
	for _, fix := range f.Fixes {
		if fix.Safety != Safe {
			continue
		}
		for _, e := range fix.Edits {
			for n := 1; e.Op != source.OpDelete && n <= len(e.Target()); n++ {
				put(x.brought, e.Doc, e.Target()[:n])
			}
		}
	}
}

// covers reports whether a finding of the same object, and of no less weight, is
// at the place of f or around it, points to it, or brings along what f misses.
func (x reported) covers(f *Finding) bool {
	has := func(in map[reportedAt]Severity, path source.Path) bool {
		s, ok := in[reportedAt{f.At.Doc, f.Object, path.String()}]
		return ok && s >= f.Severity
	}
	for n := 1; n <= len(f.At.Path); n++ {
		if has(x.at, f.At.Path[:n]) {
			return true
		}
	}
	return has(x.pointed, f.At.Path) || slices.ContainsFunc(f.lacks, func(key string) bool {
		return has(x.brought, append(slices.Clone(f.At.Path), source.Step{Key: key}))
	})
}
