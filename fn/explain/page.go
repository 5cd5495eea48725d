package explain

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
)

// Page returns what is known of a topic, as Markdown.
func Page(t *Topic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s.\n", t.Name, t.Title)
	for _, s := range []struct{ title, text string }{{"Cause", t.Cause}, {"Check", t.Check}, {"Repair", t.Repair}} {
		between := " "
		if strings.HasPrefix(s.text, "```") { // a fence begins a line
			between = "\n\n"
		}
		fmt.Fprintf(&b, "\n**%s:**%s%s\n", s.title, between, s.text)
	}
	if found := FoundBy(t); len(found) > 0 {
		b.WriteString("\nFound before it happens by:\n")
		for _, r := range found {
			fmt.Fprintf(&b, "- %s: %s\n", r.Name, r.Summary)
		}
	}
	if len(t.Links) > 0 {
		b.WriteString("\nSee also:\n")
		for _, l := range t.Links {
			fmt.Fprintf(&b, "- <%s>\n", l)
		}
	}
	return b.String()
}

// Rule is a rule that finds a mistake before it happens.
type Rule struct {
	Name     string `json:"name"`
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
}

// FoundBy returns the rules that find a topic before it happens, or findings of
// the engine itself.
func FoundBy(t *Topic) []Rule {
	var out []Rule
	for _, name := range t.Rules {
		if r := rules.Find(name); r != nil {
			out = append(out, Rule{r.Name, r.Severity.String(), r.Doc.Summary})
		}
		for _, e := range lint.EngineRules() {
			if e.Name == name {
				out = append(out, Rule{e.Name, e.Severity.String(), e.Summary})
			}
		}
	}
	return out
}
