// Package files lists what a pull request changes, as GitHub sees it: in lines
// of the head of the pull request, which are those that comments are made on.
package files

import (
	"context"
	"errors"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/github"
)

// List returns the changes of a pull request.
//
// GitHub lists 3000 files at most, and leaves the rest out without a word. So
// many have no source: what is not listed may have changed too. A file without
// a patch, or with one that cannot be read, counts as changed in all its lines.
// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
func List(ctx context.Context, c *github.Client, p github.Pull) (*diff.Changes, error) {
	listed, err := c.PullFiles(ctx, p)
	if err != nil {
		return nil, err
	}
	changes := &diff.Changes{Source: diff.API, Files: map[string]*diff.File{}}
	if len(listed) >= github.MaxPullFiles {
		changes.Source = diff.None
	}
	for _, f := range listed {
		changes.Files[f.Filename] = fileOf(f)
	}
	return changes, nil
}

func fileOf(f github.PullFile) *diff.File {
	out := &diff.File{Path: f.Filename, Old: f.PreviousFilename, Removed: f.Status == "removed"}
	hunks, err := diff.ParsePatch(f.Patch)
	switch {
	case out.Removed:
	case f.Patch == "" && (f.Status == "renamed" || f.Status == "unchanged"): // as it was
	case f.Patch == "", err != nil:
		out.Whole = true
	default:
		out.Hunks = hunks
	}
	return out
}

// API answers for a pull request what a checkout does not know.
type API struct {
	Client *github.Client
	Pull   github.Pull
}

// Files returns the changes, as [List].
func (a API) Files(ctx context.Context) (*diff.Changes, error) { return List(ctx, a.Client, a.Pull) }

// Head returns a file at the head; nil where it is not there.
func (a API) Head(ctx context.Context, path string) ([]byte, error) {
	text, err := a.Client.Content(ctx, a.Pull.Repo, a.Pull.Head, path)
	if errors.Is(err, github.ErrNotFound) {
		return nil, nil
	}
	return text, err
}
