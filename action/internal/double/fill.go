package double

import (
	"encoding/json"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// fill adds to a value the fields that its schema requires, with values of no
// meaning: an answer of GitHub has dozens that nobody here reads.
func fill(s *openapi3.Schema, v any) any {
	for _, member := range s.AllOf {
		v = fill(member.Value, v)
	}
	if len(s.Properties) == 0 {
		for _, choice := range slices.Concat(s.AnyOf, s.OneOf) {
			if full := fill(choice.Value, plain(v)); choice.Value.VisitJSON(plain(full)) == nil {
				return full
			}
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if p := s.Properties[name]; p != nil && value != nil {
				v[name] = fill(p.Value, value)
			}
		}
		for _, name := range s.Required {
			if _, ok := v[name]; !ok && s.Properties[name] != nil {
				v[name] = something(s.Properties[name].Value)
			}
		}
	case []any:
		for i := range v {
			v[i] = fill(s.Items.Value, v[i])
		}
	}
	return v
}

// plain returns a copy of a value as JSON has it.
func plain(v any) any {
	var out any
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		return err
	}
	return out
}

// something is a value that a schema takes.
func something(s *openapi3.Schema) any {
	switch {
	case s.Nullable:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.AllOf) > 0, s.Type.Is("object"):
		return fill(s, map[string]any{})
	case len(s.AnyOf) > 0:
		return something(s.AnyOf[0].Value)
	case len(s.OneOf) > 0:
		return something(s.OneOf[0].Value)
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 1
	case s.Type.Is("boolean"):
		return false
	case s.Type.Is("array"):
		return []any{}
	}
	return word(s.Format)
}

func word(format string) string {
	switch format {
	case "date-time":
		return "2026-01-02T03:04:05Z"
	case "uri":
		return "https://github.example/x"
	case "email":
		return "nobody@github.example"
	}
	return "x"
}
