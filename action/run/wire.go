package run

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gatefix/gatefix/action/check"
	"github.com/gatefix/gatefix/action/comment"
	"github.com/gatefix/gatefix/action/commit"
	"github.com/gatefix/gatefix/action/diff"
	pull "github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/input"
	"github.com/gatefix/gatefix/action/place"
	"github.com/gatefix/gatefix/action/review"
	"github.com/gatefix/gatefix/action/summary"
	"github.com/gatefix/gatefix/action/upload"
	"github.com/gatefix/gatefix/fn/report"
)

// Connect returns the connection with GitHub, or nil where there is none to be
// had: no token, or no repository. The error is one of the inputs.
func Connect(in *input.Inputs, e *gha.Event, getenv func(string) string) (Remote, error) {
	return connect(in, e, options(in, getenv))
}

func connect(in *input.Inputs, e *gha.Event, o github.Options) (Remote, error) {
	if in.GitHubToken == "" || e.Repo == "" {
		return nil, nil
	}
	repo, err := github.ParseRepo(e.Repo)
	if err != nil {
		return nil, err
	}
	client, err := github.New(o)
	if err != nil {
		return nil, err
	}
	of := github.Pull{Repo: repo, Number: e.Number, Head: e.Head.SHA}
	return &connection{pull.API{Client: client, Pull: of}, in, e}, nil
}

// options names the APIs. The URL of GraphQL in the environment goes with that
// of REST there, and not with another one that an input names.
func options(in *input.Inputs, getenv func(string) string) github.Options {
	o := github.Options{REST: in.GitHubAPIURL, Token: in.GitHubToken}
	rest := getenv("GITHUB_API_URL")
	if o.REST == "" {
		o.REST = rest
	}
	if o.REST == rest {
		o.GraphQL = getenv("GITHUB_GRAPHQL_URL")
	}
	return o
}

// connection is GitHub.
type connection struct {
	api   pull.API
	in    *input.Inputs
	event *gha.Event
}

var errNoPull = errors.New("the event is not one of a pull request")

func (c *connection) Files(ctx context.Context) (*diff.Changes, error) {
	if c.api.Pull.Number == 0 {
		return nil, errNoPull
	}
	return c.api.Files(ctx)
}

func (c *connection) Head(ctx context.Context, path string) ([]byte, error) {
	if c.api.Pull.Head == "" {
		return nil, errNoPull
	}
	return c.api.Head(ctx, path)
}

// patience is how long one reporter may take; waits for GitHub included.
const patience = 5 * time.Minute

// Post hands findings to a reporter.
func (c *connection) Post(ctx context.Context, reporter string, p *Posting) Outcome {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	switch {
	case reporter == "sarif-upload":
		return c.upload(ctx, p)
	case reporter == "check":
		return c.check(ctx, p)
	case c.api.Pull.Number == 0 || c.api.Pull.Head == "":
		return Outcome{Reporter: reporter, Notice: "there is no pull request to write to; annotations and summary show the findings"}
	case reporter == "comment":
		return comment.Post(ctx, c.api.Client, comment.Input{
			Pull: c.api.Pull, Markdown: p.Markdown(comment.Limit), Clean: len(p.Findings)+len(p.Unread) == 0, Category: c.in.Category,
		})
	}
	return review.Post(ctx, c.api.Client, review.Input{
		Pull: c.api.Pull, Findings: p.Findings, All: p.All, Unread: p.Unread, EndLine: p.EndLine, Files: p.Changes, Heads: p.known(),
		Max: c.in.MaxComments, Suggestions: c.in.Suggestions, Category: c.in.Category,
	})
}

// known is where the checkout knows the head.
func (p *Posting) known() place.Known {
	if p.Heads == nil {
		return nil
	}
	return func(path string, _ []byte) (diff.LineMap, bool) { return p.Heads(path) }
}

// upload files the findings under what is checked out. The event names another
// commit where a workflow checks out the head of the pull request, or a branch
// of its choice, whose findings would pass for those of the default branch.
// https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
func (c *connection) upload(ctx context.Context, p *Posting) Outcome {
	in := upload.Input{Repo: c.api.Pull.Repo, Commit: c.event.SHA, Ref: c.event.Ref, SARIF: p.SARIF, Started: p.Started}
	switch p.Commit {
	case "", c.event.SHA:
	case c.event.Head.SHA:
		in.Commit = p.Commit
		if n := c.event.Number; n > 0 {
			in.Ref = fmt.Sprintf("refs/pull/%d/head", n)
		}
	default:
		return Outcome{Reporter: "sarif-upload", Notice: "the checkout is not " + c.event.SHA + ", the commit of this run, under which code scanning would show its findings"}
	}
	return upload.SARIF(ctx, c.api.Client, in)
}

// check makes a check run of the head of the pull request, where there is one:
// GitHub shows those of the merge nowhere.
func (c *connection) check(ctx context.Context, p *Posting) Outcome {
	in := check.Input{
		Repo: c.api.Pull.Repo, Head: c.event.SHA, Name: c.in.Category, Title: p.EndLine, Summary: p.Markdown(check.Limit),
		Conclusion: "success", Findings: p.Findings,
	}
	if p.Status != report.OK {
		in.Conclusion = "failure"
	}
	if c.api.Pull.Head != "" {
		in.Head, in.Places = c.api.Pull.Head, check.Places(c.api.Client, c.api.Pull, p.known())
	}
	return check.Post(ctx, c.api.Client, in)
}

// Commit commits repairs onto the pull request.
func (c *connection) Commit(ctx context.Context, changes []summary.Change, message string) (string, Outcome) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	in := commit.Input{Event: c.event.Name, Pull: c.api.Pull, HeadRepo: c.event.Head.Repo, Branch: c.event.Head.Ref, Message: message}
	for _, change := range changes {
		in.Files = append(in.Files, commit.File{Path: change.Path, Old: change.Old, New: change.New})
	}
	return commit.Post(ctx, c.api.Client, in)
}
