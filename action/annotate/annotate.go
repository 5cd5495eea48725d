// Package annotate chooses the annotations of a run. GitHub shows ten of each
// level a step and drops the rest without a word, so the ones that matter come
// first, alike ones are folded into one, and the tenth place tells how many
// more there are.
// https://docs.github.com/en/actions/reference/limits
package annotate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// PerLevel is how many annotations of a level GitHub shows a step.
const PerLevel = 10

// Input is what there is to annotate.
type Input struct {
	// First come before all others: what the run has to say of itself.
	First      []gha.Annotation
	Findings   []*lint.Finding
	Unreadable []*source.Error
	// Changed tells findings on lines that changed. Nil: there is nothing to
	// tell them by.
	Changed func(*lint.Finding) bool
}

var levels = map[lint.Severity]gha.Level{lint.Error: gha.Error, lint.Warning: gha.Warning, lint.Info: gha.Notice}

// List returns the annotations, at most [PerLevel] of each level, the heaviest
// level first.
func List(in Input) []gha.Annotation {
	var out []gha.Annotation
	all := groups(in)
	for _, level := range []gha.Level{gha.Error, gha.Warning, gha.Notice} {
		var of []group
		for _, a := range in.First {
			if a.Level == level {
				of = append(of, group{Annotation: a, findings: 1})
			}
		}
		for _, g := range all {
			if g.Level == level {
				of = append(of, g)
			}
		}
		out = append(out, fit(of)...)
	}
	return out
}

// group is an annotation for findings that say the same of one file.
type group struct {
	gha.Annotation
	changed  bool
	findings int
	lines    []int // of the findings behind the first
}

func groups(in Input) []group {
	var out []group
	for _, e := range in.Unreadable {
		out = append(out, group{Annotation: gha.Annotation{Level: gha.Error, File: e.File, Line: e.Position.Line, Column: e.Position.Column,
			Title: "not read", Message: e.Message}, changed: true, findings: 1})
	}
	at := map[string]int{}
	for _, f := range ranked(in) {
		key := strings.Join([]string{f.Severity.String(), f.Name, f.At.Doc.File.Name}, "\x00")
		if i, ok := at[key]; ok {
			out[i].findings++
			out[i].lines = append(out[i].lines, f.At.Position().Line)
			continue
		}
		at[key] = len(out)
		out = append(out, group{Annotation: annotation(f), changed: in.changed(f), findings: 1})
	}
	slices.SortStableFunc(out, func(a, b group) int {
		return cmp.Or(-compareBool(a.changed, b.changed), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return out
}

// ranked are the findings with those on changed lines first: the first of those
// that are folded is shown.
func ranked(in Input) []*lint.Finding {
	out := slices.Clone(in.Findings)
	slices.SortStableFunc(out, func(a, b *lint.Finding) int { return -compareBool(in.changed(a), in.changed(b)) })
	return out
}

func (in Input) changed(f *lint.Finding) bool { return in.Changed != nil && in.Changed(f) }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func annotation(f *lint.Finding) gha.Annotation {
	start, end := f.At.Position(), f.At.End()
	return gha.Annotation{
		Level: levels[f.Severity], File: f.At.Doc.File.Name, Line: start.Line, EndLine: end.Line, Column: start.Column, EndColumn: end.Column,
		Title: f.Name, Message: strings.Join(append([]string{f.Message}, report.Remarks(f)...), "\n"),
	}
}

// fit folds what does not fit into the last place.
func fit(all []group) []gha.Annotation {
	var out []gha.Annotation
	left, files := 0, map[string]bool{}
	for i, g := range all {
		if len(all) > PerLevel && i >= PerLevel-1 {
			left += g.findings
			files[g.File] = true
			continue
		}
		a := g.Annotation
		a.Message += folded(g.lines)
		out = append(out, a)
	}
	if left > 0 {
		out = append(out, gha.Annotation{Level: all[0].Level, Title: "gatefix",
			Message: fmt.Sprintf("%s in %s; the summary of this step and its log show them all", report.Plural(left, "more finding"), report.Plural(len(files), "file"))})
	}
	return out
}

// shownLines is how many lines of folded findings are named.
const shownLines = 10

func folded(lines []int) string {
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	var names []string
	for _, line := range lines[:min(len(lines), shownLines)] {
		names = append(names, fmt.Sprint(line))
	}
	text := "\nalso on line " + strings.Join(names, ", ")
	if len(lines) > 1 {
		text = "\nalso on lines " + strings.Join(names, ", ")
	}
	if more := len(lines) - shownLines; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
