package double_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
)

func start(t testing.TB) (*double.Double, *github.Client, github.Pull) {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, GraphQL: d.GraphQL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	return d, c, github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head}
}

const patch = "@@ -1,3 +1,4 @@\n a\n+b\n c\n d\n@@ -20,2 +21,3 @@\n x\n+y\n z"

// Every call of the client is one that GitHub understands, and every answer of
// the double one that GitHub gives: the double fails the test otherwise.
func TestEveryCall(t *testing.T) {
	d, c, p := start(t)
	ctx := t.Context()
	d.Files = []double.File{{Name: "a.yaml", Status: "modified", Patch: patch}, {Name: "b.yaml", Old: "c.yaml", Status: "renamed"}}
	d.Contents[double.Head]["dir/a b.yaml"] = "kind: X\n"
	d.PageSize = 1
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	files, err := c.PullFiles(ctx, p)
	ok(err)
	if diff := cmp.Diff([]github.PullFile{{Filename: "a.yaml", Status: "modified", Patch: patch}, {Filename: "b.yaml", PreviousFilename: "c.yaml", Status: "renamed"}}, files); diff != "" {
		t.Error(diff)
	}
	ok(c.CreateReview(ctx, p, "body", []github.DraftComment{{Path: "a.yaml", Line: 2, Side: "RIGHT", Body: "one"}, {Path: "a.yaml", Line: 3, Side: "RIGHT", StartLine: 2, StartSide: "RIGHT", Body: "two"}}))
	comments, err := c.ReviewComments(ctx, p)
	ok(err)
	reviews, err := c.Reviews(ctx, p)
	ok(err)
	if len(comments) != 2 || comments[1].Body != "two" || comments[1].Line != 3 || comments[1].User.Login != double.Bot || len(reviews) != 1 || reviews[0].Body != "body" {
		t.Errorf("%v, %v", comments, reviews)
	}
	ok(c.CreateIssueComment(ctx, p, "hello"))
	talk, err := c.IssueComments(ctx, p)
	ok(err)
	ok(c.UpdateIssueComment(ctx, p.Repo, talk[0].ID, "hi"))
	if d.Talk[0].Body != "hi" {
		t.Error(d.Talk[0].Body)
	}
	run, err := c.CreateCheckRun(ctx, p.Repo, github.CheckRun{Name: "gatefix", Head: p.Head, Status: "completed", Conclusion: "failure", Output: github.CheckOutput{Title: "t", Summary: "s"}})
	ok(err)
	ok(c.Annotate(ctx, p.Repo, run, github.CheckOutput{Title: "t", Summary: "s", Annotations: []github.Annotation{{Path: "a.yaml", StartLine: 1, EndLine: 1, Level: "failure", Message: "m"}}}))
	count, err := c.Annotations(ctx, p.Repo, run)
	ok(err)
	if count != 1 || len(d.Checks) != 1 || len(d.Checks[0].Annotations) != 1 {
		t.Error(d.Checks)
	}
	id, err := c.UploadSARIF(ctx, p.Repo, github.SARIF{Commit: p.Head, Ref: "refs/pull/7/merge", Text: packed(t, `{"runs":[]}`), Tool: "gatefix"})
	ok(err)
	if id == "" || len(d.SARIF) != 1 {
		t.Errorf("%q, %q", id, d.SARIF)
	}
	text, err := c.Content(ctx, p.Repo, double.Head, "dir/a b.yaml")
	ok(err)
	message, err := c.Message(ctx, p.Repo, double.Head)
	ok(err)
	if string(text) != "kind: X\n" || message != "A change" || c.Login(ctx) != double.Bot {
		t.Errorf("%q, %q", text, message)
	}
	threads, err := c.Threads(ctx, p)
	ok(err)
	if len(threads) != 2 || threads[1].Number != comments[1].ID {
		t.Fatalf("%v", threads)
	}
	ok(c.Resolve(ctx, threads[0].ID))
	ok(c.Minimize(ctx, threads[1].Comment))
	if !d.Comments[0].Resolved || !d.Comments[1].Minimized {
		t.Error("the thread was not resolved, or the comment not minimized")
	}
	oid, err := c.CreateCommit(ctx, github.Commit{Repo: p.Repo, Branch: "feature", Head: double.Head, Message: "m\n\nT: x", Files: map[string][]byte{"a.yaml": []byte("ü")}})
	ok(err)
	if d.Branches["feature"] != oid || d.Contents[oid]["a.yaml"] != "ü" || d.Messages[oid] != "m\n\nT: x" {
		t.Errorf("%v, %v", d.Branches, d.Messages)
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// What GitHub refuses, the double does.
func TestRefusals(t *testing.T) {
	d, c, p := start(t)
	ctx := t.Context()
	d.Files = []double.File{{Name: "a.yaml", Status: "modified", Patch: patch}}
	review := func(comments ...github.DraftComment) error { return c.CreateReview(ctx, p, "body", comments) }
	at := func(start, line int) github.DraftComment {
		d := github.DraftComment{Path: "a.yaml", Line: line, Side: "RIGHT", Body: "x"}
		if start > 0 {
			d.StartLine, d.StartSide = start, "RIGHT"
		}
		return d
	}
	moved := p
	moved.Head = strings.Repeat("b", 40)
	for name, test := range map[string]struct{ got, want error }{
		"a line in no hunk":             {review(at(0, 2), at(0, 10)), github.ErrUnprocessable},
		"lines of two hunks":            {review(at(2, 22)), github.ErrUnprocessable},
		"a file that is not there":      {review(github.DraftComment{Path: "b.yaml", Line: 1, Side: "RIGHT", Body: "x"}), github.ErrUnprocessable},
		"another commit":                {c.CreateReview(ctx, moved, "body", nil), github.ErrUnprocessable},
		"a body that is too long":       {c.CreateReview(ctx, p, strings.Repeat("ü", github.MaxBody+1), nil), github.ErrUnprocessable},
		"a comment that is too long":    {c.CreateIssueComment(ctx, p, strings.Repeat("x", github.MaxBody+1)), github.ErrUnprocessable},
		"a body that is just too short": {c.CreateReview(ctx, p, strings.Repeat("ü", github.MaxBody), nil), nil},
		"a branch that moved on":        {commit(c, p, "feature", moved.Head), github.ErrUnprocessable},
		"a branch that is not there":    {commit(c, p, "main", double.Head), github.ErrNotFound},
		"no thread":                     {c.Resolve(ctx, "T"), github.ErrNotFound},
		"no comment":                    {c.Minimize(ctx, "C"), github.ErrNotFound},
		"no such conversation comment":  {c.UpdateIssueComment(ctx, p.Repo, 1, "x"), github.ErrNotFound},
	} {
		if !errors.Is(test.got, test.want) {
			t.Errorf("%s: %v, want %v", name, test.got, test.want)
		}
	}
	if len(d.Comments) > 0 {
		t.Errorf("a refused review left comments: %v", d.Comments)
	}
	d.Forbidden = map[string]bool{"pulls": true, "issues": true, "checks": true, "code-scanning": true, "contents": true}
	for name, err := range map[string]error{
		"pulls": review(), "issues": c.CreateIssueComment(ctx, p, "x"), "contents": commit(c, p, "feature", double.Head),
		"checks":        second(c.CreateCheckRun(ctx, p.Repo, github.CheckRun{Name: "n", Head: p.Head, Status: "completed", Conclusion: "success"})),
		"code-scanning": second(c.UploadSARIF(ctx, p.Repo, github.SARIF{Commit: p.Head, Ref: "refs/heads/x", Text: packed(t, "{}")})),
	} {
		if !errors.Is(err, github.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func commit(c *github.Client, p github.Pull, branch, head string) error {
	return second(c.CreateCommit(context.Background(), github.Commit{Repo: p.Repo, Branch: branch, Head: head, Message: "m", Files: map[string][]byte{"a": nil}}))
}

// spy is a test that notes its failures.
type spy struct {
	testing.TB
	errors []string
}

func (s *spy) Errorf(format string, args ...any) {
	s.errors = append(s.errors, fmt.Sprintf(format, args...))
}

// The double notices what GitHub would pass over or refuse with words that help
// nobody: a test that makes such a request fails.
func TestStrictness(t *testing.T) {
	const base = "/repos/octo-org/manifests"
	annotations := strings.Repeat(`,{"path":"a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"}`, 51)[1:]
	for name, test := range map[string]struct{ method, path, body, want string }{
		"51 annotations":       {"POST", base + "/check-runs", `{"name":"n","head_sha":"x","status":"completed","conclusion":"failure","output":{"title":"t","summary":"s","annotations":[` + annotations + `]}}`, "maximum number of items is 50"},
		"an unknown field":     {"POST", base + "/pulls/7/reviews", `{"body":"x","event":"COMMENT","comments":[{"path":"a","startLine":1,"line":2,"side":"RIGHT","body":"x"}]}`, "startLine"},
		"an unknown event":     {"POST", base + "/pulls/7/reviews", `{"body":"x","event":"REMARK"}`, "event"},
		"no body":              {"POST", base + "/pulls/7/reviews", `{"event":"COMMENT"}`, "must have a body"},
		"the wrong type":       {"POST", base + "/issues/7/comments", `{"body":1}`, "body"},
		"an unknown level":     {"POST", base + "/check-runs", `{"name":"n","head_sha":"x","status":"completed","conclusion":"failure","output":{"title":"t","summary":"s","annotations":[{"path":"a","start_line":1,"end_line":1,"annotation_level":"error","message":"m"}]}}`, "annotation_level"},
		"columns of two lines": {"POST", base + "/check-runs", `{"name":"n","head_sha":"x","status":"completed","conclusion":"failure","output":{"title":"t","summary":"s","annotations":[{"path":"a","start_line":1,"end_line":2,"start_column":1,"annotation_level":"failure","message":"m"}]}}`, "columns"},
		"a short commit":       {"POST", base + "/code-scanning/sarifs", `{"commit_sha":"abc","ref":"refs/heads/x","sarif":""}`, "commit_sha"},
		"an unknown parameter": {"GET", base + "/pulls/7/files?perPage=2", ``, "perPage"},
		"an unknown path":      {"GET", "/user", ``, "no such call"},
		"an unknown method":    {"DELETE", base + "/check-runs", ``, "no such call"},
		"no GraphQL field":     {"POST", "graphql", `{"query":"query { viewer { name } }"}`, "name"},
		"a wrong enum":         {"POST", "graphql", `{"query":"mutation { minimizeComment(input: {subjectId: \"x\", classifier: DONE}) { clientMutationId } }"}`, "DONE"},
		"a missing variable":   {"POST", "graphql", `{"query":"mutation R($thread: ID!) { resolveReviewThread(input: {threadId: $thread}) { thread { id } } }"}`, "thread"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &spy{TB: t}
			d := double.New(s)
			url := d.URL + test.path
			if test.path == "graphql" {
				url = d.GraphQL
			}
			req, err := http.NewRequest(test.method, url, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			for key, value := range map[string]string{"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28", "Authorization": "Bearer x", "User-Agent": "x", "Content-Type": "application/json"} {
				req.Header.Set(key, value)
			}
			resp, err := http.DefaultClient.Do(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			if !strings.Contains(strings.Join(s.errors, "\n"), test.want) {
				t.Errorf("noticed %q, want something on %q", s.errors, test.want)
			}
		})
	}
}
