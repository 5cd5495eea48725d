package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/rules"
)

// ruleInfo is a rule in JSON. Texts are Markdown.
type ruleInfo struct {
	Name      string   `json:"name"`
	Severity  string   `json:"severity"`
	Since     string   `json:"since"` // "" for the findings of the engine
	Summary   string   `json:"summary"`
	Why       string   `json:"why"`
	Forecast  string   `json:"forecast"`
	Repair    string   `json:"repair"`
	FixSafety string   `json:"fixSafety"` // "" where there is no fix
	Kinds     []string `json:"kinds"`
	Links     []string `json:"links"`
}

func infoOf(r *lint.Rule) ruleInfo {
	info := ruleInfo{
		Name: r.Name, Severity: r.Severity.String(), Since: r.Since, Summary: r.Doc.Summary, Why: r.Doc.Why,
		Forecast: r.Doc.Forecast, Repair: r.Doc.Repair, FixSafety: r.Doc.FixSafety, Kinds: []string{}, Links: r.Doc.Links,
	}
	for _, k := range r.Kinds {
		info.Kinds = append(info.Kinds, k.String())
	}
	if info.Links == nil {
		info.Links = []string{}
	}
	return info
}

func infoOfEngine(r lint.EngineRule) ruleInfo {
	return ruleInfo{Name: r.Name, Severity: r.Severity.String(), Summary: r.Summary, Kinds: []string{}, Links: []string{}}
}

// allRules are the rules and the findings of the engine itself.
func allRules() []ruleInfo {
	var out []ruleInfo
	for _, r := range rules.All {
		out = append(out, infoOf(r))
	}
	for _, r := range lint.EngineRules() {
		out = append(out, infoOfEngine(r))
	}
	return out
}

func ruleNames() []string {
	var names []string
	for _, r := range allRules() {
		names = append(names, r.Name)
	}
	return names
}

func (c *Command) rulesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Long:  "List the rules and the findings of the engine itself; all of these names can be configured, ignored and explained.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format, infoFormats); err != nil {
				return err
			}
			if format == "json" {
				return report.WriteJSON(c.Stdout, struct {
					Version int        `json:"version"`
					Rules   []ruleInfo `json:"rules"`
				}{report.JSONVersion, allRules()})
			}
			return rulesTable(c.Stdout)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

// infoFormats are the formats of what is told of rules.
var infoFormats = []string{"json", "text"}

func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "text", "json or text")
	completeWith(cmd, "format", infoFormats...)
}

func rulesTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "RULE\tSEVERITY\tWHAT")
	for _, r := range allRules() {
		fmt.Fprintf(t, "%s\t%s\t%s\n", r.Name, r.Severity, r.Summary)
	}
	return t.Flush()
}
