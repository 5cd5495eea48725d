package rules

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

// Catalogue returns the page of all rules, fn/rules/README.md.
func Catalogue() string {
	var b strings.Builder
	b.WriteString("# Rules\n\n<!-- Generated from the table in rules.go: go test ./fn/rules -update -->\n\n")
	b.WriteString("*Safe* fixes are made by `gatefix fix` and by the KRM function; *unsafe* ones with `--unsafe` or `unsafeFixes: true`.\n\n")
	b.WriteString("*Outcome* is what becomes of the object where nobody repairs it: *rejected* by the API server, *pruned* of the field, a condition of its " +
		"status, *silent*, or seen *outside*, by a program such as Helm. The API server's code and the controller of agentgateway have confirmed it " +
		"([verdicts](../../testdata/oracle/VERDICTS.md)).\n\n")
	b.WriteString("| rule | severity | what | outcome |\n|---|---|---|---|\n")
	for _, r := range All {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", r.Name, r.Name, r.Severity, r.Doc.Summary, r.Outcome)
	}
	b.WriteString("\nThe engine itself reports under these names, which can be configured in the same way:\n\n| name | severity | what |\n|---|---|---|\n")
	for _, e := range lint.EngineRules() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", e.Name, e.Severity, e.Summary)
	}
	for _, r := range All {
		b.WriteString("\n" + Page(r))
	}
	return b.String()
}

// Page returns what is known of one rule, as Markdown.
func Page(r *lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s. Severity: %s. Since %s.\n", r.Name, strings.ToUpper(r.Doc.Summary[:1])+r.Doc.Summary[1:], r.Severity, r.Since)
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n**%s** %s\n", title, text)
		}
	}
	section("Why:", r.Doc.Why)
	section("Without Gatefix:", r.Doc.Forecast)
	section("Repair:", r.Doc.Repair)
	section("Fix safety:", r.Doc.FixSafety)
	if len(r.Doc.Links) > 0 {
		b.WriteString("\nSee also:\n")
		for _, l := range r.Doc.Links {
			fmt.Fprintf(&b, "- <%s>\n", l)
		}
	}
	return b.String()
}
