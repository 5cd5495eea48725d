package crd

import (
	"maps"
	"slices"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// unsound returns the first thing wrong with a schema for which clusters refuse
// its definition: it is not structural, or has a type that does not exist; nil:
// none. The API server checks more, but nothing else that would change how
// objects are judged.
func unsound(s *structural.Structural) *field.Error {
	if errs := structural.ValidateStructural(nil, s); len(errs) > 0 {
		return errs[0]
	}
	return unsoundBelow(s, nil)
}

func unsoundBelow(s *structural.Structural, at *field.Path) *field.Error {
	if s == nil {
		return nil
	}
	if s.Type != "" && typeNames[s.Type] == "" {
		return field.NotSupported(at.Child("type"), s.Type, slices.Sorted(maps.Keys(typeNames)))
	}
	if e := unsoundBelow(s.Items, at.Child("items")); e != nil {
		return e
	}
	if s.AdditionalProperties != nil {
		if e := unsoundBelow(s.AdditionalProperties.Structural, at.Child("additionalProperties")); e != nil {
			return e
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		if e := unsoundBelow(&p, at.Child("properties").Key(name)); e != nil {
			return e
		}
	}
	return nil
}
