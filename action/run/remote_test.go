package run

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/input"
	"github.com/gatefix/gatefix/action/summary"
)

func connected(r Remote) func(*input.Inputs, *gha.Event, func(string) string) (Remote, error) {
	return func(*input.Inputs, *gha.Event, func(string) string) (Remote, error) { return r, nil }
}

// remote answers as told, and keeps what it was told.
type remote struct {
	outcome Outcome
	sha     string
	posted  []string
	last    *Posting
	changes []summary.Change
}

func (*remote) Files(context.Context) (*diff.Changes, error) {
	return nil, errors.New("too many files")
}

func (*remote) Head(context.Context, string) ([]byte, error) { return nil, nil }

func (r *remote) Post(_ context.Context, reporter string, p *Posting) Outcome {
	r.posted, r.last = append(r.posted, reporter), p
	o := r.outcome
	o.Reporter = reporter
	return o
}

func (r *remote) Commit(_ context.Context, changes []summary.Change, _ string) (string, Outcome) {
	r.changes = changes
	return r.sha, r.outcome
}

// A token without rights costs one notice: no finding is lost, and the exit
// status is what it would be.
func TestDenied(t *testing.T) {
	p := broken(t)
	plain := pullStep(p).run(t)
	denied := pullStep(p, "reporters", "annotations, summary, review, comment, check, sarif-upload")
	double := &remote{outcome: Outcome{Notice: "the token may only read", Denied: true}}
	denied.remote = double
	denied.run(t)
	if got := strings.Join(double.posted, " "); got != "review comment check sarif-upload" {
		t.Errorf("posted to %s", got)
	}
	if denied.status != plain.status || denied.status != 1 {
		t.Errorf("status %d, else %d", denied.status, plain.status)
	}
	if n := strings.Count(denied.log, "the token may only read"); n != 1 {
		t.Errorf("%d notices:\n%s", n, denied.log)
	}
	rest := regexp.MustCompile("::notice title=gatefix::the token does not allow .*\n").ReplaceAllString(denied.log, "")
	if rest != plain.log {
		t.Errorf("the log without the notice is another one:\n%s\n%s", rest, plain.log)
	}
	if len(double.last.SARIF) == 0 || len(double.last.Findings) == 0 {
		t.Error("the reporters got nothing")
	}
	if m, ok := double.last.Heads("deploy/gateway.yaml"); ok {
		if line, there := m.Head(2); !there || line != 1 {
			t.Errorf("line 2 of the merge is line %d of the head", line)
		}
	} else {
		t.Error("the checkout knows the head")
	}
}

// Who asked for a review alone finds the findings in annotations and summary
// where there can be none.
func TestDegraded(t *testing.T) {
	for name, outcome := range map[string]Outcome{"denied": {Notice: "the token may only read", Denied: true}, "failed": {Notice: "502"}} {
		s := pullStep(broken(t), "reporters", "review")
		s.remote = &remote{outcome: outcome}
		s.run(t)
		if strings.Count(s.log, "::error ") != 3 || !strings.Contains(s.summary, "cors-max-age") {
			t.Errorf("%s: %s\n%s", name, s.log, s.summary)
		}
	}
	s := pullStep(broken(t), "reporters", "review")
	s.remote = &remote{}
	if s.run(t); strings.Contains(s.log, "::error ") || s.summary != "" {
		t.Errorf("%s\n%s", s.log, s.summary)
	}
}

// Only a commit that was made repairs anything.
func TestCommit(t *testing.T) {
	for _, tc := range []struct {
		double *remote
		status int
		fixed  string
	}{
		{&remote{sha: strings.Repeat("c", 40)}, 0, "3"},
		{&remote{outcome: Outcome{Notice: "the branch has moved on"}}, 1, "0"},
	} {
		s := pullStep(broken(t), "fix", "commit")
		s.remote = tc.double
		s.run(t)
		if out := s.outputs(); s.status != tc.status || out["fixed"] != tc.fixed || out["commit"] != tc.double.sha {
			t.Errorf("status %d, %v", s.status, out)
		}
		if len(tc.double.changes) != 1 || tc.double.changes[0].Path != "deploy/gateway.yaml" {
			t.Errorf("%v", tc.double.changes)
		}
	}
	if s := pullStep(broken(t), "fix", "commit", "reporters", "review").run(t); s.status != 1 || !strings.Contains(s.log, "needs a token") {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}
