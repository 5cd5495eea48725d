package cli

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/rules"
)

func (c *Command) explainCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:               "explain RULE",
		Short:             "Tell what a rule finds, why it matters and how to repair it",
		Example:           "  gatefix explain cors-max-age",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(ruleNames(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format, infoFormats); err != nil {
				return err
			}
			return explain(c.Stdout, args[0], format)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

func explain(w io.Writer, name, format string) error {
	all := allRules()
	i := slices.IndexFunc(all, func(r ruleInfo) bool { return r.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no rule %q%s; \"gatefix rules\" lists them", name, didYouMean(name, ruleNames()))
	}
	if format == "json" {
		return report.WriteJSON(w, struct {
			Version int      `json:"version"`
			Rule    ruleInfo `json:"rule"`
		}{report.JSONVersion, all[i]})
	}
	_, err := io.WriteString(w, plainText(page(all[i])))
	return err
}

// page is what is known of a rule, as Markdown.
func page(info ruleInfo) string {
	if r := rules.Find(info.Name); r != nil {
		return rules.Page(r)
	}
	summary := strings.ToUpper(info.Summary[:1]) + info.Summary[1:]
	return fmt.Sprintf("## %s\n\n%s. Severity: %s. Found by the engine itself, whatever the kind.\n", info.Name, summary, info.Severity)
}

// pageWidth is the width that text is wrapped to, in columns.
const pageWidth = 80

// marks are the Markdown that says nothing in plain text: headings, bold words
// and links in angle brackets.
var marks = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^#+ |\\*\\*([^*`]+)\\*\\*|<(https?://[^>]+)>")
})

// plainText renders the Markdown that rules are documented in: paragraphs,
// lists and code fences of one paragraph or item a line.
func plainText(markdown string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			b.WriteString("    " + line + "\n")
		default:
			b.WriteString(wrap(marks().ReplaceAllString(line, "$1$2")))
		}
	}
	return b.String()
}

// wrap breaks a paragraph or a list item into lines; those behind the first of
// an item are indented.
func wrap(line string) string {
	indent := ""
	if strings.HasPrefix(line, "- ") {
		indent = "  "
	}
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(line) {
		n := len([]rune(word))
		switch {
		case i > 0 && column+1+n > pageWidth:
			b.WriteString("\n" + indent)
			column = len(indent)
		case i > 0:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String() + "\n"
}
