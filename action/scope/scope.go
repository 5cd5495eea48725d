package scope

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
)

// API is what GitHub knows of the pull request, for checkouts that do not know
// it themselves.
type API interface {
	// Files returns the changes, in lines of the head.
	Files(context.Context) (*diff.Changes, error)
	// Head returns a file at the head; nil where it is not there.
	Head(ctx context.Context, path string) ([]byte, error)
}

// Scope tells which lines of the workspace a run answers for.
type Scope struct {
	// Changes are nil, or of no source, where everything counts.
	Changes *diff.Changes
	// Why tells why the changes are not known; "" where they are, or where the
	// event has none.
	Why string

	repo     *Repo
	base, to *object.Commit // what the changes lie between, by git
	head     *object.Commit // of the pull request, where the checkout has it
	api      API
	ctx      context.Context // of the run
	maps     map[string]diff.LineMap
	others   map[string]bool          // files that a step before made, or did not
	was      map[string]plumbing.Hash // the files of base
}

// Of finds the scope of an event. repo is nil where there is no repository, api
// where there is nobody to ask.
func Of(ctx context.Context, e *gha.Event, repo *Repo, api API) *Scope {
	s := &Scope{repo: repo, api: api, ctx: ctx, maps: map[string]diff.LineMap{}, others: map[string]bool{}, Changes: &diff.Changes{Source: diff.None}}
	if repo != nil && e.Head.SHA != "" {
		s.head = repo.commit(e.Head.SHA)
	}
	if !Changing(e) {
		return s
	}
	err := s.fromGit(ctx, e)
	if err == nil {
		return s
	}
	s.Why = err.Error()
	if !e.IsPull() || errors.Is(err, errOther) {
		return s
	}
	if api == nil {
		s.Why += "; and there is no token to ask GitHub with"
		return s
	}
	changes, err := api.Files(ctx)
	if err != nil {
		s.Why += "; and GitHub does not tell: " + err.Error()
		return s
	}
	if s.Changes = changes; !changes.Known() {
		s.Why += "; and the pull request changes more files than GitHub lists"
		return s
	}
	s.Why = ""
	return s
}

// Changing reports whether an event is one of something that changed.
func Changing(e *gha.Event) bool {
	return e.IsPull() || e.Name == "merge_group" || e.Name == "push"
}

// errOther tells that the workspace holds something else than what changed, so
// that nobody's word on it is of use.
var errOther = errors.New("the checkout is neither the merge nor the head of the pull request")

func (s *Scope) fromGit(ctx context.Context, e *gha.Event) error {
	if s.repo == nil {
		return errors.New("there is no git repository in the checkout")
	}
	base, err := s.repo.baseOf(e)
	if err != nil {
		return err
	}
	changes, err := between(ctx, base, s.repo.head)
	if err != nil {
		return fmt.Errorf("the commits in the checkout cannot be compared: %w", err)
	}
	s.base, s.to, s.Changes = base, s.repo.head, changes
	return nil
}

const deeper = "; check out with fetch-depth: 2"

// baseOf returns the commit that the checkout is to be compared with.
func (r *Repo) baseOf(e *gha.Event) (*object.Commit, error) {
	switch {
	case e.Name == "push":
		return r.named(e.Before, "the commit before the push")
	case e.Name == "merge_group":
		return r.named(e.Base.SHA, "the commit that the merge group builds on")
	case len(r.head.ParentHashes) == 2 && r.head.ParentHashes[1].String() == e.Head.SHA:
		base := r.parent(r.head, 0)
		if base == nil {
			return nil, errors.New("the checkout lacks the parents of the merge" + deeper)
		}
		return base, nil
	case r.head.Hash.String() == e.Head.SHA:
		return r.forkOff(e.Base.SHA)
	case e.Name == "pull_request" && r.head.Hash.String() == e.SHA:
		// The merge, of which a shallow checkout does not even name the parents.
		return nil, errors.New("the checkout lacks the parents of the merge" + deeper)
	}
	return nil, errOther
}

func (r *Repo) named(sha, what string) (*object.Commit, error) {
	if sha == "" {
		return nil, errors.New(what + " is none: the branch is new")
	}
	if c := r.commit(sha); c != nil {
		return c, nil
	}
	return nil, errors.New("the checkout lacks " + what + deeper + ", or 0 for all of the history")
}

// forkOff returns the commit at which the head left the base.
func (r *Repo) forkOff(base string) (*object.Commit, error) {
	if c := r.commit(base); c != nil {
		if all, err := c.MergeBase(r.head); err == nil && len(all) > 0 {
			return all[0], nil
		}
	}
	return nil, errors.New("the checkout is the head of the pull request and lacks the commit at which it left the base; check out the merge with fetch-depth: 2")
}

// All makes everything count. What was before the change stays known.
func (s *Scope) All() { s.Changes, s.Why = &diff.Changes{Source: diff.None}, "" }

// Source is where the changes are known from.
func (s *Scope) Source() diff.Source { return s.Changes.Source }

// Base returns a file as it was before the change. The error is
// [fs.ErrNotExist] where there was none, and another where its bytes are not in
// the checkout: a partial clone leaves them out.
func (s *Scope) Base(path string) ([]byte, error) {
	if s.base == nil {
		return nil, fs.ErrNotExist
	}
	if s.was == nil { // once: whoever asks for one file asks for many, most of which were not there
		var err error
		if s.was, err = entries(s.base); err != nil {
			return nil, fmt.Errorf("the files before the change are not in the checkout: %w", err)
		}
	}
	blob, ok := s.was[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	text, err := s.repo.bytes(blob)
	if err != nil {
		return nil, fmt.Errorf("as it was before the change it is not in the checkout: %w", err)
	}
	return text, nil
}

// HasBase reports whether the commit before the change is in the checkout.
func (s *Scope) HasBase() bool { return s.base != nil }
