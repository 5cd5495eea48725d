// Package check reports findings as annotations of a check run, of which GitHub
// shows any number. The check run appears beside the others of the head commit;
// GitHub itself chooses the workflow that it is listed under.
package check

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/place"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
)

// Limit is the length that the summary may have, in bytes.
const Limit = 65_000

// Input is what a check run says.
type Input struct {
	Repo github.Repo
	Head string // the commit that is checked
	// Places leads to the lines of that commit; nil: it is what was looked at.
	Places *place.Mapper
	Name   string
	// Title is a line, Summary is Markdown of at most Limit.
	Title, Summary string
	// Conclusion is success, failure or neutral.
	Conclusion string
	Findings   []*lint.Finding
}

// Places returns the mapper for a check run of the head of a pull request.
func Places(c *github.Client, p github.Pull, known place.Known) *place.Mapper {
	return &place.Mapper{API: files.API{Client: c, Pull: p}, Known: known}
}

// maxAnnotations bounds the requests of a run: at a second each, for every
// fifty.
const maxAnnotations = 1000

// again is how long to wait before annotations are sent again that GitHub may
// not have taken.
const again = 3 * time.Second

// Post makes the check run.
func Post(ctx context.Context, c *github.Client, in Input) post.Outcome {
	shown := in.Findings[:min(len(in.Findings), maxAnnotations)]
	batches := in.batches(ctx, shown)
	out := github.CheckOutput{Title: post.Cut(in.Title, 255), Summary: post.Cut(in.Summary, Limit), Annotations: batches[0]}
	id, err := c.CreateCheckRun(ctx, in.Repo, github.CheckRun{
		Name: in.Name, Head: in.Head, Status: "completed", Conclusion: in.Conclusion, Output: out,
	})
	if err != nil {
		return post.Failed("check", err, in.Findings)
	}
	done := len(batches[0])
	for _, batch := range batches[1:] {
		out.Annotations = batch
		if err := add(ctx, c, in.Repo, id, out, done); err != nil {
			o := post.Failed("check", err, in.Findings[done:])
			o.Did = report.Plural(done, "annotation")
			return o
		}
		done += len(batch)
	}
	o := post.Outcome{Reporter: "check", Did: report.Plural(done, "annotation"), Left: in.Findings[done:]}
	if n := len(o.Left); n > 0 {
		o.Notice = fmt.Sprintf("%s more than a check run gets; the summary shows them", report.Plural(n, "finding"))
	}
	return o
}

// add sends annotations to a check run that has some already. Where GitHub did
// not answer, it may have taken them: sent again, they would stand twice.
func add(ctx context.Context, c *github.Client, r github.Repo, id int64, out github.CheckOutput, already int) error {
	err := c.Annotate(ctx, r, id, out)
	if !errors.Is(err, github.ErrUnavailable) || c.Pause(ctx, again) != nil {
		return err
	}
	n, err2 := c.Annotations(ctx, r, id)
	switch {
	case err2 != nil:
		return err
	case n > already:
		return nil
	}
	return c.Annotate(ctx, r, id, out)
}

// batches are the annotations, as many at once as GitHub takes. The first is
// there also where it is empty.
func (in Input) batches(ctx context.Context, findings []*lint.Finding) [][]github.Annotation {
	out := [][]github.Annotation{nil}
	for _, f := range findings {
		last := len(out) - 1
		if len(out[last]) == github.MaxAnnotations {
			out = append(out, nil)
			last++
		}
		out[last] = append(out[last], in.annotation(ctx, f))
	}
	return out
}
