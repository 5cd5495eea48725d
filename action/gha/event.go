package gha

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// Event is what started the run, of its payload what Gatefix needs.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
type Event struct {
	// Name is the kind: pull_request, push …; "" outside of GitHub Actions.
	Name string
	// Repo is the repository as owner/name.
	Repo string
	// SHA and Ref are the commit and the ref that the run is of.
	SHA, Ref string

	Number     int  // of the pull request; 0: there is none
	Base, Head Side // of the pull request or the merge group
	// Before and After are the commits of a push. Before a new branch there is
	// none: "".
	Before, After string
}

// Side is one end of a pull request.
type Side struct {
	SHA, Ref string
	Repo     string // as owner/name; "" where the fork was deleted
}

// Fork reports whether the pull request comes from another repository. Its
// token may only read then.
func (e *Event) Fork() bool { return e.IsPull() && e.Head.Repo != e.Repo }

// IsPull reports whether the run is of a pull request.
func (e *Event) IsPull() bool {
	switch e.Name {
	case "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment":
		return true
	}
	return false
}

// New reports whether a push made a branch or a tag: there is nothing before it.
func (e *Event) New() bool { return e.Name == "push" && e.Before == "" }

type payload struct {
	Number      int
	PullRequest *struct {
		Number     int
		Base, Head struct {
			SHA, Ref string
			Repo     *struct {
				FullName string `json:"full_name"`
			}
		}
	} `json:"pull_request"`
	MergeGroup *struct {
		BaseSHA string `json:"base_sha"`
		BaseRef string `json:"base_ref"`
		HeadSHA string `json:"head_sha"`
		HeadRef string `json:"head_ref"`
	} `json:"merge_group"`
	Before, After string
}

// eventLimit is the largest payload that is read; GitHub's have at most 25 MB.
const eventLimit = 32 << 20

// ReadEvent reads the event off the environment and the file of its payload.
// Outside of GitHub Actions it is empty.
func ReadEvent(getenv func(string) string) (*Event, error) {
	e := &Event{Name: getenv("GITHUB_EVENT_NAME"), Repo: getenv("GITHUB_REPOSITORY"), SHA: getenv("GITHUB_SHA"), Ref: getenv("GITHUB_REF")}
	name := getenv("GITHUB_EVENT_PATH")
	if name == "" {
		return e, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return e, fmt.Errorf("the event cannot be read: %w", err)
	}
	defer f.Close()
	var p payload
	if err := json.NewDecoder(io.LimitReader(f, eventLimit)).Decode(&p); err != nil && !errors.Is(err, io.EOF) {
		return e, fmt.Errorf("the event cannot be read: %w", err)
	}
	e.fill(&p)
	return e, nil
}

func (e *Event) fill(p *payload) {
	if g := p.MergeGroup; g != nil {
		e.Base = Side{SHA: sha(g.BaseSHA), Ref: g.BaseRef, Repo: e.Repo}
		e.Head = Side{SHA: sha(g.HeadSHA), Ref: g.HeadRef, Repo: e.Repo}
	}
	e.Before, e.After = sha(p.Before), sha(p.After)
	pr := p.PullRequest
	if pr == nil {
		return
	}
	e.Number = cmp.Or(pr.Number, p.Number, pullOf(e.Ref))
	e.Base = Side{SHA: sha(pr.Base.SHA), Ref: pr.Base.Ref}
	e.Head = Side{SHA: sha(pr.Head.SHA), Ref: pr.Head.Ref}
	if pr.Base.Repo != nil {
		e.Base.Repo = pr.Base.Repo.FullName
	}
	if pr.Head.Repo != nil {
		e.Head.Repo = pr.Head.Repo.FullName
	}
}

var hex40 = text.NewPattern(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// sha returns a commit's name; "" for the zeros that stand for none, and for
// what is no name.
func sha(s string) string {
	if !hex40.MatchString(s) || strings.Trim(s, "0") == "" {
		return ""
	}
	return s
}

// pullOf returns the number in refs/pull/12/merge, or 0.
func pullOf(ref string) int {
	rest, ok := strings.CutPrefix(ref, "refs/pull/")
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, "/")
	n, _ := strconv.Atoi(number)
	return n
}
