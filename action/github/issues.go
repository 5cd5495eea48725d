package github

import (
	"context"
	"net/http"
	"strconv"
)

// IssueComment is a comment in the conversation of a pull request.
type IssueComment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	User User   `json:"user"`
}

type commentBody struct {
	Body string `json:"body"`
}

// IssueComments lists the comments in the conversation of a pull request.
// https://docs.github.com/en/rest/issues/comments#list-issue-comments
func (c *Client) IssueComments(ctx context.Context, p Pull) ([]IssueComment, error) {
	return list[IssueComment](ctx, c, p.Repo.path("issues", strconv.Itoa(p.Number), "comments"))
}

// CreateIssueComment comments on a pull request. As [Client.CreateReview], it
// is not repeated by itself.
// https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
func (c *Client) CreateIssueComment(ctx context.Context, p Pull, body string) error {
	path := p.Repo.path("issues", strconv.Itoa(p.Number), "comments")
	_, err := c.do(ctx, c.change(http.MethodPost, path, commentBody{body}), nil)
	return err
}

// UpdateIssueComment gives a comment another text.
// https://docs.github.com/en/rest/issues/comments#update-an-issue-comment
func (c *Client) UpdateIssueComment(ctx context.Context, r Repo, id int64, body string) error {
	path := r.path("issues", "comments", strconv.FormatInt(id, 10))
	_, err := c.do(ctx, c.change(http.MethodPatch, path, commentBody{body}), nil)
	return err
}
