package lint

import (
	"slices"
	"strings"
	"sync"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// schemas judges the objects of a round, each once however many rules ask: by
// the CustomResourceDefinitions of a user and, for kinds those do not define, by
// the tables of package schema.
type schemas struct {
	by    schema.Validator // nil: there are none
	mu    sync.Mutex       // for known and by
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

// load parses the documents of the kinds, and judges the objects among them that
// general rules are going to ask about. Those by the definitions of a user are
// left for later, since how they are judged is not for several goroutines.
func (r *run) load(set *object.Set, kinds map[object.Kind]bool) {
	asked := r.askedKinds()
	set.Load(r.wanted(set, kinds), func() func(*object.Object) {
		return func(o *object.Object) {
			if !asked[o.Kind] {
				return
			}
			for _, cfg := range r.cfgs {
				r.schemas.keep(objectUnder{o, cfg}, byTables(o, cfg.Versions))
			}
		}
	})
}

// askedKinds returns the kinds of objects that general rules ask the tables
// about.
func (r *run) askedKinds() map[object.Kind]bool {
	kinds := map[object.Kind]bool{}
	for _, rule := range r.rules {
		if rule.General && rule.Match == nil && r.anyEnabled(rule.Name) {
			for _, k := range rule.Kinds {
				kinds[k] = k != object.Any && !slices.Contains(r.supplied, k)
			}
		}
	}
	return kinds
}

func (s *schemas) keep(key objectUnder, j judged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key] = j
}

// Schema returns how an object differs from the schema of its kind: from the
// CustomResourceDefinition that a user supplied, by itself or in the input, or
// else from what the release that is pinned has. ok is false where there is no
// schema of its kind.
func (p *Pass) Schema(o *object.Object) (problems []schema.Problem, ok bool) {
	p.schemas.mu.Lock()
	defer p.schemas.mu.Unlock()
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
	return byTables(o, pin)
}

func byTables(o *object.Object, pin Versions) judged {
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
	kinds := set.Kinds()
	slices.SortFunc(kinds, func(a, b object.Kind) int { return strings.Compare(a.String(), b.String()) })
	return slices.DeleteFunc(kinds, func(k object.Kind) bool { return !r.schemas.by.Defines(k) })
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
