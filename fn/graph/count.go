package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

// ruleNames are the names of the rules that findings come from, the gravest
// first.
func ruleNames(findings []*lint.Finding) []string {
	var out []string
	for _, r := range rulesOf(findings) {
		out = append(out, r.name)
	}
	return out
}

// ruleCount counts the findings of one rule.
type ruleCount struct {
	name     string
	severity lint.Severity // the gravest
	count    int
}

// rulesOf counts findings by rule, each once: the gravest first, else by name.
func rulesOf(findings []*lint.Finding) []ruleCount {
	var out []ruleCount
	seen := make(map[*lint.Finding]bool, len(findings))
	for _, f := range findings {
		if seen[f] {
			continue // it stands on several edges
		}
		seen[f] = true
		i := slices.IndexFunc(out, func(r ruleCount) bool { return r.name == f.Name })
		if i < 0 {
			i = len(out)
			out = append(out, ruleCount{name: f.Name})
		}
		out[i].severity = max(out[i].severity, f.Severity)
		out[i].count++
	}
	slices.SortFunc(out, func(a, b ruleCount) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), strings.Compare(a.name, b.name))
	})
	return out
}
