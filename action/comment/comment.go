// Package comment keeps one comment in the conversation of a pull request up to
// date: it is made when there is something to say, changed when that is
// something else, and never made twice.
package comment

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
)

// Limit is the length that the Markdown may have, in bytes. The marker needs
// some more.
const Limit = github.MaxBody - 1024

// Input is what the comment says.
type Input struct {
	Pull     github.Pull
	Markdown string // at most Limit
	// Clean tells that nothing is wrong. Then there is no comment where there
	// was none.
	Clean bool
	// Category keeps the comments of several jobs apart.
	Category string
}

// again is how long to wait before a comment is made again that GitHub may not
// have made.
const again = 3 * time.Second

// Post makes or changes the comment.
func Post(ctx context.Context, c *github.Client, in Input) post.Outcome {
	s := sticky{in, c, c.Login(ctx)}
	did, err := s.put(ctx)
	if errors.Is(err, github.ErrUnavailable) && c.Pause(ctx, again) == nil {
		did, err = s.put(ctx)
	}
	if err != nil {
		return post.Failed("comment", err, nil)
	}
	return post.Outcome{Reporter: "comment", Did: did}
}

type sticky struct {
	Input
	client *github.Client
	login  string
}

func (s sticky) put(ctx context.Context) (did string, err error) {
	body := s.body()
	old, err := s.find(ctx)
	switch {
	case err != nil:
		return "", err
	case old == nil && s.Clean:
		return "", nil
	case old == nil:
		return "posted", s.client.CreateIssueComment(ctx, s.Pull, body)
	case same(old.Body, body):
		return "unchanged", nil
	}
	return "updated", s.client.UpdateIssueComment(ctx, s.Pull.Repo, old.ID, body)
}

func (s sticky) body() string {
	marker := post.Marker{Key: "comment", Value: "sticky", Category: s.Category}
	return post.Cut(s.Markdown, Limit) + "\n\n" + marker.String() + "\n"
}

// find returns the comment of this account and category, or nil.
func (s sticky) find(ctx context.Context) (*github.IssueComment, error) {
	all, err := s.client.IssueComments(ctx, s.Pull)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		m, ok := post.ParseMarker(c.Body)
		if ok && m.Key == "comment" && m.Category == s.Category && c.User.Is(s.login) {
			return &c, nil
		}
	}
	return nil, nil
}

// same compares two texts as GitHub keeps them: line endings and space at the
// end may change on the way.
func same(a, b string) bool { return plain(a) == plain(b) }

func plain(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}
