package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// checkPrefix reports filters that replace the prefix of a rule which has not
// just one. It follows the rules in CEL of the CustomResourceDefinition to the
// letter: they ask whether exactly one filter does.
func (r filteredRule) checkPrefix() {
	if onePrefix(r.rule) {
		return
	}
	for _, key := range []string{"urlRewrite", "requestRedirect"} {
		if found := prefixFilters(r.rule.Get("filters"), key); len(found) == 1 {
			r.reportPrefix(found[0])
		}
		var within []*source.Node
		for _, b := range r.rule.Get("backendRefs").Seq() {
			if found := prefixFilters(b.Get("filters"), key); len(found) == 1 {
				within = append(within, found[0])
			}
		}
		if len(within) == 1 {
			r.reportPrefix(within[0])
		}
	}
}

// prefixFilters returns what replaces a prefix, of the filters that do.
func prefixFilters(filters *source.Node, key string) []*source.Node {
	var out []*source.Node
	for _, f := range filters.Seq() {
		if replacesPrefix(f, key) {
			out = append(out, f.Get(key))
		}
	}
	return out
}

func replacesPrefix(filter *source.Node, key string) bool {
	path := filter.Get(key, "path")
	return path.Get("type").Text() == "ReplacePrefixMatch" && path.Has("replacePrefixMatch")
}

// onePrefix reports whether a rule has one match, of type PathPrefix, as far as
// it can be seen: in doubt it has. A match without a path gets the prefix "/"
// from the API server, and so does a rule without matches.
func onePrefix(rule *source.Node) bool {
	matches := rule.Get("matches")
	if matches == nil || matches.IsNull() || len(matches.Seq()) == 0 || matches.IsTemplate() {
		return true
	}
	for _, match := range matches.Seq() {
		if lint.Opaque(match) || lint.Opaque(match.Get("path")) || lint.Opaque(match.Get("path", "type")) {
			return true
		}
	}
	if len(matches.Seq()) > 1 {
		return false
	}
	t := matches.Get(0, "path", "type")
	return t == nil || t.IsNull() || t.Text() == "PathPrefix"
}

// reportPrefix reports the matches, for they are what has to change; at is what
// the filter replaces the prefix by.
func (r filteredRule) reportPrefix(at *source.Node) {
	matches := r.rule.Get("matches")
	wrong, advice := fmt.Sprintf("has %d matches", len(matches.Seq())), "write a rule for each match"
	if len(matches.Seq()) == 1 {
		wrong, advice = fmt.Sprintf("has a match of type %q", matches.Get(0, "path", "type").Text()), "write PathPrefix here, or \"ReplaceFullPath\" in the filter"
	}
	r.p.Report(lint.AtKey(r.route, r.rule, "matches"),
		fmt.Sprintf("the rule %s, and its filter of type \"ReplacePrefixMatch\" replaces the one PathPrefix that a rule matched; %s; the API server rejects it", wrong, advice),
		lint.See(lint.At(r.route, at), "the filter that replaces the prefix"))
}
