package github

import (
	"context"
	"net/http"
)

// PullFile is a file that a pull request changes.
type PullFile struct {
	Filename         string `json:"filename"`
	PreviousFilename string `json:"previous_filename"` // of a renamed file
	// Status is added, removed, modified, renamed, copied, changed or unchanged.
	Status string `json:"status"`
	// Patch is the unified diff without file names; "" for binary files and
	// large ones.
	Patch string `json:"patch"`
}

// MaxPullFiles is the number of files that GitHub lists of a pull request.
// Further ones are left out without a word.
const MaxPullFiles = 3000

// PullFiles lists the files that a pull request changes, at most
// [MaxPullFiles].
// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
func (c *Client) PullFiles(ctx context.Context, p Pull) ([]PullFile, error) {
	return list[PullFile](ctx, c, p.path("files"))
}

// User is an account.
type User struct {
	Login string `json:"login"`
}

// Is reports whether the account has a name. GraphQL leaves the end of the names
// of apps out in places; no person's name has brackets.
func (u User) Is(login string) bool { return u.Login == login || u.Login == login+"[bot]" }

// ReviewComment is a comment on a line of a pull request.
type ReviewComment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	Path string `json:"path"`
	// Line is the last line commented on, at the head; 0 where the lines have
	// changed since.
	Line      int   `json:"line"`
	User      User  `json:"user"`
	InReplyTo int64 `json:"in_reply_to_id"` // 0: the first of its thread
}

// ReviewComments lists the comments on lines of a pull request.
// https://docs.github.com/en/rest/pulls/comments#list-review-comments-on-a-pull-request
func (c *Client) ReviewComments(ctx context.Context, p Pull) ([]ReviewComment, error) {
	return list[ReviewComment](ctx, c, p.path("comments"))
}

// Review is a number of comments made together.
type Review struct {
	Body string `json:"body"`
	User User   `json:"user"`
}

// Reviews lists the reviews of a pull request.
// https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request
func (c *Client) Reviews(ctx context.Context, p Pull) ([]Review, error) {
	return list[Review](ctx, c, p.path("reviews"))
}

// DraftComment is a comment of a review to be.
type DraftComment struct {
	Path string `json:"path"`
	Line int    `json:"line"` // the last one; within a hunk, as all of them
	Side string `json:"side"` // RIGHT: the lines of the head
	// StartLine is the first of several lines, and before Line; 0: there is
	// one.
	StartLine int    `json:"start_line,omitempty"`
	StartSide string `json:"start_side,omitempty"`
	Body      string `json:"body"`
}

// draftReview asks for no approval and no change.
type draftReview struct {
	Commit   string         `json:"commit_id"`
	Event    string         `json:"event"`
	Body     string         `json:"body"`
	Comments []DraftComment `json:"comments,omitempty"`
}

// MaxBody is the length, in characters, of a comment or the body of a review.
const MaxBody = 65_536

// CreateReview makes a review of the head of a pull request: all of its
// comments, or with [ErrUnprocessable] none. It is not repeated by itself: where
// the error is [ErrUnavailable], it may have been made.
// https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
func (c *Client) CreateReview(ctx context.Context, p Pull, body string, comments []DraftComment) error {
	draft := draftReview{Commit: p.Head, Event: "COMMENT", Body: body, Comments: comments}
	_, err := c.do(ctx, c.change(http.MethodPost, p.path("reviews"), draft), nil)
	return err
}
