package github

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// Content returns a file of a commit, of at most 1 MiB.
// https://docs.github.com/en/rest/repos/contents#get-repository-content
func (c *Client) Content(ctx context.Context, r Repo, commit, path string) ([]byte, error) {
	req := c.get(r.path(append([]string{"contents"}, strings.Split(path, "/")...)...), url.Values{"ref": {commit}})
	var file struct {
		Type     string `json:"type"`
		Encoding string `json:"encoding"`
		Content  string `json:"content"`
	}
	if _, err := c.do(ctx, req, &file); err != nil {
		return nil, err
	}
	if file.Type != "file" || file.Encoding != "base64" {
		return nil, fmt.Errorf("GET %s: a %s in the encoding %q; wanted a file in base64", req.path, file.Type, file.Encoding)
	}
	return base64.StdEncoding.DecodeString(strings.ReplaceAll(file.Content, "\n", ""))
}

// Message returns the message of a commit.
// https://docs.github.com/en/rest/git/commits#get-a-commit-object
func (c *Client) Message(ctx context.Context, r Repo, commit string) (string, error) {
	var found struct {
		Message string `json:"message"`
	}
	_, err := c.do(ctx, c.get(r.path("git", "commits", commit), nil), &found)
	return found.Message, err
}
