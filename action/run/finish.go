package run

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/action/annotate"
	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/summary"
	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// finish repairs, reports and decides. Places of findings are those of the
// checkout, after repairs too: they are what the lines of the pull request are.
func (r *run) finish(o *outcome) (int, error) {
	end := &ending{run: r, outcome: o, report: r.reportOf(o, o.scoped)}
	if err := end.files(); err != nil {
		return 0, err
	}
	end.repair()
	end.status = report.Status(end.report.Findings, o.unreadable, o.cfg.FailOn)
	end.post()
	end.annotate()
	end.log()
	end.summarize()
	end.outputs()
	return end.status, nil
}

// ending is a run whose manifests are judged.
type ending struct {
	*run
	*outcome
	report report.Report // of the scope; what was repaired is no finding of it any more
	status int
	sarif  []byte
	commit string
	did    []Outcome // of what needs GitHub's API
}

// repaired turns findings that were repaired into such.
func (e *ending) repaired(findings []*lint.Finding) {
	if len(findings) == 0 {
		return
	}
	left := slices.DeleteFunc(slices.Clone(e.scoped), func(f *lint.Finding) bool { return slices.Contains(findings, f) })
	e.report = e.reportOf(e.outcome, left)
	e.report.Fixed, e.report.Summary.Fixed = findings, len(findings)
}

// repair makes the repairs that are asked for.
func (e *ending) repair() {
	switch {
	case len(e.changes) == 0:
	case e.in.Fix == "write":
		e.repaired(e.write())
	case e.in.Fix == "commit":
		e.repaired(e.committed())
	}
}

// write writes the repaired files, and returns the findings that this repairs.
func (e *ending) write() []*lint.Finding {
	fixed := slices.Clone(e.fixable)
	for _, c := range e.changes {
		if err := e.work.Replace(c.Path, c.New); err != nil {
			e.say(gha.Warning, fmt.Sprintf("%s is not repaired: it cannot be written: %v", c.Path, err))
			fixed = slices.DeleteFunc(fixed, func(f *lint.Finding) bool { return edits(f, c.Path) })
		}
	}
	return fixed
}

// edits reports whether the fix of a finding reaches into a file.
func edits(f *lint.Finding, name string) bool {
	all, err := source.Replacements(f.Fix().Edits)
	return err != nil || f.At.Doc.File.Name == name || slices.ContainsFunc(all, func(r source.Replacement) bool { return r.File.Name == name })
}

// message is that of the commit with repairs. Its trailer tells the commit from
// those of people, so that no run repairs what a run repaired.
func (e *ending) message() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Repair %s\n\n", report.Plural(len(e.fixable), "manifest mistake"))
	for i, f := range e.fixable {
		if i == 20 {
			fmt.Fprintf(&b, "and %d more\n", len(e.fixable)-i)
			break
		}
		b.WriteString(report.FixedLine(f, false) + "\n")
	}
	return b.String()
}

// annotate adds the annotations. What a run has to say of itself is one in any
// case.
func (e *ending) annotate() {
	in := annotate.Input{First: e.first}
	if e.wants("annotations") {
		in.Findings, in.Unreadable = e.report.Findings, e.report.Unreadable
		if e.scope.Changes.Known() {
			in.Changed = e.touched
		}
	}
	for _, a := range annotate.List(in) {
		e.kit.Annotate(a)
	}
}

// log prints all findings for people.
func (e *ending) log() {
	var text bytes.Buffer
	// Nothing goes wrong writing into memory.
	_ = report.Text(&text, e.report)
	body, _ := strings.CutSuffix(text.String(), e.report.EndLine()+"\n")
	if strings.TrimSpace(body) != "" {
		e.kit.Group("Findings", body)
	}
	for _, f := range e.report.Fixed {
		e.kit.Log(report.FixedLine(f, false))
	}
	for _, line := range e.lines() {
		e.kit.Log(line)
	}
	for _, err := range e.report.Unreadable {
		e.kit.Log("not read: " + err.Error())
	}
	e.kit.Log("gatefix: " + e.report.EndLine())
}

// lines say what the findings are taken from and what was left out.
func (e *ending) lines() []string {
	out := []string{"note: " + e.sentence()}
	for _, note := range e.notes {
		out = append(out, "note: "+note)
	}
	if n := e.outside(); n > 0 {
		out = append(out, fmt.Sprintf("note: %s elsewhere in the input neither shown nor counted", report.Plural(n, "finding")))
	}
	return out
}

func (e *ending) outside() int { return len(e.all) - len(e.scoped) }

// sentence says what the findings are taken from.
func (e *ending) sentence() string {
	what := "lines that changed"
	if e.in.Scope == "changed-files" {
		what = "files that changed"
	}
	switch e.scope.Source() {
	case diff.Git:
		return "findings are those of " + what + ", and those that the change brings about elsewhere, by the commits in the checkout"
	case diff.API:
		return "findings are those of " + what + ", by GitHub's list of them"
	}
	return "findings are those of all files"
}

// summarize adds the summary of the step.
func (e *ending) summarize() {
	if !e.wants("summary") {
		return
	}
	if err := e.kit.Summary(e.markdown(gha.SummaryLimit)); err != nil && e.Getenv("GITHUB_STEP_SUMMARY") != "" {
		e.kit.Log("note: no summary: " + err.Error())
	}
}

func (e *ending) markdown(limit int) string {
	return summary.Markdown(summary.Input{
		Report: e.report, Status: e.status, Scope: e.sentence(), Outside: e.outside(), Changes: e.changes, Repairs: e.repairs(),
		Graph: e.graph, Notes: e.notes, Limit: limit,
	})
}

// followed is how many nodes of a graph people follow.
const followed = 40

// graph draws the part of the input that the findings stand on, as Mermaid.
func (e *ending) graph() string {
	g := graph.Of(e.result, e.cfg).Affected(e.report.Findings).Readable()
	if len(g.Nodes) < 2 || len(g.Nodes) > followed {
		return ""
	}
	var b strings.Builder
	// Nothing goes wrong writing into memory.
	_ = graph.Mermaid(&b, g)
	return b.String()
}

// repairs says what became of the changes.
func (e *ending) repairs() string {
	switch {
	case e.commit != "":
		return "Committed onto the pull request as " + e.commit + "."
	case len(e.report.Fixed) > 0:
		return "Written into the workspace."
	case e.in.PatchFile != "":
		return "In " + report.MarkdownCode(e.in.PatchFile) + ", for `git apply`."
	}
	return "`gatefix fix` makes them; so do `fix: write` and `fix: commit`."
}

var conclusions = map[int]string{report.OK: "success", report.Failed: "failure", report.Unusable: "error"}

// outputs sets the outputs: numbers, words of a fixed choice, and paths that
// were given.
func (e *ending) outputs() {
	s := e.report.Summary
	e.output("conclusion", conclusions[e.status])
	e.output("findings", strconv.Itoa(s.Errors+s.Warnings+s.Infos))
	e.output("errors", strconv.Itoa(s.Errors))
	e.output("warnings", strconv.Itoa(s.Warnings))
	e.output("infos", strconv.Itoa(s.Infos))
	e.output("fixable", strconv.Itoa(s.Fixable))
	e.output("fixed", strconv.Itoa(s.Fixed))
	e.output("scope-source", string(e.scope.Source()))
	in := e.in
	e.output("sarif-file", in.SARIFFile)
	e.output("rdjsonl-file", in.RDJSONLFile)
	e.output("json-file", in.JSONFile)
	e.output("patch-file", in.PatchFile)
	e.output("commit", e.commit)
}
