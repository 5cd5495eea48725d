// Package summary writes the summary of a step: what was found, by rule and by
// file, what of it hangs together, and what a repair would change. It is
// Markdown of GitHub, made of sections that are shown whole or not at all.
package summary

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/diff"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// Input is what a run came to.
type Input struct {
	Report report.Report
	// Status is the exit status.
	Status int
	// Scope says in a sentence what the findings are taken from.
	Scope string
	// Outside counts the findings outside of the scope.
	Outside int
	// Changes are what repairs change, or changed.
	Changes []Change
	// Repairs says in a few words what became of the changes.
	Repairs string
	// Graph draws the part of the input that findings are about, as Mermaid;
	// "" where it would be no picture. It may be nil.
	Graph func() string
	// Notes say what was left out.
	Notes []string
	// Limit is the size in bytes that the text stays below.
	Limit int
}

// Change is a file that repairs change.
type Change struct {
	Path     string
	Old, New []byte
}

// Markdown returns the summary.
func Markdown(in Input) string {
	w := &writer{limit: in.Limit - reserve}
	w.section("### Gatefix: " + title(in) + "\n\n" + report.MarkdownText(in.Report.EndLine()) + "\n")
	w.section(table(in.Report))
	for _, e := range in.Report.Unreadable {
		w.section("\n**Not read:** " + report.MarkdownText(e.Error()) + "\n")
	}
	hidden := report.Hidden{}
	for _, f := range byFile(in.Report.Findings) {
		w.section(details(f, hidden))
	}
	if in.Graph != nil && len(in.Report.Findings) > 0 {
		w.section(graph(in.Graph()))
	}
	w.section(fixed(in.Report.Fixed))
	changes(w, in)
	w.section(footer(in))
	if w.left > 0 {
		fmt.Fprintf(&w.Builder, "\nThe summary is too long to be shown whole: %s left out. The log has all findings.\n", report.Plural(w.left, "section"))
	}
	return w.String()
}

// reserve is room for the last sentence.
const reserve = 200

// writer takes sections up to its limit.
type writer struct {
	strings.Builder
	limit, left int
}

func (w *writer) section(s string) {
	if w.Len()+len(s) > w.limit {
		w.left++
		return
	}
	w.WriteString(s)
}

func title(in Input) string {
	s := in.Report.Summary
	switch {
	case in.Status == report.Unusable:
		return "some of the input cannot be read"
	case in.Status == report.Failed:
		return "failed"
	case s.Errors+s.Warnings+s.Infos > 0:
		return "passed, with findings"
	case s.Documents == 0:
		return "there was nothing to check"
	}
	return "passed"
}

// row counts the findings of one rule.
type row struct {
	first          *lint.Finding
	count, fixable int
	files          map[string]bool
}

func table(r report.Report) string {
	rows := map[string]*row{}
	for _, f := range r.Findings {
		key := f.Severity.String() + " " + f.Name
		if rows[key] == nil {
			rows[key] = &row{first: f, files: map[string]bool{}}
		}
		rows[key].add(f)
	}
	if len(rows) == 0 {
		return ""
	}
	var all []*row
	for _, r := range rows {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *row) int {
		return cmp.Or(-cmp.Compare(a.first.Severity, b.first.Severity), -cmp.Compare(a.count, b.count), strings.Compare(a.first.Name, b.first.Name))
	})
	var b strings.Builder
	b.WriteString("\n| Severity | Rule | Findings | Files | Fixable | What is wrong |\n|---|---|---:|---:|---:|---|\n")
	for _, r := range all {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %s | %s |\n", r.first.Severity, report.MarkdownRule(r.first), r.count, len(r.files), some(r.fixable), what(r.first))
	}
	return b.String()
}

