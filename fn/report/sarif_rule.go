package report

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
)

// maxDescription is the longest description that code scanning takes, in code
// points. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
const maxDescription = 1024

// sarifRules describes the rules of findings, sorted by name.
func sarifRules(findings []*lint.Finding) []sarifRule {
	var out []sarifRule
	for _, f := range findings {
		if !slices.ContainsFunc(out, func(r sarifRule) bool { return r.ID == f.Name }) {
			out = append(out, describe(f))
		}
	}
	slices.SortFunc(out, func(a, b sarifRule) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func describe(f *lint.Finding) sarifRule {
	if f.Rule != nil {
		d := f.Rule.Doc
		help := []string{d.Why, "Without Gatefix: " + d.Forecast, "Repair: " + d.Repair}
		return sarifOf(f.Name, f.Rule.Severity, d.Summary, d.Why, strings.Join(help, "\n\n"), rules.Page(f.Rule))
	}
	for _, e := range lint.EngineRules() {
		if e.Name == f.Name {
			return sarifOf(e.Name, e.Severity, e.Summary, e.Summary, e.Summary, e.Summary)
		}
	}
	return sarifOf(f.Name, f.Severity, f.Name, f.Name, f.Name, f.Name)
}

func sarifOf(name string, severity lint.Severity, summary, description, help, markdown string) sarifRule {
	level := sarifLevels[severity]
	problem := level
	if severity == lint.Info {
		problem = "recommendation"
	}
	return sarifRule{
		ID: name, Short: sarifText{summary}, Full: sarifText{cut(description, maxDescription)}, Help: sarifHelp{help, markdown},
		HelpURI: lint.RuleURL(name), Default: sarifDefault{level},
		Properties: sarifProperties{[]string{"kubernetes", "gateway-api"}, "very-high", problem},
	}
}

// cut shortens a text to a number of code points, at the end of a word.
func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	s = string(runes[:n-1])
	return s[:max(strings.LastIndexByte(s, ' '), 0)] + "…"
}
