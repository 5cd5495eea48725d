package crd

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// Store is the definitions of a run.
type Store struct {
	given  map[object.Kind]*definition // on the command line or in the configuration
	seen   map[string]*read            // those of the input, by their text
	errors []*source.Error             // what is wrong with those given
}

// New returns a store without definitions: those in the input are all there
// will be.
func New() *Store { return &Store{given: map[object.Kind]*definition{}, seen: map[string]*read{}} }

// read is what became of a document.
type read struct {
	doc  *source.Doc
	err  error // it is not YAML
	def  *definition
	flaw *flaw
}

// For returns a validator by the definitions given and, for kinds that those do
// not have, by those in a version of the input. Of the latter, only documents
// that mention a kind that is asked for are read.
func (s *Store) For(set *object.Set) schema.Validator {
	v := &view{store: s, known: map[object.Kind]*definition{}}
	for _, e := range set.Entries {
		if e.Kind() == Kind {
			v.input = append(v.input, e)
		}
	}
	return v
}

// view is a store with an input.
type view struct {
	store  *Store
	input  []*object.Entry
	known  map[object.Kind]*definition // nil: looked for, and not there
	faults []schema.Fault
}

func (v *view) Faults() []schema.Fault { return v.faults }

// Defines reports whether there is a definition of a kind.
func (v *view) Defines(k object.Kind) bool { return v.definition(k) != nil }

// Problems validates an object.
func (v *view) Problems(o *object.Object) ([]schema.Problem, bool) {
	d := v.definition(o.Kind)
	if d == nil {
		return nil, false
	}
	if text.HasPlaceholder(o.Version) {
		return nil, true
	}
	ver := d.version(o.Version)
	if ver == nil || !ver.served {
		return []schema.Problem{notServed(o, d)}, true
	}
	c, flaw := ver.schema()
	if flaw != nil {
		v.flaw(d.doc, d.given, flaw)
		return nil, false
	}
	problems, err := ver.judge(o, c)
	for _, f := range ver.rules {
		v.flaw(d.doc, d.given, f)
	}
	return problems, err == nil
}

func notServed(o *object.Object, d *definition) schema.Problem {
	var allowed []string
	for _, name := range d.served() {
		allowed = append(allowed, fmt.Sprintf("%q", d.kind.Group+"/"+name))
	}
	message := fmt.Sprintf("apiVersion %q of %s is not served; allowed: %s", o.APIVersion(), d.kind.Name, strings.Join(allowed, ", "))
	return schema.Problem{Class: schema.OutOfRange, Node: o.Get("apiVersion"), Message: message}
}

// flaw notes what is wrong with a definition, once. It is an error of the
// program's input where the definition was given, and a finding where it is
// part of what is judged.
func (v *view) flaw(d *source.Doc, given bool, f *flaw) {
	if given {
		v.store.fail(d, f)
		return
	}
	fault := schema.Fault{Doc: d, Node: find(d.Root(), f.path).node, Message: f.message}
	if !slices.Contains(v.faults, fault) {
		v.faults = append(v.faults, fault)
	}
}

// definition returns the definition of a kind, or nil.
func (v *view) definition(k object.Kind) *definition {
	if d := v.store.given[k]; d != nil {
		return d
	}
	if d, looked := v.known[k]; looked {
		return d
	}
	v.known[k] = v.look(k)
	return v.known[k]
}

// look reads the documents of the input that may define a kind. A group without
// a dot is the core's or one of Kubernetes, and is not defined by a CRD.
func (v *view) look(k object.Kind) *definition {
	if len(v.input) == 0 || !strings.Contains(k.Group, ".") {
		return nil
	}
	for _, e := range v.input {
		text := e.Doc.Text()
		if !bytes.Contains(text, []byte(k.Group)) || !bytes.Contains(text, []byte(k.Name)) {
			continue
		}
		switch r := v.read(e); {
		case r == nil:
		case r.flaw != nil:
			v.flaw(e.Doc, false, r.flaw)
		case r.def.kind == k:
			return r.def
		}
	}
	return nil
}

// read reads a definition in the input. It is kept by its text, since a run
// looks at all documents anew after each round of repairs.
func (v *view) read(e *object.Entry) *read {
	o, skip := e.Object()
	if o == nil || skip != object.Judged {
		return nil
	}
	id := string(e.Doc.Text())
	r := v.store.seen[id]
	if r == nil {
		r = &read{}
		r.def, r.flaw = define(e.Doc)
		v.store.seen[id] = r
	}
	if r.def != nil {
		r.def.doc = e.Doc // of this round
	}
	return r
}