func (r *row) add(f *lint.Finding) {
	r.count++
	r.files[f.At.Doc.File.Name] = true
	if fix := f.Fix(); fix != nil && fix.Safety != lint.Suggestion && f.Held == "" {
		r.fixable++
	}
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// what is the rule's summary: the messages, which hold text of the input, stand
// below.
func what(f *lint.Finding) string {
	if f.Rule == nil {
		return ""
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(f.Rule.Doc.Summary), " "), "|", `\|`)
}

// file are the findings of one file.
type file struct {
	name     string
	findings []*lint.Finding
}

// byFile puts the files with the heaviest findings first.
func byFile(findings []*lint.Finding) []*file {
	var out []*file
	at := map[string]*file{}
	for _, f := range findings {
		name := f.At.Doc.File.Name
		if at[name] == nil {
			at[name] = &file{name: name}
			out = append(out, at[name])
		}
		at[name].findings = append(at[name].findings, f)
	}
	slices.SortStableFunc(out, func(a, b *file) int { return -cmp.Compare(a.worst(), b.worst()) })
	return out
}

func (f *file) worst() lint.Severity {
	worst := lint.Severity(0)
	for _, finding := range f.findings {
		worst = max(worst, finding.Severity)
	}
	return worst
}

// details is a section that opens on a click.
func details(f *file, hidden report.Hidden) string {
	var b strings.Builder
	open(&b, fmt.Sprintf("%s: %s", element(f.name), report.Plural(len(f.findings), "finding")))
	for _, finding := range f.findings {
		b.WriteString("\n" + hidden.MarkdownFinding(finding))
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

func open(b *strings.Builder, title string) {
	fmt.Fprintf(b, "\n<details>\n<summary>%s</summary>\n", title)
}

// element is a text in an element of HTML, as code: names are mentioned and
// issues are referred to from anywhere but code.
func element(s string) string {
	return "<code>" + html.EscapeString(report.Printable(s)) + "</code>"
}

func graph(mermaid string) string {
	if mermaid == "" {
		return ""
	}
	return "\n#### Where it belongs\n\n" + report.Fence("mermaid", strings.TrimSuffix(mermaid, "\n"))
}

func fixed(findings []*lint.Finding) string {
	if len(findings) == 0 {
		return ""
	}
	var b strings.Builder
	open(&b, report.Plural(len(findings), "finding")+" repaired")
	b.WriteString("\n")
	for _, f := range findings {
		b.WriteString("- " + report.MarkdownText(strings.TrimPrefix(report.FixedLine(f, false), "fixed ")) + "\n")
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// changes shows the repairs, a section a file.
func changes(w *writer, in Input) {
	if len(in.Changes) == 0 {
		return
	}
	w.section("\n#### Repairs\n\n" + in.Repairs + "\n")
	for _, c := range in.Changes {
		var b strings.Builder
		open(&b, element(c.Path))
		b.WriteString("\n" + report.Fence("diff", strings.TrimSuffix(printable(diff.Unified(c.Path, masked(c.Path, c.Old), masked(c.Path, c.New))), "\n")) + "\n</details>\n")
		w.section(b.String())
	}
}

// masked is a text without the values that reports do not show.
func masked(name string, text []byte) []byte {
	f, err := source.Parse(name, text)
	if err != nil {
		return nil // no file that is repaired is of this kind
	}
	return report.Masked(f)
}

// printable keeps the lines of a text and nothing else that a page would obey.
func printable(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = report.Printable(strings.TrimSuffix(line, "\r"))
	}
	return strings.Join(lines, "\n")
}

func footer(in Input) string {
	lines := []string{}
	if in.Scope != "" {
		lines = append(lines, report.MarkdownText(in.Scope))
	}
	if in.Outside > 0 {
		lines = append(lines, report.Plural(in.Outside, "finding")+" elsewhere in the input neither shown nor counted")
	}
	for _, note := range in.Notes {
		lines = append(lines, report.MarkdownText(note))
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n<sub>" + strings.Join(lines, "<br>\n") + "</sub>\n"
}
