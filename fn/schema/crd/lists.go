package crd

import (
	"fmt"
	"reflect"
	"strings"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// lists walks through a value and checks what is neither OpenAPI nor CEL: the
// items of lists of type set and map, and embedded resources.
func (j *judgement) lists(s *structural.Structural, v any, path source.Path) {
	if s == nil {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		if len(path) > 0 {
			j.embedded(s, v, path)
		}
		for k, inner := range v {
			j.lists(fieldSchema(s, k), inner, join(path, key(k)))
		}
	case []any:
		j.unique(s, v, path)
		for i, inner := range v {
			j.lists(s.Items, inner, join(path, index(i)))
		}
	}
}

// unique reports the items of a list that repeat an earlier one.
func (j *judgement) unique(s *structural.Structural, items []any, path source.Path) {
	if s.XListType == nil || len(items) < 2 {
		return
	}
	alone := structural.Structural{Extensions: s.Extensions} // its items are looked at on their own
	around := &structural.Structural{Properties: map[string]structural.Structural{"": alone}}
	for _, e := range listtype.ValidateListSetsAndMaps(nil, around, map[string]any{"": items}) {
		var i int
		if _, err := fmt.Sscanf(e.Field[strings.LastIndex(e.Field, "["):], "[%d]", &i); err != nil || e.Type != field.ErrorTypeDuplicate {
			continue // an item of the wrong type, which was reported
		}
		j.duplicate(s, items, i, path)
	}
}

func (j *judgement) duplicate(s *structural.Structural, items []any, i int, path source.Path) {
	if *s.XListType == "map" && j.graveBelow(join(path, index(i))) {
		return // it lacks the key, perhaps
	}
	first := 0
	for first < i && !reflect.DeepEqual(listKey(s, items[first]), listKey(s, items[i])) {
		first++
	}
	list := schema.Name(path)
	f := found{class: schema.Constraint, path: join(path, index(i))}
	if *s.XListType == "map" {
		f.message = fmt.Sprintf("%s[%d] has the same %s as %s[%d]; allowed: each once", list, i, describeKey(s, items[i]), list, first)
	} else {
		f.message = fmt.Sprintf("%s[%d] repeats %s[%d], %s; allowed: each item once", list, i, list, first, show(items[i]))
	}
	if n := find(j.root, join(path, index(first))); !n.missing {
		f.related = append(f.related, n.node)
	}
	j.add(f)
}

// listKey returns what must be unique of an item.
func listKey(s *structural.Structural, item any) any {
	if *s.XListType != "map" {
		return item
	}
	m, _ := item.(map[string]any)
	out := map[string]any{}
	for _, k := range s.XListMapKeys {
		if v, ok := m[k]; ok {
			out[k] = v
		}
	}
	return out
}

func describeKey(s *structural.Structural, item any) string {
	m, _ := item.(map[string]any)
	var parts []string
	for _, k := range s.XListMapKeys {
		if v, ok := m[k]; ok {
			parts = append(parts, k+" "+show(v))
		} else {
			parts = append(parts, k+" (none)")
		}
	}
	return strings.Join(parts, " and ")
}
