package crd

import (
	"cmp"
	"slices"
	"strings"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// found is a problem with what is needed to judge others by it.
type found struct {
	class   schema.Class
	path    source.Path
	atKey   bool // the problem is the key, not the value
	message string
	related []*source.Node
	grave   bool // rules that look at the value are not evaluated
}

// judgement is the validation of one object.
type judgement struct {
	doc   *source.Doc
	root  *source.Node
	v     *version
	found []found
}

// judge validates an object by a version of its schema. It returns an error
// where the document cannot be judged.
func (v *version) judge(o *object.Object, c *compiled) ([]schema.Problem, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	val, err := value(o.Root)
	if err != nil {
		return nil, err
	}
	obj, ok := val.(map[string]any)
	if !ok {
		return nil, nil
	}
	j := &judgement{doc: o.Doc, root: o.Root, v: v}
	if !v.of.all {
		j.prune(c.schema, obj, nil, true)
		dropNulls(obj, c.schema)
	}
	applyDefaults(obj, c.schema)
	j.metadata(obj, nil)
	if v.status {
		delete(obj, "status") // the API server ignores it
	}
	j.openAPI(c.openapi, obj, nil)
	j.lists(c.schema, obj, nil)
	j.evaluate(c.rules, obj)
	return j.problems(), nil
}

// add notes a problem, unless something on the way to it is filled in later.
func (j *judgement) add(f found) {
	n := j.root
	for i := range f.path {
		if opaque(n) {
			return
		}
		if n = step(n.Get(), f.path[i]); n == nil {
			break
		}
	}
	missing := n == nil
	switch {
	case missing && hasOpaqueKey(find(j.root, f.path).node):
		return // the missing key may be it
	case f.class == schema.Constraint && holdsOpaque(find(j.root, f.path).node):
		return
	case !missing && !f.atKey && opaque(n):
		return
	}
	j.found = append(j.found, f)
}

// problem gives a problem its place.
func (j *judgement) problem(f found) schema.Problem {
	p := schema.Problem{Class: f.class, Message: f.message, Related: f.related}
	place := find(j.root, f.path)
	switch {
	case place.missing:
		p.Node, p.Key = place.node, place.key
	case f.atKey && place.parent != nil:
		p.Node, p.Key = place.parent, place.key
	default:
		p.Node = place.node
	}
	return p
}

// problems returns what was found, in the order of the text, each once.
func (j *judgement) problems() []schema.Problem {
	var out []schema.Problem
	for _, f := range j.found {
		out = append(out, j.problem(f))
	}
	start := func(p schema.Problem) int {
		if k := p.Node.Key(p.Key); p.Key != "" && k != nil {
			return j.doc.Span(k).Start
		}
		return j.doc.Span(p.Node).Start
	}
	slices.SortFunc(out, func(a, b schema.Problem) int {
		return cmp.Or(start(a)-start(b), int(a.Class)-int(b.Class), strings.Compare(a.Key, b.Key), strings.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(out, func(a, b schema.Problem) bool {
		return a.Node == b.Node && a.Key == b.Key && a.Class == b.Class && a.Message == b.Message
	})
}

// graveBelow reports whether the value at a path, or one below it, is such that
// rules about it would only say the same again.
func (j *judgement) graveBelow(path source.Path) bool {
	return slices.ContainsFunc(j.found, func(f found) bool {
		return f.grave && len(f.path) >= len(path) && slices.Equal(f.path[:len(path)], path)
	})
}

// at returns the schema at a path, or nil.
func at(s *structural.Structural, path source.Path) *structural.Structural {
	for _, step := range path {
		if s == nil {
			return nil
		}
		if step.IsIndex {
			s = s.Items
		} else {
			s = fieldSchema(s, step.Key)
		}
	}
	return s
}

// join continues a path without sharing its memory.
func join(path source.Path, s source.Step) source.Path {
	return append(path[:len(path):len(path)], s)
}

func key(name string) source.Step { return source.Step{Key: name} }

func index(i int) source.Step { return source.Step{Index: i, IsIndex: true} }
