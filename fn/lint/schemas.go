package lint

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// schemas judges the objects of a round by the CustomResourceDefinitions of a
// user, each object once however many rules ask.
type schemas struct {
	by    schema.Validator // nil: there are none
	known map[*object.Object]judged
}

type judged struct {
	problems []schema.Problem
	ok       bool
}

func newSchemas(in Input, set *object.Set) *schemas {
	s := &schemas{known: map[*object.Object]judged{}}
	if in.Schemas != nil {
		s.by = in.Schemas(set)
	}
	return s
}

// Schema returns how an object differs from the CustomResourceDefinition that a
// user supplied for its kind, by itself or in the input. ok is false where there
// is none.
func (p *Pass) Schema(o *object.Object) (problems []schema.Problem, ok bool) {
	s := p.schemas
	if s.by == nil {
		return nil, false
	}
	j, seen := s.known[o]
	if !seen {
		j.problems, j.ok = s.by.Problems(o)
		s.known[o] = j
	}
	return j.problems, j.ok
}

// schemaFindings reports the CustomResourceDefinitions of the input that could
// not be used.
func (r *run) schemaFindings() []*Finding {
	if r.schemas.by == nil {
		return nil
	}
	var out []*Finding
	for _, f := range r.schemas.by.Faults() {
		out = append(out, r.engineFinding(RuleBadCRD, placeOf(f.Doc, f.Node), f.Message))
	}
	return out
}
