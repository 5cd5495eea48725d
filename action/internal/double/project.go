package double

import (
	"net/http"

	"github.com/vektah/gqlparser/v2/ast"
)

// project keeps what a document asks for of a value, and holds it against the
// types of the schema.
func (d *Double) project(r *http.Request, set ast.SelectionSet, v any) any {
	object, out := v.(map[string]any), map[string]any{}
	for _, s := range set {
		f := s.(*ast.Field)
		out[f.Alias] = d.value(r, f, f.Definition.Type, object[f.Name])
	}
	return out
}

func (d *Double) value(r *http.Request, f *ast.Field, t *ast.Type, v any) any {
	switch {
	case v == nil:
		if t.NonNull {
			d.wrong(r, "GitHub would not answer null for %s", f.Name)
		}
		return nil
	case t.Elem != nil:
		list := []any{}
		for _, item := range v.([]any) {
			list = append(list, d.value(r, f, t.Elem, item))
		}
		return list
	case len(f.SelectionSet) > 0:
		return d.project(r, f.SelectionSet, v)
	}
	ok := false
	switch d.specs.graphql.Types[t.NamedType].Name {
	case "Boolean":
		_, ok = v.(bool)
	case "Int":
		_, ok = v.(int)
	default: // String, ID and the scalars of GitHub's that are used: all text
		_, ok = v.(string)
	}
	if !ok {
		d.wrong(r, "GitHub would not answer %v for %s, a %s", v, f.Name, t)
	}
	return v
}
