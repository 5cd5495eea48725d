// Package repotest makes git repositories for tests, as actions/checkout leaves
// them.
package repotest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Repo is a repository in a directory of the test's own.
type Repo struct {
	Dir string

	t    *testing.T
	git  *git.Repository
	tree *git.Worktree
	tick int
}

// New makes an empty repository.
func New(t *testing.T) *Repo {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &Repo{Dir: dir, t: t}
	if r.git, err = git.PlainInit(dir, false); err != nil {
		t.Fatal(err)
	}
	if r.tree, err = r.git.Worktree(); err != nil {
		t.Fatal(err)
	}
	return r
}

// Write writes files into the workspace; an empty text removes one.
func (r *Repo) Write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		name = filepath.Join(r.Dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(name), 0o755)
		if err == nil && text != "" {
			err = os.WriteFile(name, []byte(text), 0o644)
		} else if err == nil {
			err = os.Remove(name)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

// Commit commits the workspace with the files on top of it, and returns the
// name of the commit. Without parents it follows HEAD.
func (r *Repo) Commit(files map[string]string, parents ...string) string {
	r.t.Helper()
	r.Write(files)
	if err := r.tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		r.t.Fatal(err)
	}
	r.tick++
	who := &object.Signature{Name: "A", Email: "a@example.com", When: time.Date(2026, 1, 1, 0, r.tick, 0, 0, time.UTC)}
	o := &git.CommitOptions{Author: who, Committer: who, AllowEmptyCommits: true}
	for _, p := range parents {
		o.Parents = append(o.Parents, plumbing.NewHash(p))
	}
	sha, err := r.tree.Commit("commit", o)
	if err != nil {
		r.t.Fatal(err)
	}
	return sha.String()
}

// Checkout makes the workspace that of a commit.
func (r *Repo) Checkout(sha string) {
	r.t.Helper()
	if err := r.tree.Checkout(&git.CheckoutOptions{Hash: plumbing.NewHash(sha), Force: true}); err != nil {
		r.t.Fatal(err)
	}
}

// Forget takes commits out of the repository, as a shallow fetch leaves them
// out.
func (r *Repo) Forget(shas ...string) {
	r.t.Helper()
	for _, sha := range shas {
		if err := os.Remove(filepath.Join(r.Dir, ".git", "objects", sha[:2], sha[2:])); err != nil {
			r.t.Fatal(err)
		}
	}
}

// ForgetBlobs takes the bytes of all files of commits out of the repository, as
// a partial clone leaves them out.
func (r *Repo) ForgetBlobs(shas ...string) {
	r.t.Helper()
	gone := map[string]bool{}
	for _, sha := range shas {
		c, err := r.git.CommitObject(plumbing.NewHash(sha))
		if err != nil {
			r.t.Fatal(err)
		}
		all, err := c.Files()
		if err != nil {
			r.t.Fatal(err)
		}
		// What goes wrong with a file shows in the test.
		_ = all.ForEach(func(f *object.File) error { gone[f.Hash.String()] = true; return nil })
	}
	for sha := range gone {
		r.Forget(sha)
	}
}

// Pull makes a pull request with a base that went on, and checks its merge out.
type Pull struct {
	*Repo
	Fork, Base, Head, Merge string // commits
}

// NewPull commits the first files as the common past, the second ones on the
// head and the third ones on the base, and merges.
func NewPull(t *testing.T, past, head, base, merge map[string]string) *Pull {
	t.Helper()
	p := &Pull{Repo: New(t)}
	p.Fork = p.Commit(past)
	p.Head = p.Commit(head)
	p.Checkout(p.Fork)
	p.Base = p.Commit(base)
	for name, text := range head {
		if _, both := merge[name]; !both {
			p.Write(map[string]string{name: text})
		}
	}
	p.Merge = p.Commit(merge, p.Base, p.Head)
	return p
}
