package github

import (
	"context"
	"net/http"
	"time"
)

// SARIF is an upload to code scanning.
type SARIF struct {
	Commit      string    `json:"commit_sha"` // 40 hexadecimal digits
	Ref         string    `json:"ref"`        // refs/heads/… or refs/pull/…/merge
	Text        string    `json:"sarif"`      // gzip, then base64
	CheckoutURI string    `json:"checkout_uri,omitempty"`
	Started     time.Time `json:"started_at,omitzero"`
	Tool        string    `json:"tool_name,omitempty"`
}

// UploadSARIF gives results to code scanning, and returns the name that the
// upload has there. A second upload of the same commit replaces the first.
// https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
func (c *Client) UploadSARIF(ctx context.Context, r Repo, s SARIF) (string, error) {
	req := c.change(http.MethodPost, r.path("code-scanning", "sarifs"), s)
	req.repeatable = true
	var made struct {
		ID string `json:"id"`
	}
	_, err := c.do(ctx, req, &made)
	return made.ID, err
}
