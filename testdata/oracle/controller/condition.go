package controller

import (
	"fmt"
	"slices"
	"strings"
)

// Condition is one condition of a status, wherever in it.
type Condition struct{ Type, Status, Reason, Message string }

// String is the condition without its message, as kubectl users read it.
func (c Condition) String() string { return fmt.Sprintf("%s=%s (%s)", c.Type, c.Status, c.Reason) }

// negative are the conditions that tell of a problem when they are true.
var negative = []string{"Conflicted", "PartiallyInvalid", "OverlappingTLSConfig"}

// Bad reports whether the condition tells of a problem.
func (c Condition) Bad() bool {
	if slices.Contains(negative, c.Type) {
		return c.Status != "False"
	}
	return c.Status != "True" || c.Reason == "PartiallyValid"
}

// conditions gathers those of every parent, ancestor and listener of a status.
func conditions(status any) []Condition {
	var out []Condition
	switch v := status.(type) {
	case []any:
		for _, item := range v {
			out = append(out, conditions(item)...)
		}
	case map[string]any:
		if c, ok := condition(v); ok {
			return []Condition{c}
		}
		for _, item := range v {
			out = append(out, conditions(item)...)
		}
	}
	slices.SortFunc(out, func(a, b Condition) int {
		return strings.Compare(a.String()+a.Message, b.String()+b.Message)
	})
	return slices.Compact(out)
}

func condition(m map[string]any) (Condition, bool) {
	c := Condition{text(m["type"]), text(m["status"]), text(m["reason"]), text(m["message"])}
	return c, c.Type != "" && c.Status != "" && c.Reason != ""
}

func text(v any) string { s, _ := v.(string); return s }
