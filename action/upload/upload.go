// Package upload gives the findings to code scanning.
package upload

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
)

// Input is what is uploaded.
type Input struct {
	Repo github.Repo
	// Commit and Ref are what was looked at, as GITHUB_SHA and GITHUB_REF have
	// it.
	Commit, Ref string
	SARIF       []byte
	Started     time.Time
	// Checkout is the folder that the names in SARIF are relative to, as a
	// file URI; "": the root of the repository.
	Checkout string
}

// What GitHub takes.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads
const (
	maxSize    = 10 << 20 // of the compressed text
	maxResults = 25_000
)

// SARIF uploads a SARIF log.
func SARIF(ctx context.Context, c *github.Client, in Input) post.Outcome {
	o := post.Outcome{Reporter: "sarif-upload"}
	packed, err := pack(in.SARIF)
	if err == nil {
		err = within(in.SARIF, len(packed))
	}
	if err != nil {
		o.Notice = err.Error()
		return o
	}
	id, err := c.UploadSARIF(ctx, in.Repo, github.SARIF{
		Commit: in.Commit, Ref: in.Ref, Text: base64.StdEncoding.EncodeToString(packed),
		CheckoutURI: in.Checkout, Started: in.Started.UTC().Truncate(time.Second), Tool: "gatefix",
	})
	if err != nil {
		return post.Failed(o.Reporter, err, nil)
	}
	o.Did = "uploaded to code scanning as " + id
	return o
}

func pack(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

// within says why GitHub would not take a log, which it tells nobody: it takes
// the upload and drops it later.
func within(text []byte, packed int) error {
	var log struct {
		Runs []struct {
			Results []json.RawMessage `json:"results"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(text, &log); err != nil {
		return fmt.Errorf("the SARIF log cannot be read: %w", err)
	}
	if packed > maxSize {
		return fmt.Errorf("the SARIF log has %d MiB after compression; code scanning takes 10", packed>>20)
	}
	for _, run := range log.Runs {
		if n := len(run.Results); n > maxResults {
			return fmt.Errorf("the SARIF log has %d results; code scanning takes %d", n, maxResults)
		}
	}
	return nil
}
