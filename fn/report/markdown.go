package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/text"
)

// markdownLimit is the size, in bytes, that the report stays below. GitHub shows
// nothing of a step's summary above 1 MiB.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const markdownLimit = 900 << 10

// Markdown writes the report for a job summary or a comment, in the Markdown of
// GitHub: the end line, a table of the findings, and for each file the lines
// they are about. What does not fit is counted.
func Markdown(w io.Writer, r Report) error {
	var m markdown
	m.add("### Gatefix\n\n" + r.EndLine() + "\n")
	m.table(r.standing())
	for _, e := range r.Unreadable {
		m.add("\n**Not read:** " + MarkdownText(e.Error()) + "\n")
	}
	m.details(r.standing())
	m.fixed(r.repaired())
	if m.left > 0 {
		fmt.Fprintf(&m.Builder, "\nThe report is too long to be shown whole; %s left out.\n", Plural(m.left, "part"))
	}
	_, err := io.WriteString(w, m.String())
	return err
}

// markdown is a text that grows up to its limit.
type markdown struct {
	strings.Builder
	left int // parts that did not fit
}

func (m *markdown) add(part string) {
	if m.Len()+len(part) > markdownLimit {
		m.left++
		return
	}
	m.WriteString(part)
}

func (m *markdown) table(findings []*lint.Finding) {
	if len(findings) == 0 {
		return
	}
	m.add("\n| Severity | Place | Finding | Rule |\n|---|---|---|---|\n")
	for _, f := range findings {
		m.add(fmt.Sprintf("| %s | %s | %s | %s |\n", f.Severity, MarkdownCode(placeName(f.At)), MarkdownText(f.Message), MarkdownRule(f)))
	}
}

func (m *markdown) details(findings []*lint.Finding) {
	hidden, byFile := Hidden{}, map[string][]*lint.Finding{}
	var files []string
	for _, f := range findings {
		name := f.At.Doc.File.Name
		if byFile[name] == nil {
			files = append(files, name)
		}
		byFile[name] = append(byFile[name], f)
	}
	for _, name := range files {
		var b strings.Builder
		fmt.Fprintf(&b, "\n<details>\n<summary>%s: %s</summary>\n", html.EscapeString(unmentioned.Replace(Printable(name))), Plural(len(byFile[name]), "finding"))
		for _, f := range byFile[name] {
			b.WriteString("\n" + hidden.MarkdownFinding(f))
		}
		b.WriteString("\n</details>\n")
		m.add(b.String())
	}
}

// MarkdownFinding is a finding with the line it is about.
func (h Hidden) MarkdownFinding(f *lint.Finding) string {
	var b strings.Builder
	pos := f.At.Position()
	fmt.Fprintf(&b, "**%d:%d** %s: %s (%s)\n\n", pos.Line, pos.Column, f.Severity, MarkdownText(f.Message), MarkdownRule(f))
	line, _ := h.line(f.At)
	b.WriteString(Fence("yaml", Printable(line)))
	for i, remark := range Remarks(f) {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + MarkdownText(remark) + "\n")
	}
	return b.String()
}

func (m *markdown) fixed(findings []*lint.Finding) {
	if len(findings) == 0 {
		return
	}
	m.add("\n**Fixed:**\n\n")
	for _, f := range findings {
		m.add("- " + MarkdownText(strings.TrimPrefix(FixedLine(f, false), "fixed ")) + "\n")
	}
}

// MarkdownRule links to what the catalogue says of the rule of a finding.
func MarkdownRule(f *lint.Finding) string { return "[" + f.Name + "](" + lint.RuleURL(f.Name) + ")" }

// markdownEscape takes the meaning from what has one in the middle of a line.
// An entity or a backslash would not keep a name from being mentioned or an
// issue from being referred to; a space of no width does. URLs are no links.
var markdownEscape = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
	"|", `\|`, "~", `\~`, "&", "&amp;", "$", `\$`, "@", "@\u200b",
	"#", "\\#\u200b", "GH-", "GH-\u200b", "://", `\://`, "www.", `www\.`,
)

// unmentioned does the same where Markdown is not looked for, in an element.
var unmentioned = strings.NewReplacer("@", "@\u200b", "#", "#\u200b", "GH-", "GH-\u200b")

// MarkdownText is a text that Markdown shows as it is, in one line.
func MarkdownText(s string) string { return markdownEscape.Replace(Printable(s)) }

// MarkdownCode is a name in the font of code. Backticks would not do: no escape
// works between them.
func MarkdownCode(s string) string { return "<code>" + MarkdownText(s) + "</code>" }

var backticks = text.NewPattern("`+")

// Fence puts text into a fence longer than any run of backticks in it. A text
// that is not empty is to end without a line ending.
func Fence(lang, text string) string {
	longest := 2
	for _, run := range backticks.FindAllString(text, -1) {
		longest = max(longest, len(run))
	}
	fence := strings.Repeat("`", longest+1)
	return fence + lang + "\n" + text + "\n" + fence + "\n"
}
