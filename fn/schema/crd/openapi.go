package crd

import (
	"reflect"
	"strconv"
	"strings"

	openapi "k8s.io/kube-openapi/pkg/validation/errors"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"

	"github.com/gatefix/gatefix/fn/source"
)

// fault is one thing that the validator of OpenAPI found.
type fault struct {
	err    error
	at     source.Path  // of the value that was validated
	value  any          // that value
	schema *spec.Schema // what it was validated by
	// alternatives: it was found by an anyOf, oneOf, allOf or not of schema, and
	// may be about a place below.
	alternatives bool
}

// validateOpenAPI checks types, required fields, enums, bounds, patterns and
// formats.
func validateOpenAPI(s *spec.Schema, v any, base source.Path) []fault {
	w := &walker{}
	w.validate(s, v, base)
	return w.faults
}

// walker runs the API server's validator value by value, so that it is known
// for certain which value a fault is about.
type walker struct{ faults []fault }

func (w *walker) validate(s *spec.Schema, v any, at source.Path) {
	if !plain(s) {
		alone := *s
		alone.AllOf, alone.AnyOf, alone.OneOf, alone.Not = nil, nil, nil, nil
		w.run(&alone, v, at)
		w.runAlternatives(s, v, at)
		return
	}
	w.run(s, v, at)
}

func plain(s *spec.Schema) bool {
	return len(s.AllOf) == 0 && len(s.AnyOf) == 0 && len(s.OneOf) == 0 && s.Not == nil
}

// run validates a value by a schema; fields and items of it are validated by
// the walker again.
func (w *walker) run(s *spec.Schema, v any, at source.Path) {
	hooks := func(o *validate.SchemaValidatorOptions) {
		o.NewValidatorForField = func(name string, s *spec.Schema, _ any, _ string, _ strfmt.Registry, _ ...validate.Option) validate.ValueValidator {
			return &below{w, s, append(at[:len(at):len(at)], source.Step{Key: name})}
		}
		o.NewValidatorForIndex = func(i int, s *spec.Schema, _ any, _ string, _ strfmt.Registry, _ ...validate.Option) validate.ValueValidator {
			return &below{w, s, append(at[:len(at):len(at)], source.Step{Index: i, IsIndex: true})}
		}
	}
	for _, err := range validate.NewSchemaValidator(s, nil, "", strfmt.Default, hooks).Validate(v).Errors {
		w.faults = append(w.faults, fault{err: err, at: at, value: v, schema: s})
	}
}

// runAlternatives validates a value by the alternatives of its schema alone.
func (w *walker) runAlternatives(s *spec.Schema, v any, at source.Path) {
	alternatives := &spec.Schema{SchemaProps: spec.SchemaProps{AllOf: s.AllOf, AnyOf: s.AnyOf, OneOf: s.OneOf, Not: s.Not}}
	for _, err := range validate.NewSchemaValidator(alternatives, nil, "", strfmt.Default).Validate(v).Errors {
		w.faults = append(w.faults, fault{err: err, at: at, value: v, schema: s, alternatives: true})
	}
}

// below is the walker, as the validator of a field or an item.
type below struct {
	w      *walker
	schema *spec.Schema
	at     source.Path
}

func (b *below) SetPath(string) {}

func (b *below) Applies(any, reflect.Kind) bool { return true }

func (b *below) Validate(v any) *validate.Result {
	b.w.validate(b.schema, v, b.at)
	return &validate.Result{}
}

// name is the place that an error names, from the value that was validated: ""
// for the value itself, else .name or .items[0].name.
func (f fault) name() string {
	if e, ok := f.err.(*openapi.Validation); ok {
		return e.Name
	}
	if quoted, err := strconv.QuotedPrefix(f.err.Error()); err == nil {
		name, _ := strconv.Unquote(quoted)
		return name
	}
	return ""
}

// path is the place of the fault. The last step of it may be missing in the
// document.
func (f fault) path(root *source.Node) source.Path {
	name := f.name()
	switch {
	case name == "":
		return f.at
	case f.alternatives:
		return follow(root, f.at, name)
	}
	return append(f.at[:len(f.at):len(f.at)], source.Step{Key: strings.TrimPrefix(name, ".")})
}
