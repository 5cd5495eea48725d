package review

import (
	"context"
	"errors"
	"time"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
)

const (
	// maxRequests bounds the search for the comments that GitHub refuses.
	maxRequests = 24
	// hopeless is the number of comments that are tried alone, all in vain,
	// before the reason is not taken to be one of them.
	hopeless = 4
	// again is how long to wait before a review is made again that GitHub may
	// not have made.
	again = 3 * time.Second
)

// send posts the drafts and the findings without a line. Nothing is posted that
// says nothing new.
func (r *run) send(ctx context.Context) error {
	if len(r.drafts) > 0 {
		if err := r.split(ctx, r.drafts); err != nil {
			return err
		}
	}
	if r.said || len(r.outside)+len(r.rejected) == 0 {
		return nil
	}
	known, err := r.knownBody(ctx)
	if known || err != nil {
		r.said = known
		return err
	}
	return r.review(ctx, nil)
}

// split posts drafts together. GitHub takes all comments of a review or none,
// and does not say which one it minds: halves are tried then, down to the one.
func (r *run) split(ctx context.Context, drafts []draft) error {
	if r.requests >= maxRequests || len(r.posted) == 0 && len(r.rejected) >= hopeless {
		r.reject(drafts)
		return nil
	}
	err := r.review(ctx, drafts)
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, github.ErrUnprocessable):
		return err
	case len(drafts) == 1:
		r.reject(drafts)
		return nil
	}
	half := len(drafts) / 2
	if err := r.split(ctx, drafts[:half]); err != nil {
		return err
	}
	return r.split(ctx, drafts[half:])
}

func (r *run) reject(drafts []draft) {
	for _, d := range drafts {
		r.rejected = append(r.rejected, d.finding)
	}
}

// review posts one review. Where GitHub did not answer it may have been made
// all the same: what is there by then is not posted again.
func (r *run) review(ctx context.Context, drafts []draft) error {
	body := r.rest()
	if !r.said {
		body = r.summary()
	}
	r.requests++
	err := r.client.CreateReview(ctx, r.Pull, body, comments(drafts))
	if errors.Is(err, github.ErrUnavailable) {
		if r.client.Pause(ctx, again) != nil || r.reload(ctx) != nil {
			return err
		}
		if !r.made(ctx, drafts) {
			r.requests++
			err = r.client.CreateReview(ctx, r.Pull, body, comments(drafts))
		} else {
			err = nil
		}
	}
	if err == nil {
		r.said = true
		for _, d := range drafts {
			r.posted[d.finding] = true
		}
	}
	return err
}

// rest is the body of a further review of the same run.
func (r *run) rest() string {
	return "**Gatefix**, continued.\n\n" + r.marker("body", "more") + "\n"
}

func comments(drafts []draft) []github.DraftComment {
	var out []github.DraftComment
	for _, d := range drafts {
		out = append(out, d.DraftComment)
	}
	return out
}

// made reports whether the review stands already. A review is made whole.
func (r *run) made(ctx context.Context, drafts []draft) bool {
	if len(drafts) > 0 {
		return r.commented(drafts[0].finding)
	}
	known, err := r.knownBody(ctx)
	return known && err == nil
}

// knownBody reports whether the last review of this account and category says
// the same of the findings without a line.
func (r *run) knownBody(ctx context.Context) (bool, error) {
	reviews, err := r.client.Reviews(ctx, r.Pull)
	if err != nil {
		return false, err
	}
	last := ""
	for _, old := range reviews {
		m, ok := post.ParseMarker(old.Body)
		if ok && m.Key == "body" && m.Category == r.Category && old.User.Is(r.login) && m.Value != "more" {
			last = m.Value
		}
	}
	return last == r.digest(), nil
}
