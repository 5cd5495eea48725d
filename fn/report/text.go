package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

// Text writes the report for people: each finding with the line it speaks of,
// and an end line that counts.
func Text(w io.Writer, r Report) error {
	b := bufio.NewWriter(w)
	p := painter{r.Color, Hidden{}}
	for _, f := range r.Findings {
		p.finding(b, f)
		fmt.Fprintln(b)
	}
	fmt.Fprintln(b, r.EndLine())
	return b.Flush()
}

func (p painter) finding(w io.Writer, f *lint.Finding) {
	fmt.Fprintf(w, "%s: %s: %s %s\n", p.paint(bold, placeName(f.At)), p.paint(severityColor[f.Severity], f.Severity.String()),
		Printable(f.Message), p.paint(dim, "["+f.Name+"]"))
	width := gutter(f)
	fmt.Fprintf(w, "%*s |\n", width, "")
	p.frame(w, f.At, width, severityColor[f.Severity])
	for _, r := range f.Related {
		fmt.Fprintf(w, "%*s = %s: %s\n", width, "", placeName(r.Place), Printable(r.Message))
		p.frame(w, r.Place, width, blue)
	}
	for i := range f.Fixes {
		fix := &f.Fixes[i]
		fmt.Fprintf(w, "%*s = %s %s (%s)\n", width, "", p.paint(green, "fix:"), Printable(fix.Title), safetyNote(fix.Safety))
	}
	if f.Held != "" && !pointsAtObstacle(f) {
		fmt.Fprintf(w, "%*s = %s %s\n", width, "", p.paint(yellow, "not repaired:"), Printable(f.Held))
	}
}

// Remarks says, a line each, what there is to say of a finding beside its
// message.
func Remarks(f *lint.Finding) []string {
	var out []string
	for _, r := range f.Related {
		out = append(out, placeName(r.Place)+": "+Printable(r.Message))
	}
	for i := range f.Fixes {
		out = append(out, "fix: "+Printable(f.Fixes[i].Title)+" ("+safetyNote(f.Fixes[i].Safety)+")")
	}
	if f.Held != "" && !pointsAtObstacle(f) {
		out = append(out, "not repaired: "+Printable(f.Held))
	}
	return out
}

// pointsAtObstacle reports whether a related place says already why the fix was
// not made.
func pointsAtObstacle(f *lint.Finding) bool {
	return slices.ContainsFunc(f.Related, func(r lint.Related) bool { return strings.HasSuffix(r.Message, f.Held) })
}

// safetyNote says what it takes for a fix to be made.
func safetyNote(s lint.Safety) string {
	if s == lint.Unsafe {
		return "unsafe: needs --unsafe"
	}
	return s.String()
}

// placeName is a place in the form that editors and terminals make a link of.
func placeName(at lint.Place) string {
	pos := at.Position()
	return fmt.Sprintf("%s:%d:%d", Printable(at.Doc.File.Name), pos.Line, pos.Column)
}

// gutter is the width of the widest line number a finding shows.
func gutter(f *lint.Finding) int {
	last := f.At.Position().Line
	for _, r := range f.Related {
		last = max(last, r.Position().Line)
	}
	return len(fmt.Sprint(last))
}

// FixedLine is one line for a finding that was repaired, or, with pending,
// would be.
func FixedLine(f *lint.Finding, pending bool) string {
	verb := "fixed"
	if pending {
		verb = "would fix"
	}
	title := f.Message
	if fix := f.Fix(); fix != nil {
		title = fix.Title
	}
	return fmt.Sprintf("%s %s: %s [%s]", verb, placeName(f.At), Printable(title), f.Name)
}
