package review

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/place"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/source"
)

// Input is what a review is made of.
type Input struct {
	Pull github.Pull
	// Findings are those to comment on; the names of their files are paths from
	// the root of the repository.
	Findings []*lint.Finding
	// All are the findings that stand, the lines that the pull request did not
	// change included: as long as one does, its comment stays open. Nil: those
	// of Findings.
	All []*lint.Finding
	// Unread are the files that could not be looked at: their comments stay
	// open.
	Unread []string
	// EndLine sums up the run.
	EndLine string
	// Files are the changes as GitHub sees them; nil: it is asked.
	Files *diff.Changes
	// Heads leads from the workspace to the head of the pull request, where the
	// checkout knows it; may be nil.
	Heads place.Known
	// Max is how many comments may stand on lines at the same time.
	Max int
	// Suggestions asks for repairs that are taken with a click.
	Suggestions bool
	// Category keeps the comments of several jobs apart.
	Category string
}

// Post makes the review.
func Post(ctx context.Context, c *github.Client, in Input) post.Outcome {
	r := &run{Input: in, client: c, posted: map[*lint.Finding]bool{}, masked: map[*source.File][]byte{}}
	if r.All == nil {
		r.All = r.Findings
	}
	r.matters = matters(slices.Concat(r.All, r.Findings))
	if err := r.load(ctx); err != nil {
		return post.Failed("review", err, in.Findings)
	}
	r.draft(ctx)
	err := r.send(ctx)
	if err != nil && !r.said {
		return post.Failed("review", err, in.Findings)
	}
	r.resolve(ctx)
	return r.outcome(err)
}

// run is a review in the making.
type run struct {
	Input
	client *github.Client
	login  string
	masked map[*source.File][]byte
	old    []comment // of this account and category

	matters map[*lint.Finding]matter

	drafts   []draft         // to be posted
	kept     int             // findings that have their comment already
	outside  []*lint.Finding // on lines that cannot be commented on
	over     []*lint.Finding // more than Max
	rejected []*lint.Finding // refused by GitHub

	posted   map[*lint.Finding]bool
	resolved int
	requests int
	said     bool // the body was posted
}

// load finds out what GitHub knows.
func (r *run) load(ctx context.Context) error {
	if r.Files == nil {
		changes, err := files.List(ctx, r.client, r.Pull)
		if err != nil {
			return err
		}
		r.Files = changes
	}
	r.login = r.client.Login(ctx)
	return r.reload(ctx)
}

// draft sorts the findings: those that have a comment, those that get one, those
// that may not, and, once there are enough, the rest.
func (r *run) draft(ctx context.Context) {
	places := &place.Mapper{API: files.API{Client: r.client, Pull: r.Pull}, Known: r.Heads}
	var missing []*lint.Finding
	for _, f := range ranked(r.Findings) {
		if r.commented(f) {
			r.kept++
		} else {
			missing = append(missing, f)
		}
	}
	for _, f := range missing {
		if len(r.drafts) >= r.Max-r.kept {
			r.over = append(r.over, f)
		} else if d, ok := r.draftOf(ctx, places, f); ok {
			r.drafts = append(r.drafts, d)
		} else {
			r.outside = append(r.outside, f)
		}
	}
}

func (r *run) outcome(err error) post.Outcome {
	o := post.Outcome{Reporter: "review", Left: r.left()}
	var did []string
	if n := len(r.posted); n > 0 {
		did = append(did, report.Plural(n, "comment"))
	}
	if r.kept > 0 {
		did = append(did, fmt.Sprintf("%d kept", r.kept))
	}
	if r.resolved > 0 {
		did = append(did, fmt.Sprintf("%d resolved", r.resolved))
	}
	if n := len(r.outside); n > 0 && r.said {
		did = append(did, fmt.Sprintf("%d outside of the changes", n))
	}
	o.Did = strings.Join(did, ", ")
	switch {
	case err != nil:
		o.Notice = err.Error()
	case len(r.rejected) > 0:
		o.Notice = fmt.Sprintf("GitHub refused %s; annotations and summary show them", report.Plural(len(r.rejected), "comment"))
	case len(r.over) > 0:
		o.Notice = fmt.Sprintf("%s more than the %d that max-comments allows; annotations and summary show them", report.Plural(len(r.over), "finding"), r.Max)
	}
	return o
}

// left are the findings that are shown nowhere in the review.
func (r *run) left() []*lint.Finding {
	left := slices.Concat(r.over, r.rejected)
	for _, d := range r.drafts {
		if !r.posted[d.finding] && !slices.Contains(r.rejected, d.finding) {
			left = append(left, d.finding)
		}
	}
	if listed := len(r.outside); !r.said {
		left = append(left, r.outside...)
	} else if listed > longestList {
		left = append(left, r.outside[longestList:]...)
	}
	return left
}
