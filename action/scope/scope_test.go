package scope

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/internal/repotest"
)

// numbered is a text of as many lines, with some in place of others.
func numbered(n int, instead map[int]string) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		if text, ok := instead[i]; ok {
			b.WriteString(text)
			continue
		}
		fmt.Fprintf(&b, "line: %d\n", i)
	}
	return b.String()
}

type files = map[string]string

// pull has a file in which the base puts a line in front of the one that the
// head changes.
func pull(t *testing.T) *repotest.Pull {
	past := numbered(40, nil)
	head := numbered(40, map[int]string{30: "head: 30\n"})
	base := numbered(40, map[int]string{1: "base: 0\nline: 1\n"})
	merge := numbered(40, map[int]string{1: "base: 0\nline: 1\n", 30: "head: 30\n"})
	return repotest.NewPull(t,
		files{"a.yaml": past, "old.yaml": numbered(20, nil), "gone.yaml": "x: 1\n", "other.yaml": past},
		files{"a.yaml": head, "new.yaml": "n: 1\n", "old.yaml": "", "moved.yaml": numbered(20, map[int]string{20: "moved: 20\n"}), "gone.yaml": ""},
		files{"a.yaml": base, "other.yaml": base},
		files{"a.yaml": merge})
}

func event(p *repotest.Pull) *gha.Event {
	return &gha.Event{Name: "pull_request", Repo: "o/r", SHA: p.Merge, Number: 1,
		Base: gha.Side{SHA: p.Base, Repo: "o/r"}, Head: gha.Side{SHA: p.Head, Repo: "o/r"}}
}

func scopeOf(t *testing.T, e *gha.Event, dir string, api API) *Scope {
	t.Helper()
	repo, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return Of(context.Background(), e, repo, api)
}

// touched returns the lines of a file in the workspace that the scope holds.
func touched(t *testing.T, s *Scope, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := 1; line <= strings.Count(string(text), "\n"); line++ {
		if s.Touches(name, text, line, line) {
			out = append(out, fmt.Sprint(line))
		}
	}
	return strings.Join(out, " ")
}

func TestMerge(t *testing.T) {
	p := pull(t)
	s := scopeOf(t, event(p), p.Dir, nil)
	if s.Source() != diff.Git || s.Why != "" {
		t.Fatalf("source %s: %s", s.Source(), s.Why)
	}
	for name, want := range map[string]string{"a.yaml": "31", "new.yaml": "1", "moved.yaml": "20", "other.yaml": ""} {
		if got := touched(t, s, p.Dir, name); got != want {
			t.Errorf("%s: lines %q, want %q", name, got, want)
		}
	}
	if f := s.Changes.File("moved.yaml"); f == nil || f.Old != "old.yaml" {
		t.Errorf("moved.yaml: %+v", f)
	}
	if f := s.Changes.File("gone.yaml"); f == nil || !f.Removed {
		t.Errorf("gone.yaml: %+v", f)
	}
	if text, err := s.Base("gone.yaml"); err != nil || string(text) != "x: 1\n" {
		t.Errorf("gone.yaml was %q, %v", text, err)
	}
	if _, err := s.Base("new.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("new.yaml was there before: %v", err)
	}
	text, _ := os.ReadFile(filepath.Join(p.Dir, "a.yaml"))
	m, ok := s.Heads("a.yaml", text)
	if line, there := m.Head(31); !ok || !there || line != 30 {
		t.Errorf("line 31 of the merge is line %d of the head", line)
	}
}

// A step before may have made files, or changed some.
func TestWorkspaceIsNotTheCommit(t *testing.T) {
	p := pull(t)
	p.Write(files{"made.yaml": "m: 1\n", "a.yaml": "# header\n" + numbered(40, map[int]string{1: "base: 0\nline: 1\n", 30: "head: 30\n"})})
	s := scopeOf(t, event(p), p.Dir, nil)
	for name, want := range map[string]string{"a.yaml": "32", "made.yaml": "1"} {
		if got := touched(t, s, p.Dir, name); got != want {
			t.Errorf("%s: lines %q, want %q", name, got, want)
		}
	}
}

// double answers as GitHub does, with lines of the head.
type double struct {
	err  error
	head string
	many bool // more files than GitHub lists
}

func (d double) Files(context.Context) (*diff.Changes, error) {
	if d.err != nil {
		return nil, d.err
	}
	if d.many {
		return &diff.Changes{Source: diff.None, Files: map[string]*diff.File{"a.yaml": {Path: "a.yaml"}}}, nil
	}
	return &diff.Changes{Source: diff.API, Files: map[string]*diff.File{
		"a.yaml": {Path: "a.yaml", Hunks: []diff.Hunk{{New: diff.Range{Start: 27, Lines: 7}, Added: []int{30}}}},
	}}, nil
}

func (d double) Head(context.Context, string) ([]byte, error) { return []byte(d.head), nil }

