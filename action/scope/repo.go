package scope

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Repo is the checkout's repository, read only.
type Repo struct {
	git  *git.Repository
	head *object.Commit
}

// Open opens the repository at a directory.
func Open(dir string) (*Repo, error) {
	r, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{EnableDotGitCommonDir: true})
	if err != nil {
		return nil, fmt.Errorf("there is no git repository in the checkout: %w", err)
	}
	ref, err := r.Head()
	if err != nil {
		return nil, fmt.Errorf("the checkout has no HEAD: %w", err)
	}
	head, err := r.CommitObject(ref.Hash())
	if err != nil {
		return nil, fmt.Errorf("the commit of HEAD is not in the checkout: %w", err)
	}
	return &Repo{git: r, head: head}, nil
}

// commit returns a commit by its name, or nil where the checkout lacks it.
func (r *Repo) commit(sha string) *object.Commit {
	if sha == "" {
		return nil
	}
	c, err := r.git.CommitObject(plumbing.NewHash(sha))
	if err != nil {
		return nil
	}
	return c
}

// parent returns a parent of a commit, or nil where the checkout lacks it.
func (r *Repo) parent(c *object.Commit, n int) *object.Commit {
	if n >= len(c.ParentHashes) {
		return nil
	}
	return r.commit(c.ParentHashes[n].String())
}

// The largest file whose lines are compared: texts that have nothing in common
// take time in proportion to the square of their lines.
const (
	maxBlob  = 1 << 20 // bytes
	maxLines = 20_000
)

var errTooLarge = errors.New("too large to compare")

// text returns a file of a commit; false where there is none, or nothing that
// lines could be told of.
func text(c *object.Commit, path string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	f, err := c.File(path)
	if err != nil {
		return nil, false
	}
	out, err := content(f)
	return out, err == nil
}

func content(f *object.File) ([]byte, error) {
	if f.Size > maxBlob {
		return nil, errTooLarge
	}
	r, err := f.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, maxBlob+1))
	if err == nil && isLarge(out) {
		err = errTooLarge
	}
	return out, err
}

func isLarge(text []byte) bool {
	return len(text) > maxBlob || bytes.Count(text, []byte("\n")) > maxLines
}
