package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// formOf writes what a schema says of a field itself: its type, then words. The
// reader is schema.parseForm. Of CEL only what [linksOf] has a word for is kept.
func formOf(s *apiextensions.JSONSchemaProps, required bool) (string, error) {
	if err := tighten(s); err != nil {
		return "", err
	}
	if s.ExclusiveMinimum || s.ExclusiveMaximum || s.MultipleOf != nil || s.UniqueItems || s.Ref != nil || s.XEmbeddedResource {
		return "", errors.New("the schema has a keyword that the tables cannot hold")
	}
	w := words{}
	w.add(typeOf(s))
	w.flag("required", required)
	w.flag("nullable", s.Nullable)
	w.flag("open", s.XPreserveUnknownFields != nil && *s.XPreserveUnknownFields)
	w.flag("any-key", s.AdditionalProperties != nil && s.AdditionalProperties.Schema == nil && s.AdditionalProperties.Allows)
	w.bound("len", s.MinLength, s.MaxLength)
	w.bound("items", s.MinItems, s.MaxItems)
	w.bound("fields", s.MinProperties, s.MaxProperties)
	w.number("min", s.Minimum)
	w.number("max", s.Maximum)
	w.enum(s.Enum)
	w.text("format", s.Format)
	w.text("pattern", s.Pattern)
	w.flag("duration", isDuration(s))
	if l := s.XListType; l != nil && *l != "atomic" {
		w.add(strings.TrimSuffix("list="+*l+":"+strings.Join(s.XListMapKeys, ","), ":"))
	}
	for _, l := range linksOf(s) {
		w.add(l)
	}
	if s.Default != nil {
		compact, err := recode(s.Default.Raw)
		if err != nil {
			return "", err
		}
		w.add("default=" + compact)
	}
	return strings.Join(w, " "), nil
}

// tighten takes over the bounds that all of several schemas set (allOf); the
// definitions use it for nothing else.
func tighten(s *apiextensions.JSONSchemaProps) error {
	if s.XIntOrString {
		return nil // its alternatives are the two types
	}
	for _, part := range s.AllOf {
		for _, b := range []struct {
			part     *int64
			whole    **int64
			stricter func(a, b int64) int64
		}{
			{part.MinLength, &s.MinLength, maximum}, {part.MaxLength, &s.MaxLength, minimum},
			{part.MinItems, &s.MinItems, maximum}, {part.MaxItems, &s.MaxItems, minimum},
			{part.MinProperties, &s.MinProperties, maximum}, {part.MaxProperties, &s.MaxProperties, minimum},
		} {
			switch {
			case b.part == nil:
			case *b.whole == nil:
				*b.whole = b.part
			default:
				bound := b.stricter(**b.whole, *b.part)
				*b.whole = &bound
			}
		}
		if part.Pattern != "" || part.Properties != nil || part.Enum != nil || part.Required != nil {
			return errors.New("allOf says more than the tables can hold")
		}
	}
	return nil
}

func maximum(a, b int64) int64 { return max(a, b) }
func minimum(a, b int64) int64 { return min(a, b) }

// isDuration reports a string that must be read as a duration, such as 10s. It
// is told by its pattern, or by a rule of CEL.
func isDuration(s *apiextensions.JSONSchemaProps) bool {
	if strings.Contains(s.Pattern, "h|m|s|ms") {
		return true // https://gateway-api.sigs.k8s.io/geps/gep-2257/
	}
	return s.Type == "string" && slices.ContainsFunc(s.XValidations, func(r apiextensions.ValidationRule) bool {
		return strings.Contains(r.Rule, "duration(self)")
	})
}

func typeOf(s *apiextensions.JSONSchemaProps) string {
	switch {
	case s.XIntOrString:
		return "int-or-string"
	case s.Type == "":
		return "any"
	}
	return s.Type
}

type words []string

func (w *words) add(s string) { *w = append(*w, s) }

func (w *words) flag(name string, on bool) {
	if on {
		w.add(name)
	}
}

func (w *words) bound(name string, low, high *int64) {
	if low == nil && high == nil {
		return
	}
	var from, to string
	if low != nil {
		from = strconv.FormatInt(*low, 10)
	}
	if high != nil {
		to = strconv.FormatInt(*high, 10)
	}
	w.add(name + "=" + from + ".." + to)
}

func (w *words) number(name string, f *float64) {
	if f != nil {
		w.add(name + "=" + strconv.FormatFloat(*f, 'f', -1, 64))
	}
}

func (w *words) text(name, s string) {
	if s != "" {
		w.add(name + "=" + quote(s))
	}
}

// bare are strings that need no quotes: no number, boolean or null looks so.
var bare = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`)

func quote(s string) string {
	if bare.MatchString(s) && s != "true" && s != "false" && s != "null" {
		return s
	}
	out, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("a string is no JSON: %v", err))
	}
	for code, plain := range map[string]string{`\u003c`: "<", `\u003e`: ">", `\u0026`: "&"} {
		out = []byte(strings.ReplaceAll(string(out), code, plain))
	}
	return string(out)
}

func (w *words) enum(values []apiextensions.JSON) {
	var out []string
	for _, v := range values {
		var s string
		if err := json.Unmarshal(v.Raw, &s); err == nil {
			out = append(out, quote(s))
		} else {
			out = append(out, string(v.Raw))
		}
	}
	if out != nil {
		w.add("enum=" + strings.Join(out, "|"))
	}
}

// recode writes JSON without spaces and with sorted keys.
func recode(raw []byte) (string, error) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return "", err
	}
	out, err := json.Marshal(v)
	return string(out), err
}
