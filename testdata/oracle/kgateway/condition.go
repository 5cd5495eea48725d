package kgateway

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ID names an object.
type ID struct{ Kind, Namespace, Name string }

func (id ID) String() string { return id.Kind + " " + id.Namespace + "/" + id.Name }

// Statuses are the conditions of objects, as kubectl users read them. An object
// that got no status is not among them.
type Statuses map[ID][]string

// add takes the conditions of a status in that tell of a problem.
func (s Statuses) add(id ID, status any) error {
	text, err := json.Marshal(status)
	if err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	all := problems(v)
	slices.Sort(all)
	s[id] = slices.Compact(append(s[id], all...))
	return nil
}

// negative are the conditions that tell of a problem when they are true.
var negative = []string{"Conflicted", "PartiallyInvalid", "OverlappingTLSConfig"}

// problems gathers the conditions of every parent, ancestor and listener that
// tell of a problem.
func problems(status any) (out []string) {
	switch v := status.(type) {
	case []any:
		for _, item := range v {
			out = append(out, problems(item)...)
		}
	case map[string]any:
		kind, is, reason := v["type"], v["status"], v["reason"]
		if kind == nil || is == nil || reason == nil {
			for _, item := range v {
				out = append(out, problems(item)...)
			}
			return out
		}
		good := "True"
		if slices.Contains(negative, fmt.Sprint(kind)) {
			good = "False"
		}
		if is != good {
			out = append(out, fmt.Sprintf("%s=%s (%s)", kind, is, reason))
		}
	}
	return out
}
