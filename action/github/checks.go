package github

import (
	"context"
	"net/http"
	"strconv"
)

// MaxAnnotations is the number of annotations that one request may carry.
const MaxAnnotations = 50

// Annotation is a remark on lines of a file.
type Annotation struct {
	Path      string `json:"path"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
	// Columns are only for annotations of one line.
	StartColumn int    `json:"start_column,omitempty"`
	EndColumn   int    `json:"end_column,omitempty"`
	Level       string `json:"annotation_level"` // notice, warning or failure
	Title       string `json:"title,omitempty"`  // at most 255 characters
	Message     string `json:"message"`          // at most 64 KiB
}

// CheckOutput is what a check run shows.
type CheckOutput struct {
	Title       string       `json:"title"`
	Summary     string       `json:"summary"` // Markdown, at most 65,535 characters
	Annotations []Annotation `json:"annotations,omitempty"`
}

// CheckRun is a check run that has ended.
type CheckRun struct {
	Name       string      `json:"name"`
	Head       string      `json:"head_sha"`
	Status     string      `json:"status"`     // completed
	Conclusion string      `json:"conclusion"` // success, failure or neutral
	Output     CheckOutput `json:"output"`
}

// CreateCheckRun makes a check run, with the first [MaxAnnotations]
// annotations, and returns its number. Of two of the same name GitHub shows the
// later one, so it is repeated.
// https://docs.github.com/en/rest/checks/runs#create-a-check-run
func (c *Client) CreateCheckRun(ctx context.Context, r Repo, run CheckRun) (int64, error) {
	req := c.change(http.MethodPost, r.path("check-runs"), run)
	req.repeatable = true
	var made struct {
		ID int64 `json:"id"`
	}
	_, err := c.do(ctx, req, &made)
	return made.ID, err
}

type checkUpdate struct {
	Output CheckOutput `json:"output"`
}

// Annotate adds annotations to a check run, at most [MaxAnnotations]. To repeat
// it would add them twice.
// https://docs.github.com/en/rest/checks/runs#update-a-check-run
func (c *Client) Annotate(ctx context.Context, r Repo, run int64, out CheckOutput) error {
	req := c.change(http.MethodPatch, r.path("check-runs", strconv.FormatInt(run, 10)), checkUpdate{out})
	req.repeatable = false
	_, err := c.do(ctx, req, nil)
	return err
}

// Annotations returns how many annotations a check run has.
// https://docs.github.com/en/rest/checks/runs#get-a-check-run
func (c *Client) Annotations(ctx context.Context, r Repo, run int64) (int, error) {
	var found struct {
		Output struct {
			Count int `json:"annotations_count"`
		} `json:"output"`
	}
	_, err := c.do(ctx, c.get(r.path("check-runs", strconv.FormatInt(run, 10)), nil), &found)
	return found.Output.Count, err
}
