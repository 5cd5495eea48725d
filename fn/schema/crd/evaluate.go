package crd

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	limits "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/common"

	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// evaluation runs the CEL rules of an object.
type evaluation struct {
	*judgement
	budget int64 // what the rules may still cost, in units of CEL
}

// evaluate runs the rules that apply to the values of an object, with the
// budget that the API server has for all of them.
func (j *judgement) evaluate(n *ruleNode, obj map[string]any) {
	e := &evaluation{j, limits.RuntimeCELCostBudget}
	e.walk(n, obj, nil)
}

// walk runs the rules of a value and of those below it. It stops where the
// budget is used up.
func (e *evaluation) walk(n *ruleNode, v any, path source.Path) {
	if n == nil || v == nil || e.budget < 0 {
		return
	}
	n.compile()
	e.rules(n, v, path)
	for _, a := range n.allOf {
		e.walk(a, v, path)
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			e.walk(n.item(), v[i], join(path, index(i)))
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			e.walk(n.additional(), v[k], join(path, key(k)))
			e.walk(n.field(k), v[k], join(path, key(k)))
		}
	}
}

// rules runs the rules of the value itself.
func (e *evaluation) rules(n *ruleNode, v any, path source.Path) {
	if len(n.rules) == 0 || e.graveBelow(path) {
		return
	}
	self := common.UnstructuredToVal(v, n.types)
	for i := range n.rules {
		r := &n.rules[i]
		if r.err != nil {
			e.v.ruleFlaw(r)
			continue
		}
		optional := r.OptionalOldSelf != nil && *r.OptionalOldSelf
		if r.check.usesOldSelf && !optional {
			continue // about a change, and there is no old object
		}
		vars := map[string]any{selfName: self}
		if optional {
			vars[oldSelfName] = types.OptionalNone
		}
		if e.rule(r, vars, path); e.budget < 0 {
			return
		}
	}
}

// rule runs one rule.
func (e *evaluation) rule(r *rule, vars map[string]any, path source.Path) {
	result, details, err := r.check.Eval(vars)
	if !e.pay(details) || err != nil && strings.Contains(err.Error(), "cost limit exceeded") {
		e.budget = -1
		e.report(path, fmt.Sprintf("checking %s costs more than the API server allows, so it refuses the object; make it smaller", schema.Name(path)))
		return
	}
	switch {
	case err != nil:
		e.report(path, fmt.Sprintf("the rule %q cannot be checked: %v", cmp.Or(strings.TrimSpace(r.Message), short(r.Rule)), err))
	case result != types.True:
		e.report(append(path[:len(path):len(path)], fieldPath(r.FieldPath)...), e.message(r, vars))
	}
}

func (e *evaluation) report(path source.Path, message string) {
	e.add(found{class: schema.Constraint, path: path, message: message})
}

// pay takes the cost of an evaluation off the budget, and reports whether it
// was enough.
func (e *evaluation) pay(details *cel.EvalDetails) bool {
	if details == nil || details.ActualCost() == nil {
		return false
	}
	cost := *details.ActualCost()
	if cost > math.MaxInt64 || int64(cost) > e.budget {
		return false
	}
	e.budget -= int64(cost)
	return true
}

// message is what the author of the schema has to say, or else the rule.
func (e *evaluation) message(r *rule, vars map[string]any) string {
	if r.message != nil {
		if s := e.computed(r.message, vars); s != "" {
			return s
		}
	}
	if s := strings.TrimSpace(r.Message); s != "" {
		return s
	}
	return fmt.Sprintf("the rule %q of the schema does not hold", short(r.Rule))
}

// computed is the result of a messageExpression, or "" where the API server
// would not show it.
func (e *evaluation) computed(p *program, vars map[string]any) string {
	result, details, err := p.Eval(vars)
	if err != nil || !e.pay(details) {
		return ""
	}
	s, _ := result.Value().(string)
	s = strings.TrimSpace(s)
	if len(s) > limits.MaxEvaluatedMessageExpressionSizeBytes || strings.Contains(s, "\n") {
		return ""
	}
	return s
}

// short is a rule on one line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 2*maxShown {
		return string(r[:2*maxShown]) + "…"
	}
	return text
}

// fieldPath reads the path that a rule points at, such as .a.b or .m['x.y'].
func fieldPath(s string) source.Path {
	var path source.Path
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "['"); ok {
			name, after, _ := strings.Cut(rest, "']")
			path, s = append(path, key(name)), after
			continue
		}
		s = strings.TrimPrefix(s, ".")
		end := strings.IndexAny(s, ".[")
		if end < 0 {
			end = len(s)
		}
		if end == 0 {
			return path // not a path that we know
		}
		path, s = append(path, key(s[:end])), s[end:]
	}
	return path
}
