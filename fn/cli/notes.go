package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/gatefix/gatefix/fn/report"
)

// notes says on standard error what belongs in no report: what was left out,
// what could not be read and, for people, what was repaired.
func (r *run) notes(in *inputs, rep report.Report) {
	in.sayNotes(r.Stderr)
	if r.opts.format != "text" {
		return
	}
	for _, f := range rep.Fixed {
		fmt.Fprintln(r.Stderr, report.FixedLine(f, rep.Pending))
	}
}

// sayNotes says what was left out and what could not be read.
func (in *inputs) sayNotes(w io.Writer) {
	for _, note := range in.notes {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	for _, e := range in.unreadable {
		fmt.Fprintf(w, "error: %v\n", e)
	}
}

// notesOn turns what a finder left out into notes.
func notesOn(f *finder) []string {
	var notes []string
	for _, dir := range f.empty {
		notes = append(notes, fmt.Sprintf("no *.yaml, *.yml or *.json file in %s", dir))
	}
	if f.templates > 0 {
		chart := slices.MinFunc(f.charts, func(a, b string) int { return len(a) - len(b) }) // not one within another
		notes = append(notes, fmt.Sprintf("templates of Helm charts are judged rendered, %s skipped; run: helm template %s | gatefix check -",
			report.Plural(f.templates, "file"), chart))
	}
	return notes
}
