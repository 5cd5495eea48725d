// Package post holds what the reporters that write to GitHub have in common. A
// reporter never fails a run: what it could not show stands in the annotations
// and the summary, and it says why in a notice.
package post

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/fn/lint"
)

// Outcome is what a reporter did.
type Outcome struct {
	// Reporter is its name, as the input reporters has it.
	Reporter string
	// Did says what was done, for the log; "" for nothing.
	Did string
	// Notice says what was not done, and why; "" where all was.
	Notice string
	// Denied tells that the token may not do it.
	Denied bool
	// Left are the findings that the reporter does not show.
	Left []*lint.Finding
}

// Failed is the outcome of a reporter that met an error before it showed these
// findings.
func Failed(reporter string, err error, left []*lint.Finding) Outcome {
	denied := errors.Is(err, github.ErrForbidden) || errors.Is(err, github.ErrNotFound)
	return Outcome{Reporter: reporter, Notice: err.Error(), Denied: denied, Left: left}
}

// permissions are what the reporters need beyond reading.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
var permissions = map[string]string{
	"review":       "pull-requests: write",
	"comment":      "pull-requests: write",
	"check":        "checks: write",
	"sarif-upload": "security-events: write and code scanning",
	"commit":       "contents: write",
}

// Notices are the notices of a run, a line each: one for all reporters that the
// token does not allow, then those of the others.
func Notices(outcomes []Outcome) []string {
	var names, needs, others []string
	reason := ""
	for _, o := range outcomes {
		switch {
		case o.Notice == "":
		case o.Denied:
			names = append(names, o.Reporter)
			if need := permissions[o.Reporter]; need != "" && !slices.Contains(needs, need) {
				needs = append(needs, need)
			}
			if reason == "" {
				reason = o.Notice
			}
		default:
			others = append(others, o.Reporter+": "+o.Notice)
		}
	}
	if names == nil {
		return others
	}
	denied := fmt.Sprintf("the token does not allow %s: it may only read in pull requests from forks; elsewhere the job needs %s. "+
		"Nothing is lost: annotations and summary show every finding (%s)", strings.Join(names, ", "), strings.Join(needs, ", "), reason)
	return append([]string{denied}, others...)
}