// fetch-depth: 1 leaves the parents out.
func TestShallow(t *testing.T) {
	p := pull(t)
	p.Forget(p.Base, p.Head)
	api := double{head: numbered(40, map[int]string{30: "head: 30\n"})}
	s := scopeOf(t, event(p), p.Dir, api)
	if got := touched(t, s, p.Dir, "a.yaml"); s.Source() != diff.API || got != "31" {
		t.Errorf("source %s, lines %q; %s", s.Source(), got, s.Why)
	}
	if got := touched(t, s, p.Dir, "other.yaml"); got != "" {
		t.Errorf("other.yaml: lines %q", got)
	}
	p.Write(files{"made.yaml": "m: 1\n"})
	if got := touched(t, s, p.Dir, "made.yaml"); got != "1" {
		t.Errorf("made.yaml, of a step before: lines %q", got)
	}
	for _, api := range []API{nil, double{err: errors.New("too many")}, double{many: true}} {
		s := scopeOf(t, event(p), p.Dir, api)
		if s.Source() != diff.None || !strings.Contains(s.Why, "fetch-depth: 2") || !s.Touches("other.yaml", nil, 1, 1) {
			t.Errorf("source %s: %q", s.Source(), s.Why)
		}
	}
}

// A sparse checkout has an extension that go-git does not know.
func TestSparse(t *testing.T) {
	p := pull(t)
	config := "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n"
	if err := os.WriteFile(filepath.Join(p.Dir, ".git", "config"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := scopeOf(t, event(p), p.Dir, nil); s.Source() != diff.Git {
		t.Errorf("source %s: %s", s.Source(), s.Why)
	}
}

// A partial clone has the names of files and not their bytes: what changed is
// known by file, and nothing counts as made by a step before.
func TestPartialClone(t *testing.T) {
	p := pull(t)
	p.ForgetBlobs(p.Merge, p.Head)
	s := scopeOf(t, event(p), p.Dir, nil)
	if got := touched(t, s, p.Dir, "other.yaml"); got != "" || !s.Touches("a.yaml", nil, 1, 1) || s.Has("other.yaml") {
		t.Errorf("source %s, lines %q; %s", s.Source(), got, s.Why)
	}
	if _, ok := s.Heads("a.yaml", nil); ok {
		t.Error("the head's lines are known without its bytes")
	}
	p = pull(t)
	p.ForgetBlobs(p.Base)
	s = scopeOf(t, event(p), p.Dir, nil)
	if _, err := s.Base("gone.yaml"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gone.yaml, whose bytes are not there: %v", err)
	}
}

// A workflow may check out the head in place of the merge.
func TestHead(t *testing.T) {
	p := pull(t)
	p.Checkout(p.Head)
	s := scopeOf(t, event(p), p.Dir, nil)
	if got := touched(t, s, p.Dir, "a.yaml"); s.Source() != diff.Git || got != "30" {
		t.Errorf("source %s, lines %q; %s", s.Source(), got, s.Why)
	}
}

// pull_request_target checks out the base, in which nothing changed; what the
// API says of the head is of no use there.
func TestTarget(t *testing.T) {
	p := pull(t)
	p.Checkout(p.Base)
	e := event(p)
	e.Name, e.SHA = "pull_request_target", p.Base
	s := scopeOf(t, e, p.Dir, double{})
	if s.Source() != diff.None || !strings.Contains(s.Why, "neither the merge nor the head") {
		t.Errorf("source %s: %q", s.Source(), s.Why)
	}
}

func TestOtherEvents(t *testing.T) {
	p := pull(t)
	for _, tc := range []struct {
		event  gha.Event
		source diff.Source
		why    string
	}{
		{gha.Event{Name: "merge_group", Base: gha.Side{SHA: p.Base}, Head: gha.Side{SHA: p.Merge}}, diff.Git, ""},
		{gha.Event{Name: "push", Before: p.Base, After: p.Merge}, diff.Git, ""},
		{gha.Event{Name: "push", After: p.Merge}, diff.None, "the branch is new"},
		{gha.Event{Name: "push", Before: strings.Repeat("a", 40), After: p.Merge}, diff.None, "the checkout lacks the commit before the push"},
		{gha.Event{Name: "schedule"}, diff.None, ""},
		{gha.Event{Name: "workflow_dispatch"}, diff.None, ""},
		{gha.Event{}, diff.None, ""},
	} {
		s := scopeOf(t, &tc.event, p.Dir, double{})
		if s.Source() != tc.source || !strings.Contains(s.Why, tc.why) || (tc.why == "") != (s.Why == "") {
			t.Errorf("%s: source %s, %q", tc.event.Name, s.Source(), s.Why)
		}
		if tc.source == diff.Git {
			if got := touched(t, s, p.Dir, "a.yaml"); got != "31" {
				t.Errorf("%s: lines %q", tc.event.Name, got)
			}
		}
	}
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("a directory without a repository opens")
	}
}
