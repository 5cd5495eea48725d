package crd

import (
	"maps"
	"slices"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// prune removes the fields that the schema of the value at base does not know,
// and reports them. What was pruned is found by comparing, since the API server
// names it by paths that say not where a key with a dot in it ends.
func (j *judgement) prune(s *structural.Structural, v any, base source.Path, isRoot bool) {
	before := runtime.DeepCopyJSONValue(v)
	pruning.Prune(v, s, isRoot)
	for _, path := range pruned(nil, before, v, nil) {
		known := at(s, path[:len(path)-1])
		if known != nil && known.Type != "" && known.Type != "object" {
			continue // a mapping is the wrong type there
		}
		path = append(base[:len(base):len(base)], path...)
		j.add(found{class: schema.UnknownField, path: path, atKey: true, message: unknownMessage(path, known)})
	}
}

// pruned returns the paths of what is in before and not in after.
func pruned(out []source.Path, before, after any, path source.Path) []source.Path {
	switch before := before.(type) {
	case map[string]any:
		after, _ := after.(map[string]any)
		for _, k := range slices.Sorted(maps.Keys(before)) {
			if left, there := after[k]; there {
				out = pruned(out, before[k], left, join(path, key(k)))
			} else {
				out = append(out, join(path, key(k)))
			}
		}
	case []any:
		after, _ := after.([]any)
		for i := range min(len(before), len(after)) {
			out = pruned(out, before[i], after[i], join(path, index(i)))
		}
	}
	return out
}
