package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Limits of an HTTPRoute. Splitting a rule adds rules; it adds no match, so
// the limits of 64 matches a rule and 128 a route hold where they held before.
// https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
const (
	maxRouteRules  = 16
	maxRuleFilters = 16
	// maxCopied is how many values a copy of a rule or of a filter has at most.
	maxCopied = 10_000
)

// fixes returns the repairs on offer: the rewrite, and the path of the
// provider as something to think about.
func (r llmRule) fixes(p *lint.Pass) []lint.Option {
	var out []lint.Option
	if edits := r.rewrite(); edits != nil {
		out = append(out, lint.With(r.safety(), r.title(), edits...))
	}
	if edits := r.providerPrefix(); edits != nil && hasProviderPathPrefix(p.Config) {
		out = append(out, lint.With(lint.Suggestion, "set pathPrefix: /v1 on the provider", edits...))
	}
	return out
}

// safety tells how sure the rewrite is: FixSafety says why.
func (r llmRule) safety() lint.Safety {
	switch {
	case r.worst() == prefixMayBeRoot:
		return lint.Suggestion
	case len(r.matches) > 1 || r.worst() == prefixVersioned || r.upstream.api == anthropicAPI:
		return lint.Unsafe
	case hasFilter(r.rule.Get("filters"), "RequestMirror"):
		return lint.Unsafe
	}
	return lint.Safe
}

func (r llmRule) title() string {
	if len(r.matches) > 1 {
		return "split the rule, one match a rule, and rewrite each prefix"
	}
	return fmt.Sprintf("rewrite the prefix %q to %q", r.matches[0].prefix, r.matches[0].replacement)
}

// rewriteFilter replaces the prefix of a path. The name of the host is left
// alone: setting it would keep agentgateway from sending the backend's own.
func rewriteFilter(to string) source.Map {
	return source.Map{
		{Key: "type", Value: "URLRewrite"},
		{Key: "urlRewrite", Value: source.Map{
			{Key: "path", Value: source.Map{
				{Key: "type", Value: "ReplacePrefixMatch"},
				{Key: "replacePrefixMatch", Value: to},
			}},
		}},
	}
}

// rewrite returns the edits that give every match at fault its rewrite, or nil
// where the result would not be a valid route.
func (r llmRule) rewrite() []source.Edit {
	groups := r.groups()
	rules := len(r.route.Get("spec", "rules").Seq())
	switch {
	case len(r.rule.Get("filters").Seq()) >= maxRuleFilters || rules+len(groups)-1 > maxRouteRules:
		return nil
	case len(groups) > 1 && (r.rule.Has("name") || !r.rule.Within(maxCopied)):
		return nil // names are unique, and policies refer to them
	}
	return append(r.keepFirst(groups[0]), r.addRules(groups[1:])...)
}

// groups divides the matches among rules: each that is rewritten has a rule of
// its own, the others stay together. Which match wins does not change: requests
// are matched by the length of the path first, and matches of the same path
// keep their order.
func (r llmRule) groups() [][]int {
	var groups [][]int
	fine := -1
	for i, m := range r.matches {
		switch {
		case m.verdict >= r.lowest():
			groups = append(groups, []int{i})
		case fine >= 0:
			groups[fine] = append(groups[fine], i)
		default:
			fine = len(groups)
			groups = append(groups, []int{i})
		}
	}
	return groups
}

// lowest is the verdict from which on a match is rewritten. What may be the
// root of an API is left alone beside what is not.
func (r llmRule) lowest() prefixVerdict { return min(r.worst(), prefixVersioned) }

// keepFirst leaves the first group of matches to the rule that is there.
func (r llmRule) keepFirst(group []int) []source.Edit {
	at := source.P("spec", "rules", r.index)
	var edits []source.Edit
	for i := len(r.matches) - 1; i >= 0; i-- {
		if !slices.Contains(group, i) {
			edits = append(edits, source.Delete(r.route.Doc, at.Join("matches", i)))
		}
	}
	first := r.matches[group[0]]
	if first.verdict < r.lowest() {
		return edits
	}
	filter := rewriteFilter(first.replacement)
	if r.rule.Has("filters") {
		return append(edits, source.Append(r.route.Doc, at.Join("filters"), filter))
	}
	return append(edits, source.Insert(r.route.Doc, at.Join("filters"), []any{filter}, "matches"))
}

// addRules writes the other groups as rules behind it.
func (r llmRule) addRules(groups [][]int) []source.Edit {
	var edits []source.Edit
	for i, group := range groups {
		at := source.P("spec", "rules", r.index+1+i)
		edits = append(edits, source.Insert(r.route.Doc, at, r.copyFor(group), ""))
	}
	return edits
}

// copyFor returns the rule with the matches of the group alone and, where they
// are rewritten, their filter.
func (r llmRule) copyFor(group []int) source.Map {
	var matches []any
	for _, i := range group {
		matches = append(matches, r.rule.Get("matches", i).Plain())
	}
	out := source.Map{{Key: "matches", Value: matches}}
	filters, _ := r.rule.Get("filters").Plain().([]any)
	if first := r.matches[group[0]]; first.verdict >= r.lowest() {
		filters = append(slices.Clip(filters), rewriteFilter(first.replacement))
	}
	if len(filters) > 0 {
		out = append(out, source.Field{Key: "filters", Value: filters})
	}
	rest, _ := r.rule.Plain().(source.Map)
	for _, f := range rest {
		if f.Key != "matches" && f.Key != "filters" {
			out = append(out, f)
		}
	}
	return out
}

// providerPrefix sets the path on the providers instead, which also serves
// requests of other APIs than the first.
func (r llmRule) providerPrefix() []source.Edit {
	var edits []source.Edit
	for _, p := range r.upstream.providers {
		if sendsPathAsIs(p.node) {
			edits = append(edits, source.Insert(p.backend.Doc, p.node.Path().Join("pathPrefix"), "/v1", "port"))
		}
	}
	return edits
}

// hasProviderPathPrefix reports whether the pinned agentgateway has the field;
// unpinned, it is the newest. Before 1.0 agentgateway came as kgateway 2.2.
func hasProviderPathPrefix(c *lint.Config) bool {
	major, rest, _ := strings.Cut(strings.TrimPrefix(c.Versions.Agentgateway, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	return !(major == "0" || major == "1" && minor == "0" || major == "2" && minor == "2")
}
