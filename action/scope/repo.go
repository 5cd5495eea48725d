package scope

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/gatefix/gatefix/fn/source"
)

// Repo is the checkout's repository, read only.
type Repo struct {
	objects storer.EncodedObjectStorer
	head    *object.Commit
}

// Open opens the repository at a directory.
func Open(dir string) (*Repo, error) {
	store, err := openStore(dir)
	if err != nil {
		return nil, fmt.Errorf("there is no git repository in the checkout: %w", err)
	}
	ref, err := storer.ResolveReference(store, plumbing.HEAD)
	if err != nil {
		return nil, fmt.Errorf("the checkout has no HEAD: %w", err)
	}
	head, err := object.GetCommit(store, ref.Hash())
	if err != nil {
		return nil, fmt.Errorf("the commit of HEAD is not in the checkout: %w", err)
	}
	return &Repo{objects: store, head: head}, nil
}

// Head is the name of the commit that is checked out; "" of no repository.
func (r *Repo) Head() string {
	if r == nil {
		return ""
	}
	return r.head.Hash.String()
}

// openStore opens what holds the commits. Opened as a repository, one with an
// extension would be refused that go-git does not know, as a sparse checkout
// has; reading commits takes none of them.
func openStore(dir string) (storage.Storer, error) {
	name := filepath.Join(dir, git.GitDirName)
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return filesystem.NewStorage(osfs.New(name), cache.NewObjectLRUDefault()), nil
	}
	r, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{EnableDotGitCommonDir: true}) // a linked worktree
	if err != nil {
		return nil, err
	}
	return r.Storer, nil
}

// commit returns a commit by its name, or nil where the checkout lacks it.
func (r *Repo) commit(sha string) *object.Commit {
	if sha == "" {
		return nil
	}
	c, err := object.GetCommit(r.objects, plumbing.NewHash(sha))
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

// has reports whether a commit holds a file, whose bytes may be left out of a
// partial clone.
func has(c *object.Commit, path string) bool {
	tree, err := c.Tree()
	if err != nil {
		return false
	}
	_, err = tree.FindEntry(path)
	return err == nil
}

// entries lists the files of a commit.
func entries(c *object.Commit) (map[string]plumbing.Hash, error) {
	tree, err := c.Tree()
	if err != nil {
		return nil, err
	}
	walk := object.NewTreeWalker(tree, true, nil)
	defer walk.Close()
	out := map[string]plumbing.Hash{}
	for {
		name, e, err := walk.Next()
		switch {
		case err == io.EOF:
			return out, nil
		case err != nil:
			return nil, err
		case e.Mode.IsFile():
			out[name] = e.Hash
		}
	}
}

// bytes returns a file by the name of its bytes.
func (r *Repo) bytes(sha plumbing.Hash) ([]byte, error) {
	blob, err := object.GetBlob(r.objects, sha)
	if err != nil {
		return nil, err
	}
	if blob.Size > source.MaxDocument {
		return nil, errTooLarge
	}
	in, err := blob.Reader()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// module returns the submodule that a file belongs to, whose commits are another
// repository's; "": none.
func module(c *object.Commit, name string) string {
	tree, err := c.Tree()
	if err != nil {
		return ""
	}
	for i, char := range name {
		if char != '/' {
			continue
		}
		if e, err := tree.FindEntry(name[:i]); err != nil {
			return ""
		} else if e.Mode == filemode.Submodule {
			return name[:i]
		}
	}
	return ""
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
