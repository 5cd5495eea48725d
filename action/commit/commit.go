// Package commit puts repairs onto the branch of a pull request, in one commit
// that GitHub makes and signs. No git is run, and nothing is committed that was
// not judged: the branch must still end with the commit that was looked at.
package commit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/report"
	"github.com/gatefix/gatefix/fn/text"
)

// Trailer ends the message of a commit with repairs. A run on such a commit
// makes none: two that disagree would go on forever.
const Trailer = "X-Gatefix-Autofix: true"

// File is a file that is repaired.
type File struct {
	Path string
	Old  []byte // as it was looked at
	New  []byte
}

// Input is what is committed, and onto what.
type Input struct {
	// Event is the kind of the event, as GITHUB_EVENT_NAME has it.
	Event string
	Pull  github.Pull
	// HeadRepo is the repository that the branch is in, as owner/name.
	HeadRepo string
	Branch   string // without refs/heads/
	Files    []File
	Message  string
}

// Limits of one request, far above what repairs take.
const (
	maxFiles = 100
	maxBytes = 20 << 20
)

// Post makes the commit and returns its name; "" where there is none.
func Post(ctx context.Context, c *github.Client, in Input) (string, post.Outcome) {
	o := post.Outcome{Reporter: "commit"}
	if len(in.Files) == 0 {
		return "", o
	}
	if o.Notice = in.refused(); o.Notice != "" {
		return "", o
	}
	var err error
	if o.Notice, err = in.unfit(ctx, c); err != nil {
		return "", post.Failed(o.Reporter, err, nil)
	}
	if o.Notice != "" {
		return "", o
	}
	oid, err := c.CreateCommit(ctx, in.commit())
	switch {
	case errors.Is(err, github.ErrUnprocessable):
		o.Notice = "nothing is committed: the branch has changed since it was checked; the run of its last commit repairs it (" + err.Error() + ")"
		return "", o
	case err != nil:
		return "", post.Failed(o.Reporter, err, nil)
	}
	o.Did = fmt.Sprintf("%s repaired in %s; commits made with GITHUB_TOKEN start no workflow", report.Plural(len(in.Files), "file"), oid)
	return oid, o
}

// refused says why there may be no commit, by the event alone.
func (in Input) refused() string {
	const nothing = "nothing is committed: "
	switch {
	case in.Event == "pull_request_target":
		return nothing + "on pull_request_target the token may write while the files are a stranger's; use pull_request"
	case in.Event != "pull_request":
		return nothing + fmt.Sprintf("the event is %q; allowed: pull_request", in.Event)
	case !strings.EqualFold(in.HeadRepo, in.Pull.Repo.String()):
		return nothing + "the branch is in a fork"
	case !branch.MatchString(in.Branch) || !oid.MatchString(in.Pull.Head):
		return nothing + "the event does not say on which branch and commit"
	}
	return ""
}

var (
	branch = text.NewPattern(`^[^\x00-\x20\x7f~^:?*\\\[]{1,255}$`)
	oid    = text.NewPattern(`^[0-9a-f]{40}$`)
)

// unfit says why the repairs do not fit the head: it is a repair itself, there
// is too much of them, or the workspace, which is the merge, has other lines.
func (in Input) unfit(ctx context.Context, c *github.Client) (string, error) {
	message, err := c.Message(ctx, in.Pull.Repo, in.Pull.Head)
	if err != nil {
		return "", err
	}
	if autofix(message) {
		return "nothing is committed: the last commit of the branch is one of repairs already", nil
	}
	size := 0
	for _, f := range in.Files {
		size += len(f.New)
	}
	if len(in.Files) > maxFiles || size > maxBytes {
		return fmt.Sprintf("nothing is committed: %s with %d bytes are too much for one commit", report.Plural(len(in.Files), "file"), size), nil
	}
	for _, f := range in.Files {
		head, err := c.Content(ctx, in.Pull.Repo, in.Pull.Head, f.Path)
		if err != nil && !errors.Is(err, github.ErrNotFound) {
			return "", err
		}
		if err != nil || string(head) != string(f.Old) {
			return fmt.Sprintf("nothing is committed: %q is not the same after merging; update the branch first", f.Path), nil
		}
	}
	return "", nil
}

// autofix reports whether the last paragraph of a message has the trailer.
func autofix(message string) bool {
	paragraphs := strings.Split(strings.TrimSpace(strings.ReplaceAll(message, "\r\n", "\n")), "\n\n")
	for _, line := range strings.Split(paragraphs[len(paragraphs)-1], "\n") {
		if strings.EqualFold(strings.TrimSpace(line), Trailer) {
			return true
		}
	}
	return false
}

// inert keeps what manifests say from notifying people and closing issues,
// which messages of commits do too: a space of no width takes the meaning.
// https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
var inert = strings.NewReplacer("@", "@\u200b", "#", "#\u200b", "GH-", "GH-\u200b", "://", ":\u200b//", "\r", " ")

func (in Input) commit() github.Commit {
	out := github.Commit{Repo: in.Pull.Repo, Branch: in.Branch, Head: in.Pull.Head, Files: map[string][]byte{}}
	out.Message = strings.TrimSpace(inert.Replace(in.Message)) + "\n\n" + Trailer
	for _, f := range in.Files {
		out.Files[f.Path] = f.New
	}
	return out
}
