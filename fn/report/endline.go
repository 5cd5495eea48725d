package report

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
)

// EndLine sums a run up: what remains, what was looked at, what a repair would
// take, and what was not judged.
func (r Report) EndLine() string {
	s := r.Summary
	parts := []string{fmt.Sprintf("%s in %s (%s)", r.counts(), Plural(s.Files, "file"), Plural(s.Documents, "document"))}
	parts = appendIf(parts, r.fixable() != "", r.fixable())
	parts = appendIf(parts, r.Baseline != nil, r.compared())
	unread := len(r.Unreadable) - r.Unwritten
	parts = appendIf(parts, unread > 0, Plural(unread, "file")+" not read")
	parts = appendIf(parts, r.Unwritten > 0, Plural(r.Unwritten, "file")+" not written")
	parts = appendIf(parts, s.Outside > 0, s.notJudged())
	parts = appendIf(parts, s.Suppressed > 0, fmt.Sprintf("%d suppressed", s.Suppressed))
	parts = appendIf(parts, s.NoSchema == 1, "1 document of a kind without a known schema")
	parts = appendIf(parts, s.NoSchema > 1, fmt.Sprintf("%d documents of kinds without a known schema", s.NoSchema))
	return strings.Join(parts, "; ")
}

func appendIf(parts []string, wanted bool, part string) []string {
	if wanted {
		return append(parts, part)
	}
	return parts
}

// notJudged says how many references were not judged and, where it is not for
// the usual reason alone, why.
func (s Summary) notJudged() string {
	switch {
	case s.OutsideBy[string(gateway.NotInInput)] != s.Outside:
		return fmt.Sprintf("%s not judged: %s", Plural(s.Outside, "reference"), lint.Reasons(s.OutsideBy))
	case s.Outside == 1:
		return "1 reference points outside the input"
	}
	return fmt.Sprintf("%d references point outside the input", s.Outside)
}

// counts says "1 error, 2 warnings", after what was fixed.
func (r Report) counts() string {
	var found []string
	found = appendIf(found, r.Summary.Errors > 0, Plural(r.Summary.Errors, "error"))
	found = appendIf(found, r.Summary.Warnings > 0, Plural(r.Summary.Warnings, "warning"))
	found = appendIf(found, r.Summary.Infos > 0, fmt.Sprintf("%d info", r.Summary.Infos))
	remain := strings.Join(found, ", ")
	if remain == "" {
		remain = "no findings"
	}
	switch {
	case r.Pending && r.Summary.Fixed > 0:
		return fmt.Sprintf("%d would be fixed, %s left", r.Summary.Fixed, remain)
	case r.Summary.Fixed > 0:
		return fmt.Sprintf("%d fixed, %s left", r.Summary.Fixed, remain)
	}
	return remain
}

// compared counts against the baseline.
func (r Report) compared() string {
	c := r.Baseline
	if c == nil {
		return ""
	}
	text := fmt.Sprintf("baseline: %d new, %d fixed, %d unchanged", c.New, c.Fixed, c.Unchanged)
	if c.Unseen > 0 {
		text += fmt.Sprintf(", %d not looked for", c.Unseen)
	}
	return text
}

// fixable names the command or the flag that repairs the rest.
func (r Report) fixable() string {
	safe, unsafe := r.Summary.Fixable, r.Summary.FixableUnsafe
	switch {
	case safe > 0 && unsafe > 0:
		return fmt.Sprintf(`%d fixable with "gatefix fix", %d more with --unsafe`, safe, unsafe)
	case safe > 0:
		return fmt.Sprintf(`%d fixable with "gatefix fix"`, safe)
	case unsafe > 0:
		return fmt.Sprintf(`%d fixable with "gatefix fix --unsafe"`, unsafe)
	}
	return ""
}

// Plural says "1 file" and "2 files".
func Plural(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
