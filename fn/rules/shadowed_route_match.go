package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// ruleMatch is a match of a rule, and what it asks for as one comparable text.
type ruleMatch struct {
	httpMatch
	rule int // the index of the rule
	key  string
}

// String tells what it asks for, as part of a message.
func (r ruleMatch) String() string {
	out := fmt.Sprintf("%s %q, %s", r.PathType, r.Path, cmp.Or(r.Method, "any method"))
	if n := len(r.Node.Get("headers").Seq()) + len(r.Node.Get("queryParams").Seq()); n > 0 && r.Node != r.Rule {
		out += ", the same headers and query"
	}
	return out
}

// ruleMatches returns the matches of a route that can be compared, in order.
func ruleMatches(route *object.Object) []ruleMatch {
	var out []ruleMatch
	rules, _ := httpRules(route)
	for i, rule := range rules {
		for _, h := range httpMatches(route, rule) {
			if key, ok := matchKey(h); ok {
				out = append(out, ruleMatch{h, i, key})
			}
		}
	}
	return out
}

// matchKey writes all that a match asks for in one order; false where it holds
// something that is filled in later or that the Gateway API does not know.
func matchKey(h httpMatch) (string, bool) {
	if h.Opaque {
		return "", false
	}
	parts := []string{h.PathType, h.Path, h.Method}
	if h.Node == h.Rule {
		return strings.Join(append(parts, "0", "0"), "\n"), true
	}
	for _, pair := range h.Node.Get().Pairs {
		if !slices.Contains([]string{"path", "method", "headers", "queryParams"}, pair.Key.Value) {
			return "", false
		}
	}
	parts = append(parts, conditions(h.Node.Get("headers"), strings.ToLower)...)
	parts = append(parts, conditions(h.Node.Get("queryParams"), strings.Clone)...)
	return strings.Join(parts, "\n"), true
}

// conditions are the headers or the query parameters of a match, sorted.
func conditions(list *source.Node, name func(string) string) []string {
	out := make([]string, 0, len(list.Seq()))
	for _, n := range list.Seq() {
		out = append(out, fmt.Sprintf("%q %q %q", name(n.Get("name").Text()), cmp.Or(n.Get("type").Text(), "Exact"), n.Get("value").Text()))
	}
	slices.Sort(out)
	return append([]string{fmt.Sprint(len(out))}, out...)
}
