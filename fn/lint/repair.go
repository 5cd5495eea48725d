package lint

import (
	"errors"

	"github.com/gatefix/gatefix/fn/source"
)

// repair makes the fixes that are allowed. It returns the new files and the
// findings repaired, and notes on the others why they were held.
func (r *run) repair(files []*source.File) ([]*source.File, []*Finding) {
	var chosen []*Finding
	var changes [][]source.Edit
	for _, f := range r.findings {
		if fix := r.allowed(f); fix != nil && (r.in.Repair == nil || r.in.Repair(f)) && r.withinEdits(f, fix) {
			chosen = append(chosen, f)
			changes = append(changes, fix.Edits)
		}
	}
	if len(chosen) == 0 {
		return files, nil
	}
	done := applyNarrowFirst(files, changes)
	var repaired []*Finding
	for i, f := range chosen {
		if done.Rejected[i] == nil {
			repaired = append(repaired, f)
			continue
		}
		r.edits -= len(changes[i]) // not made
		noteHeld(f, done.Rejected[i])
	}
	return done.Files, repaired
}

// applyNarrowFirst makes fixes that change one document before those of several,
// such as a rename with all references: what the narrow ones write is then there
// when the wide ones are made, in the next round where both touch the same place.
func applyNarrowFirst(files []*source.File, changes [][]source.Edit) source.Result {
	var order []int
	for _, wide := range []bool{false, true} {
		for i, edits := range changes {
			if wide == isWide(edits) {
				order = append(order, i)
			}
		}
	}
	ordered := make([][]source.Edit, len(order))
	for to, from := range order {
		ordered[to] = changes[from]
	}
	done := source.Apply(files, ordered)
	rejected := make([]error, len(order))
	for to, from := range order {
		rejected[from] = done.Rejected[to]
	}
	done.Rejected = rejected
	return done
}

func isWide(edits []source.Edit) bool {
	docs := map[*source.Doc]bool{}
	for _, e := range edits {
		if !e.Keeps() {
			docs[e.Doc] = true
		}
	}
	return len(docs) > 1
}

// added counts the documents that the fixes of findings add.
func added(repaired []*Finding) int {
	n := 0
	for _, f := range repaired {
		for _, e := range f.Fixes[0].Edits {
			if e.Op == source.OpAddDoc {
				n++
			}
		}
	}
	return n
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
