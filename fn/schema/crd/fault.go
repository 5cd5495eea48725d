package crd

import (
	"fmt"
	"slices"
	"strings"

	openapi "k8s.io/kube-openapi/pkg/validation/errors"
	"k8s.io/kube-openapi/pkg/validation/spec"

	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// openAPI runs the validator of OpenAPI on the value at base, and words what it
// finds.
func (j *judgement) openAPI(s *spec.Schema, v any, base source.Path) {
	faults := validateOpenAPI(s, v, base)
	for _, f := range faults {
		if !explained(f, faults) {
			j.fault(f)
		}
	}
}

// explained reports a fault that another one explains: the value has the wrong
// type altogether, or none of several alternatives fits, of which
// the validator goes on to name the nearest, or one of all that must fit is
// named.
func explained(f fault, all []fault) bool {
	if f.wrongType() {
		return false
	}
	return slices.ContainsFunc(all, func(o fault) bool {
		switch {
		case !slices.Equal(o.at, f.at):
			return false
		case o.wrongType():
			return true
		case !f.alternatives || !o.alternatives:
			return false
		case f.composite() == "":
			return o.composite() == "anyOf" || o.composite() == "oneOf"
		}
		return f.composite() == "allOf" && o.composite() != "allOf"
	})
}

// wrongType reports a fault about the type that the schema gives the value.
func (f fault) wrongType() bool {
	e, ok := f.err.(*openapi.Validation)
	return ok && !f.alternatives && e.Code() == openapi.InvalidTypeCode && !f.badFormat(f.value)
}

// badFormat reports a string where a string belongs: not its type, but its
// format is wrong.
func (f fault) badFormat(v any) bool {
	_, ok := v.(string)
	return ok && f.schema.Type.Contains("string") && f.schema.Format != ""
}

// composite is the keyword that a fault is about: anyOf, oneOf, allOf or not;
// "" for one about a plain constraint.
func (f fault) composite() string {
	if _, plain := f.err.(*openapi.Validation); plain {
		return ""
	}
	for _, word := range []string{"anyOf", "oneOf", "allOf", "not"} {
		if strings.Contains(f.err.Error(), "("+word+")") {
			return word
		}
	}
	return ""
}

// fault words what the validator found, and notes it.
func (j *judgement) fault(f fault) {
	path := f.path(j.root)
	e, ok := f.err.(*openapi.Validation)
	switch {
	case !ok && f.composite() != "":
		j.add(found{class: schema.Constraint, path: path, message: f.alternativesMessage(path)})
		return
	case !ok:
		j.add(found{class: schema.OutOfRange, path: path, message: f.numberMessage(path)})
		return
	}
	out := found{path: path}
	switch e.Code() {
	case openapi.RequiredFailCode:
		j.missing(path)
		return
	case openapi.UnallowedPropertyCode:
		word := fmt.Sprint(e.Value)
		j.add(found{class: schema.UnknownField, path: join(path, key(word)), atKey: true, message: fmt.Sprintf("unknown field %q%s", word, under(join(path, key(word))))})
		return
	case openapi.InvalidTypeCode:
		out.class, out.message = f.typeMessage(path, e, find(j.root, path).node.Text())
		out.grave = true
	case openapi.PatternFailCode:
		out.class = schema.BadPattern
		out.message = fmt.Sprintf("%s %s does not match the pattern%s", schema.Name(path), show(e.Value), schema.PatternWords(patternOf(e)))
	case openapi.UniqueFailCode:
		out.class, out.message = schema.Constraint, schema.Name(path)+" holds an item twice; allowed: each once"
	default:
		out.class, out.message = schema.OutOfRange, f.rangeMessage(path, e)
		out.grave = slices.Contains([]int32{openapi.EnumFailCode, openapi.TooLongFailCode, openapi.MaxItemsFailCode, openapi.TooManyPropertiesCode}, e.Code())
	}
	j.add(out)
}

// missing notes a required field that is not there, or null.
func (j *judgement) missing(path source.Path) {
	message := fmt.Sprintf("the required field %q is missing%s", path[len(path)-1].Key, under(path))
	if !find(j.root, path).missing {
		message = fmt.Sprintf("the required field %q has no value%s; the API server takes that for missing", path[len(path)-1].Key, under(path))
	}
	j.add(found{class: schema.MissingField, path: path, atKey: true, grave: true, message: message})
}

// valueAt is the value at the path of a fault.
func (f fault) valueAt(path source.Path, e *openapi.Validation) any {
	if f.alternatives && len(path) > len(f.at) {
		return e.Value // of a field below
	}
	return f.value
}

// numberMessage words a number that does not fit the format of its schema.
func (f fault) numberMessage(path source.Path) string {
	message := fmt.Sprintf("%s %s is out of range", schema.Name(path), show(f.value))
	if f.schema.Format == "" {
		return message
	}
	return fmt.Sprintf("%s; allowed: %s of the format %q", message, typesNamed(f.schema.Type), f.schema.Format)
}

// typeMessage words a wrong type, or a string that is not in the format. written
// is the value as it stands in the document, which may be off for false.
func (f fault) typeMessage(path source.Path, e *openapi.Validation, written string) (schema.Class, string) {
	v := f.valueAt(path, e)
	if f.badFormat(v) {
		return schema.BadPattern, fmt.Sprintf("%s %s is not in the format %q", schema.Name(path), show(v), f.schema.Format)
	}
	message := schema.Name(path) + " is " + kindOf(v)
	switch _, isString := v.(string); {
	case isScalar(v) && written != "" && written != show(v):
		message = fmt.Sprintf("%s %s is %s, %s", schema.Name(path), written, kindOf(v), show(v))
	case isString || isScalar(v):
		message = fmt.Sprintf("%s %s is %s", schema.Name(path), show(v), kindOf(v))
	}
	if len(f.schema.Type) == 0 {
		return schema.WrongType, message
	}
	message += "; allowed: " + typesNamed(f.schema.Type)
	if f.schema.Type.Contains("string") && isScalar(v) {
		message += "; put it in quotes"
	}
	return schema.WrongType, message
}

func isScalar(v any) bool {
	switch v.(type) {
	case bool, int64, float64:
		return true
	}
	return false
}

// patternOf takes the pattern from the message of the validator.
func patternOf(e *openapi.Validation) string {
	_, pattern, _ := strings.Cut(e.Error(), " should match '")
	return strings.TrimSuffix(pattern, "'")
}

// rangeMessage words a value outside of what is allowed.
func (f fault) rangeMessage(path source.Path, e *openapi.Validation) string {
	what := schema.Name(path)
	switch e.Code() {
	case openapi.EnumFailCode:
		return enumMessage(what, e)
	case openapi.TooLongFailCode:
		return fmt.Sprintf("%s %s is too long; allowed: at most %v characters", what, show(e.Value), e.Valid)
	case openapi.TooShortFailCode:
		if e.Value == "" {
			return fmt.Sprintf("%s is empty; allowed: at least %v characters", what, e.Valid)
		}
		return fmt.Sprintf("%s %s is too short; allowed: at least %v characters", what, show(e.Value), e.Valid)
	case openapi.MaxItemsFailCode:
		return fmt.Sprintf("%s holds %v items; allowed: at most %v", what, e.Value, e.Valid)
	case openapi.MinItemsFailCode:
		return fmt.Sprintf("%s holds %v items; allowed: at least %v", what, e.Value, e.Valid)
	case openapi.TooManyPropertiesCode:
		return fmt.Sprintf("%s holds %v fields; allowed: at most %v", what, e.Value, e.Valid)
	case openapi.TooFewPropertiesCode:
		return fmt.Sprintf("%s holds %v fields; allowed: at least %v", what, e.Value, e.Valid)
	}
	_, bound, ok := strings.Cut(e.Error(), " should be ")
	if !ok {
		return what + ": " + strings.TrimSpace(e.Error())
	}
	bound = strings.NewReplacer("less than or equal to", "at most", "greater than or equal to", "at least", "greater than", "more than").Replace(bound)
	return fmt.Sprintf("%s %s is out of range; allowed: %s", what, show(f.valueAt(path, e)), bound)
}

func enumMessage(what string, e *openapi.Validation) string {
	var words, shown []string
	for _, v := range e.Values {
		shown = append(shown, show(v))
		if s, ok := v.(string); ok {
			words = append(words, s)
		}
	}
	hint := ""
	if s, ok := e.Value.(string); ok {
		hint = didYouMean(s, words)
	}
	return fmt.Sprintf("%s %s is not known%s; allowed: %s", what, show(e.Value), hint, list(shown))
}
