package scope

import (
	"bytes"
	"context"

	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/fn/project"
)

// renames are looked for among so many files; they cost time in proportion to
// the square.
const renames = 100

// between compares the trees of two commits. Lines are only looked at in files
// that may hold manifests.
func between(ctx context.Context, from, to *object.Commit) (*diff.Changes, error) {
	a, err := from.Tree()
	if err != nil {
		return nil, err
	}
	b, err := to.Tree()
	if err != nil {
		return nil, err
	}
	options := &object.DiffTreeOptions{DetectRenames: true, RenameScore: 60, RenameLimit: renames}
	all, err := object.DiffTreeWithOptions(ctx, a, b, options)
	if err != nil {
		// A partial clone lacks the bytes that renames are told by.
		if all, err = object.DiffTreeWithOptions(ctx, a, b, nil); err != nil {
			return nil, err
		}
	}
	out := &diff.Changes{Source: diff.Git, Files: map[string]*diff.File{}}
	for _, c := range all {
		f := fileOf(c)
		out.Files[f.Path] = f
	}
	return out, nil
}

func fileOf(c *object.Change) *diff.File {
	f := &diff.File{Path: c.To.Name, Old: c.From.Name}
	switch {
	case f.Path == "":
		return &diff.File{Path: f.Old, Removed: true, Whole: true}
	case f.Old == "":
		f.Whole = true
		return f
	case f.Old == f.Path:
		f.Old = ""
	}
	f.Whole = true
	if !project.IsManifest(f.Path) {
		return f
	}
	from, to, err := c.Files()
	if err != nil || from == nil || to == nil {
		return f
	}
	old, err := content(from)
	if err != nil {
		return f
	}
	text, err := content(to)
	if err != nil || isBinary(old) || isBinary(text) {
		return f
	}
	f.Whole, f.Hunks = false, diff.Between(old, text)
	return f
}

// isBinary is git's own test.
func isBinary(text []byte) bool { return bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0 }
