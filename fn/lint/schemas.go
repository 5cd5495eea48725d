package lint

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// schemas judges the objects of a round, each once however many rules ask: by
// the CustomResourceDefinitions of a user and, for kinds those do not define, by
// the tables of package schema.
type schemas struct {
	by    schema.Validator // nil: there are none
	known map[objectUnder]judged
}

// objectUnder is an object and the configuration it is judged under, which may
// pin a release.
type objectUnder struct {
	*object.Object
	*Config
}

type judged struct {
	problems []schema.Problem
	ok       bool
}

func newSchemas(in Input, set *object.Set) *schemas {
	s := &schemas{known: map[objectUnder]judged{}}
	if in.Schemas != nil {
		s.by = in.Schemas(set)
	}
	return s
}

// Schema returns how an object differs from the schema of its kind: from the
// CustomResourceDefinition that a user supplied, by itself or in the input, or
// else from what the release that is pinned has. ok is false where there is no
// schema of its kind.
func (p *Pass) Schema(o *object.Object) (problems []schema.Problem, ok bool) {
	key := objectUnder{o, p.Config}
	j, seen := p.schemas.known[key]
	if !seen {
		j = p.schemas.judge(o, p.Config.Versions)
		p.schemas.known[key] = j
	}
	return j.problems, j.ok
}

func (s *schemas) judge(o *object.Object, pin Versions) judged {
	if s.by != nil {
		if problems, ok := s.by.Problems(o); ok {
			return judged{problems, true}
		}
	}
	r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions(pin))
	if !ok {
		return judged{}
	}
	return judged{r.Check(o.Root), true}
}

// suppliedKinds returns the kinds of a set that a user supplied schemas for.
func (r *run) suppliedKinds(set *object.Set) []object.Kind {
	if r.schemas.by == nil {
		return nil
	}
	var out []object.Kind
	for _, e := range set.Entries {
		if k := e.Kind(); !slices.Contains(out, k) && r.schemas.by.Defines(k) {
			out = append(out, k)
		}
	}
	return out
}

// withoutSchema counts the documents that no schema judges. No definition can be
// supplied for the kinds of Kubernetes, so they are left out.
func (r *run) withoutSchema(set *object.Set) int {
	counts := map[object.Kind]int{}
	for _, e := range set.Entries {
		if e.Applied() {
			counts[e.Kind()]++
		}
	}
	n := 0
	for k, documents := range counts {
		if !k.BuiltIn() && schema.VersionsOf(k) == nil && !slices.Contains(r.supplied, k) {
			n += documents
		}
	}
	return n
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
