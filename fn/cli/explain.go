package cli

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gatefix/gatefix/fn/explain"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/rules"
)

const explainHelp = `Explain a rule, or any message: a condition in a status, an answer of the API
server, a line in the log of the controller or the proxy, a complaint of
kustomize, kpt or Helm. Paste it as it is: quotes, names, values, time stamps and
the JSON around it do not matter. Of several messages each is explained.

With -, the text is read from standard input. Without an argument, the topics
are listed.`

const explainExample = `  gatefix explain cors-max-age
  gatefix explain RefNotPermitted
  gatefix explain 'model "llama3" not found'
  kubectl get httproute web -o yaml | gatefix explain -`

// maxExplained is how much of standard input is read, in bytes.
const maxExplained = 16 << 20

func (c *Command) explainCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "explain [RULE | TOPIC | MESSAGE | -]",
		Short:   "Tell what a rule finds, or what a message means, and how to repair it",
		Long:    explainHelp,
		Example: explainExample,
		Args:    cobra.ArbitraryArgs, // a message without quotes is many
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format, infoFormats); err != nil {
				return err
			}
			if len(args) == 0 {
				return listTopics(c.Stdout, format)
			}
			text, err := c.explained(args)
			if err != nil {
				return err
			}
			a, err := answerTo(text)
			if err != nil {
				return err
			}
			return a.write(c.Stdout, format)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

// explainable is what the shell offers: the names of rules and topics, each with
// what it is.
func explainable() []string {
	var out []string
	for _, r := range allRules() {
		out = append(out, r.Name+"\t"+r.Summary)
	}
	for _, t := range explain.Topics() {
		out = append(out, t.Name+"\t"+t.Title)
	}
	return out
}

// explained is the text to explain: the arguments, or standard input.
func (c *Command) explained(args []string) (string, error) {
	if len(args) > 1 || args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	text, err := io.ReadAll(io.LimitReader(c.Stdin, maxExplained+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("standard input cannot be read: %v", reason(err))
	case len(text) > maxExplained:
		return "", fmt.Errorf("standard input is larger than %d MiB; give the lines that matter", maxExplained>>20)
	}
	return string(text), nil
}

// answer is what is known of a text. In JSON, "rule" is there for the name of a
// rule, "rules" for findings of Gatefix, "topics" for everything else.
type answer struct {
	Version int         `json:"version"`
	Rule    *ruleInfo   `json:"rule,omitempty"`
	Rules   []ruleInfo  `json:"rules,omitempty"`
	Topics  []topicInfo `json:"topics,omitempty"`
}

// answerTo looks a text up: the name of a rule, findings of Gatefix itself, or
// messages.
func answerTo(text string) (*answer, error) {
	a := &answer{Version: report.JSONVersion}
	if r := infoOfName(strings.TrimSpace(text)); r != nil {
		a.Rule = r
		return a, nil
	}
	if a.Rules = findings(text); len(a.Rules) > 0 {
		return a, nil
	}
	for _, m := range explain.Find(text) {
		info := infoOfTopic(m.Topic)
		info.Matched = m.Text
		a.Topics = append(a.Topics, info)
	}
	if len(a.Topics) == 0 {
		return nil, nothingKnown(text)
	}
	return a, nil
}

func infoOfName(rule string) *ruleInfo {
	all := allRules()
	if i := slices.IndexFunc(all, func(r ruleInfo) bool { return r.Name == rule }); i >= 0 {
		return &all[i]
	}
	return nil
}

// findings returns the rules of findings in a text, which end in [rule].
func findings(text string) []ruleInfo {
	var out []ruleInfo
	for _, m := range regexp.MustCompile(`\[([a-z0-9-]+)\]`).FindAllStringSubmatch(text, -1) {
		r := infoOfName(m[1])
		if r != nil && !slices.ContainsFunc(out, func(o ruleInfo) bool { return o.Name == r.Name }) {
			out = append(out, *r)
		}
	}
	return out
}

// maxQuoted is how much of an unknown text is quoted, in characters.
const maxQuoted = 60

func nothingKnown(text string) error {
	short := []rune(strings.Join(strings.Fields(text), " "))
	if len(short) == 0 {
		return fmt.Errorf(`there is no text to explain; "gatefix explain" lists the topics`)
	}
	if len(short) > maxQuoted {
		short = append(short[:maxQuoted-1], '…')
	}
	nearest := ""
	if names := explain.Near(text, ruleNames()); len(names) > 0 {
		nearest = "; nearest: " + strings.Join(names, ", ")
	}
	return fmt.Errorf(`nothing is known of %q%s; "gatefix explain" lists the topics, "gatefix rules" the rules`, string(short), nearest)
}

// write writes an answer, with what was matched above each of several topics.
func (a *answer) write(w io.Writer, format string) error {
	if format == "json" {
		return report.WriteJSON(w, a)
	}
	var pages []string
	if a.Rule != nil {
		pages = append(pages, rulePage(*a.Rule))
	}
	for _, r := range a.Rules {
		pages = append(pages, rulePage(r))
	}
	for _, t := range a.Topics {
		page := explain.Page(explain.Named(t.Name))
		if len(a.Topics) > 1 {
			page = "> " + t.Matched + "\n\n" + page
		}
		pages = append(pages, page)
	}
	_, err := io.WriteString(w, plainText(strings.Join(pages, "\n")))
	return err
}

// rulePage is what is known of a rule, as Markdown.
func rulePage(info ruleInfo) string {
	page := ""
	if r := rules.Find(info.Name); r != nil {
		page = rules.Page(r)
	} else {
		page = fmt.Sprintf("## %s\n\n%s. Severity: %s. Found by the engine itself, whatever the kind.\n", info.Name, strings.ToUpper(info.Summary[:1])+info.Summary[1:], info.Severity)
	}
	if topics := explain.OfRule(info.Name); len(topics) > 0 {
		page += "\nTopics of `gatefix explain`:\n"
		for _, t := range topics {
			page += fmt.Sprintf("- %s: %s\n", t.Name, t.Title)
		}
	}
	return page
}
