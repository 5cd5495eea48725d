package run

import (
	"context"
	"time"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/action/scope"
	"github.com/gatefix/gatefix/action/summary"
	"github.com/gatefix/gatefix/fn/lint"
)

// Remote is GitHub, as far as a run has to do with it. Nothing that goes wrong
// there changes what was found or the exit status.
type Remote interface {
	scope.API
	// Post hands what was found to a reporter: review, comment, check or
	// sarif-upload.
	Post(ctx context.Context, reporter string, p *Posting) Outcome
	// Commit puts changes onto the branch of the pull request, and returns the
	// name of the commit; "" where there is none.
	Commit(ctx context.Context, changes []summary.Change, message string) (string, Outcome)
}

// Posting is what reporters tell GitHub.
type Posting struct {
	Findings []*lint.Finding // in scope
	All      []*lint.Finding // everything that stands
	Unread   []string        // names of the files that could not be read
	EndLine  string
	Markdown func(limit int) string // the summary
	SARIF    []byte                 // of all findings
	Commit   string                 // that is checked out; "": not known
	Status   int
	Changes  *diff.Changes // of the API, or nil
	Heads    func(path string) (diff.LineMap, bool)
	Started  time.Time
}

// Outcome is what a reporter did.
type Outcome = post.Outcome

// remoteReporters need GitHub's API.
var remoteReporters = []string{"review", "comment", "check", "sarif-upload"}
