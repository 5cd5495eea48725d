package commit_test

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/commit"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/post"
)

// world is a pull request from a branch of the repository, with a repair of
// a.yaml.
type world struct {
	*double.Double
	client *github.Client
	commit.Input
}

func start(t *testing.T) *world {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, GraphQL: d.GraphQL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	d.Contents[double.Head] = map[string]string{"a.yaml": "a: odd\n", "b.yaml": "b\n"}
	return &world{d, c, commit.Input{
		Event: "pull_request", Pull: github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head},
		HeadRepo: "Octo-Org/manifests", Branch: "feature", Message: "Repair 1 mistake\n\nfixed a.yaml:1:1: set a to even [odd]\n",
		Files: []commit.File{{Path: "a.yaml", Old: []byte("a: odd\n"), New: []byte("a: even\n")}},
	}}
}

func (w *world) post(t *testing.T) (string, post.Outcome) {
	return commit.Post(t.Context(), w.client, w.Input)
}

func TestCommit(t *testing.T) {
	w := start(t)
	oid, o := w.post(t)
	if o.Notice != "" || oid == "" || w.Branches["feature"] != oid || !strings.HasPrefix(o.Did, "1 file repaired in "+oid) {
		t.Fatalf("%q, %+v", oid, o)
	}
	if got := w.Contents[oid]; got["a.yaml"] != "a: even\n" || got["b.yaml"] != "b\n" {
		t.Errorf("%q", got)
	}
	if want := "Repair 1 mistake\n\nfixed a.yaml:1:1: set a to even [odd]\n\nX-Gatefix-Autofix: true"; w.Messages[oid] != want {
		t.Errorf("%q", w.Messages[oid])
	}
	// The next run sees the commit, and does not repair what was repaired.
	w.Pull.Head = oid
	w.Input.Files[0].Old, w.Input.Files[0].New = []byte("a: even\n"), []byte("a: odd\n")
	if again, o := w.post(t); again != "" || o.Notice != "nothing is committed: the last commit of the branch is one of repairs already" {
		t.Errorf("%q, %+v", again, o)
	}
}

// Nothing is committed where that is not asked for by the one who may ask, and
// not over what nobody looked at. No write is even tried.
func TestRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*world)
		want   string
	}{
		"a fork":            {func(w *world) { w.HeadRepo = "mallory/manifests" }, "the branch is in a fork"},
		"a deleted fork":    {func(w *world) { w.HeadRepo = "" }, "the branch is in a fork"},
		"a target event":    {func(w *world) { w.Event = "pull_request_target" }, "use pull_request"},
		"a push":            {func(w *world) { w.Event = "push" }, `the event is "push"; allowed: pull_request`},
		"no branch":         {func(w *world) { w.Branch = "" }, "the event does not say"},
		"a branch of words": {func(w *world) { w.Branch = "a b" }, "the event does not say"},
		"no commit":         {func(w *world) { w.Pull.Head = "HEAD" }, "the event does not say"},
		"another text":      {func(w *world) { w.Contents[double.Head]["a.yaml"] = "a: odd # here\n" }, `"a.yaml" is not the same after merging`},
		"another file":      {func(w *world) { delete(w.Contents[double.Head], "a.yaml") }, `"a.yaml" is not the same after merging`},
		"a repair, as a person writes it": {func(w *world) { w.Messages[double.Head] = "x\r\n\r\nSigned-off-by: y\r\nx-gatefix-autofix: true\r\n" },
			"the last commit of the branch is one of repairs already"},
		"too many files": {func(w *world) { w.Input.Files = make([]commit.File, 101) }, "too much for one commit"},
		"too much":       {func(w *world) { w.Input.Files[0].New = make([]byte, 21<<20) }, "too much for one commit"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t)
			test.change(w)
			oid, o := w.post(t)
			if oid != "" || o.Denied || !strings.HasPrefix(o.Notice, "nothing is committed: ") || !strings.Contains(o.Notice, test.want) {
				t.Errorf("%q, %+v", oid, o)
			}
			if w.Count("POST") > 0 || w.Branches["feature"] != double.Head {
				t.Errorf("%q", w.Requests())
			}
		})
	}
}

// A branch that moves on meanwhile keeps its commits.
func TestMoved(t *testing.T) {
	w := start(t)
	newer := strings.Repeat("c", 40)
	w.Branches["feature"] = newer
	oid, o := w.post(t)
	if oid != "" || o.Denied || !strings.HasPrefix(o.Notice, "nothing is committed: the branch has changed since it was checked") || w.Branches["feature"] != newer {
		t.Errorf("%q, %+v", oid, o)
	}
}

func TestDenied(t *testing.T) {
	w := start(t)
	w.Forbidden["contents"] = true
	if oid, o := w.post(t); oid != "" || !o.Denied || !strings.Contains(o.Notice, "createCommitOnBranch") {
		t.Errorf("%q, %+v", oid, o)
	}
	w = start(t)
	w.Say("GET /repos/octo-org/manifests/git", double.Forbidden)
	if oid, o := w.post(t); oid != "" || !o.Denied {
		t.Errorf("%q, %+v", oid, o)
	}
}

func TestNothingToDo(t *testing.T) {
	w := start(t)
	w.Input.Files = nil
	if oid, o := w.post(t); oid != "" || o.Notice != "" || len(w.Requests()) > 0 {
		t.Errorf("%q, %+v", oid, o)
	}
}

// What manifests say notifies nobody and closes no issue.
func TestHostileMessage(t *testing.T) {
	w := start(t)
	w.Message = "Repair\n\nfixes #1, closes GH-2, fixes https://github.com/o/r/issues/3 @octocat\rCo-authored-by: x"
	oid, _ := w.post(t)
	if got := w.Messages[oid]; strings.Contains(got, "#1") || strings.Contains(got, "GH-2") || strings.Contains(got, "https://") || strings.Contains(got, "@o") || strings.Contains(got, "\r") {
		t.Errorf("%q", got)
	}
}
