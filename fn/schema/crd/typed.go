package crd

import (
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	"k8s.io/apiserver/pkg/cel/common"
)

// typed is a schema as CEL looks at values through it. Upstream's makes a new
// map of all fields whenever a rule reads one, which is half of the memory that
// rules take; this one keeps what it made. It is used under the lock of its
// version.
type typed struct {
	*model.Structural
	fields map[string]common.Schema
	items  *typed
	extra  *typedOrBool
	meta   common.Schema
}

func newTyped(s *structural.Structural) *typed {
	return &typed{Structural: &model.Structural{Structural: s}}
}

func (t *typed) Properties() map[string]common.Schema {
	s := t.Structural.Structural
	if t.fields == nil && s.Properties != nil {
		t.fields = make(map[string]common.Schema, len(s.Properties))
		for name, p := range s.Properties {
			t.fields[name] = newTyped(&p)
		}
	}
	return t.fields
}

func (t *typed) Items() common.Schema {
	if t.Structural.Structural.Items == nil {
		return nil
	}
	if t.items == nil {
		t.items = newTyped(t.Structural.Structural.Items)
	}
	return t.items
}

func (t *typed) AdditionalProperties() common.SchemaOrBool {
	s := t.Structural.Structural.AdditionalProperties
	if s == nil {
		return nil
	}
	if t.extra == nil {
		t.extra = &typedOrBool{allows: s.Bool}
		if s.Structural != nil {
			t.extra.schema = newTyped(s.Structural)
		}
	}
	return t.extra
}

func (t *typed) WithTypeAndObjectMeta() common.Schema {
	if t.meta == nil {
		t.meta = newTyped(model.WithTypeAndObjectMeta(t.Structural.Structural))
	}
	return t.meta
}

// typedOrBool is additionalProperties.
type typedOrBool struct {
	schema *typed
	allows bool
}

func (t *typedOrBool) Schema() common.Schema {
	if t.schema == nil {
		return nil
	}
	return t.schema
}

func (t *typedOrBool) Allows() bool { return t.allows }
