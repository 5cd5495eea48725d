package run

import (
	"slices"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
)

// committed puts the repairs onto the pull request.
func (e *ending) committed() []*lint.Finding {
	if e.remote == nil {
		e.say(gha.Notice, "fix: commit needs a token and a pull request; nothing was committed")
		return nil
	}
	sha, did := e.remote.Commit(e.ctx, e.changes, e.message())
	e.did = append(e.did, did)
	if e.commit = sha; sha == "" {
		return nil
	}
	return e.fixable
}

// post hands the findings to the reporters that need GitHub's API.
func (e *ending) post() {
	for _, name := range remoteReporters {
		if !e.in.Wants(name) {
			continue
		}
		if e.remote == nil {
			e.did = append(e.did, Outcome{Reporter: name, Notice: "there is no token and repository to write with; annotations and summary show the findings"})
			continue
		}
		e.did = append(e.did, e.remote.Post(e.ctx, name, e.posting()))
	}
	e.tell()
}

func (e *ending) posting() *Posting {
	p := &Posting{Findings: e.report.Findings, EndLine: e.report.EndLine(), SARIF: e.sarif, Status: e.status, Heads: e.heads(e.outcome), Started: e.started}
	if e.scope.Source() == diff.API {
		p.Changes = e.scope.Changes
	}
	p.Markdown, p.All, p.Commit = e.markdown, e.standing(), e.repo.Head()
	for _, err := range e.unreadable {
		p.Unread = append(p.Unread, err.File)
	}
	return p
}

// standing are all findings, in scope or not, that were not repaired.
func (e *ending) standing() []*lint.Finding {
	return slices.DeleteFunc(slices.Clone(e.all), func(f *lint.Finding) bool { return slices.Contains(e.report.Fixed, f) })
}

// tell says once that the token lacks rights, and else what each has to say.
func (e *ending) tell() {
	for _, notice := range post.Notices(e.did) {
		e.say(gha.Notice, notice)
	}
	for _, o := range e.did {
		if o.Did != "" {
			e.note("%s: %s", o.Reporter, o.Did)
		}
	}
}

// wants reports whether a reporter is asked for, or is needed for what others
// could not show.
func (e *ending) wants(reporter string) bool {
	failed := func(o Outcome) bool { return o.Notice != "" && slices.Contains(remoteReporters, o.Reporter) }
	return e.in.Wants(reporter) || slices.ContainsFunc(e.did, failed)
}
