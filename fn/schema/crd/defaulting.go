package crd

import (
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/runtime"
)

// dropNulls removes the nulls that the schema neither allows nor has a default
// for: the API server takes "key:" without a value for no key. Nulls in lists
// stay.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable
func dropNulls(v any, s *structural.Structural) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			below := fieldSchema(s, k)
			if isBareNull(inner, below) && below.Default.Object == nil {
				delete(v, k)
				continue
			}
			dropNulls(inner, below)
		}
	case []any:
		for _, inner := range v {
			dropNulls(inner, itemSchema(s))
		}
	}
}

// applyDefaults fills in the defaults of the schema.
func applyDefaults(v any, s *structural.Structural) {
	if s == nil {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for k, p := range s.Properties {
			if p.Default.Object == nil {
				continue
			}
			if old, there := v[k]; !there || isBareNull(old, &p) {
				v[k] = runtime.DeepCopyJSONValue(p.Default.Object)
			}
		}
		for k := range v {
			below := fieldSchema(s, k)
			if _, named := s.Properties[k]; !named && isBareNull(v[k], below) {
				v[k] = runtime.DeepCopyJSONValue(below.Default.Object)
			}
			applyDefaults(v[k], below)
		}
	case []any:
		for i := range v {
			if isBareNull(v[i], s.Items) {
				v[i] = runtime.DeepCopyJSONValue(s.Items.Default.Object)
			}
			applyDefaults(v[i], s.Items)
		}
	}
}

// isBareNull reports a null where the schema does not allow one.
func isBareNull(v any, s *structural.Structural) bool { return v == nil && s != nil && !s.Nullable }

// fieldSchema returns the schema of a field, or nil.
func fieldSchema(s *structural.Structural, name string) *structural.Structural {
	if s == nil {
		return nil
	}
	if p, ok := s.Properties[name]; ok {
		return &p
	}
	if s.AdditionalProperties != nil {
		return s.AdditionalProperties.Structural
	}
	return nil
}

func itemSchema(s *structural.Structural) *structural.Structural {
	if s == nil {
		return nil
	}
	return s.Items
}
