//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/internal/double"
)

const everything = "annotations, summary, review, comment, check, sarif-upload"

// manifest is an example of package run.
func manifest(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "run", "testdata", "manifests", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// broken is a pull request that brings three mistakes into a Gateway.
func broken(t *testing.T, with ...string) *world {
	t.Helper()
	return start(t, texts{"gateway.yaml": manifest(t, "gateway.yaml")}, texts{"gateway.yaml": manifest(t, "gateway-bad.yaml")}, with...)
}

// All reporters at once, and again: the second run has nothing to add.
func TestReporters(t *testing.T) {
	w := broken(t, "reporters", everything, "sarif-file", "out/gatefix.sarif", "patch-file", "out/gatefix.patch")
	o := w.run(t)
	o.has(t, "::error col=15,", "title=cors-max-age", "### Gatefix: failed", "```mermaid")
	if o.exit != 1 || o.outputs["findings"] != "3" || o.outputs["conclusion"] != "failure" || o.outputs["scope-source"] != "git" {
		t.Errorf("exit status %d, %v", o.exit, o.outputs)
	}
	if len(w.Reviews) != 1 || len(w.Comments) != 3 || len(w.Talk) != 1 || len(w.Checks) != 1 || len(w.SARIF) != 1 {
		t.Fatalf("%d reviews, %d comments, %d in the conversation, %d check runs, %d uploads", len(w.Reviews), len(w.Comments), len(w.Talk), len(w.Checks), len(w.SARIF))
	}
	if body := w.Comments[2].Body; !strings.Contains(body, "```suggestion\n      maxAge: 86400   # one day\n```\n") {
		t.Error(body)
	}
	for _, name := range []string{"out/gatefix.sarif", "out/gatefix.patch"} {
		if info, err := os.Stat(filepath.Join(w.pull.Dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if o = w.run(t); o.exit != 1 || len(w.Comments) != 3 || len(w.Reviews) != 1 || len(w.Talk) != 1 {
		t.Errorf("the second run: exit status %d, %d comments, %d reviews", o.exit, len(w.Comments), len(w.Reviews))
	}
}

// The token of a fork may only read: all findings are in the log and the
// summary, with one notice.
func TestFork(t *testing.T) {
	w := broken(t, "reporters", everything, "fix", "commit")
	w.fork = true
	for _, what := range []string{"pulls", "issues", "checks", "code-scanning", "contents", "threads"} {
		w.Forbidden[what] = true
	}
	o := w.run(t)
	o.has(t, "the token does not allow review, comment, check, sarif-upload: ", "commit: nothing is committed: the branch is in a fork", "### Gatefix: failed")
	if n := strings.Count(o.log, "::error col="); o.exit != 1 || n != 3 || o.outputs["findings"] != "3" || strings.Contains(o.log, "token-of-a-test") {
		t.Errorf("exit status %d, %d errors, %v", o.exit, n, o.outputs)
	}
}

// Where code scanning is not enabled GitHub knows no such call; the rest is as
// ever.
func TestNotEnabled(t *testing.T) {
	w := broken(t, "reporters", "sarif-upload, comment")
	w.Say("POST /repos/octo-org/manifests/code-scanning/sarifs", double.NotFound)
	o := w.run(t)
	o.has(t, "the token does not allow sarif-upload: ", "404 Not Found", "title=cors-max-age", "comment: posted")
	if o.exit != 1 || len(w.Talk) != 1 || len(w.SARIF) != 0 {
		t.Errorf("exit status %d, %d in the conversation", o.exit, len(w.Talk))
	}
}

// GitHub refuses one comment, and with it the review; the others get there.
func TestRefusedComment(t *testing.T) {
	w := broken(t, "reporters", "review")
	w.Unresolvable["gateway.yaml:27"] = true
	o := w.run(t)
	o.has(t, "review: GitHub refused 1 comment", "title=cors-unknown-field", "### Gatefix: failed")
	if len(w.Comments) != 2 || o.exit != 1 {
		t.Errorf("%d comments, exit status %d", len(w.Comments), o.exit)
	}
}

// GitHub is overloaded now and then; nothing is lost and nothing stands twice.
func TestOverload(t *testing.T) {
	w := broken(t, "reporters", everything)
	w.Say("GET /repos/octo-org/manifests/pulls/7/comments", double.BadGateway, double.TooMany)
	w.Say("POST /repos/octo-org/manifests/check-runs", double.Secondary)
	w.SayAfter("POST /repos/octo-org/manifests/pulls/7/reviews", double.BadGateway)
	o := w.run(t)
	o.has(t, "review: 3 comments")
	if len(w.Comments) != 3 || len(w.Reviews) != 1 || len(w.Checks) != 1 || strings.Contains(o.log, "::notice") {
		t.Errorf("%d comments, %d check runs", len(w.Comments), len(w.Checks))
	}
}

// many is a file with so many policies, each with three mistakes and in the
// shadow of another.
func many(t *testing.T, n int) string {
	t.Helper()
	docs := []string{manifest(t, "gateway.yaml")}
	_, policy, _ := strings.Cut(manifest(t, "gateway-bad.yaml"), "\n---\n")
	for i := range n {
		docs = append(docs, strings.Replace(policy, "name: browser", fmt.Sprintf("name: browser-%d", i), 1))
	}
	return strings.Join(docs, "---\n")
}

// A check run takes all of some eighty findings, the log ten of a level at most,
// the review thirty; and pages of two are followed.
func TestManyFindings(t *testing.T) {
	w := start(t, texts{"gateway.yaml": manifest(t, "gateway.yaml")}, texts{"gateway.yaml": many(t, 20)}, "reporters", everything)
	w.PageSize = 2
	o := w.run(t)
	if n := len(w.Checks[0].Annotations); n < 60 || o.outputs["findings"] != fmt.Sprint(n) {
		t.Errorf("%d annotations of %s", n, o.outputs["findings"])
	}
	if n := strings.Count(o.log, "::error "); n == 0 || n > 10 || len(w.Comments) != 30 {
		t.Errorf("%d annotations in the log, %d comments", n, len(w.Comments))
	}
	o.has(t, "findings more than the 30 that max-comments allows")
	if w.run(t); len(w.Comments) != 30 {
		t.Errorf("the second run made %d comments", len(w.Comments)-30)
	}
}

// A shallow checkout does not know what changed. GitHub does, on four pages.
func TestManyFiles(t *testing.T) {
	w := broken(t)
	for i := range 350 {
		w.Files = append([]double.File{{Name: fmt.Sprintf("docs/%03d.md", i), Status: "added", Patch: "@@ -0,0 +1 @@\n+a"}}, w.Files...)
	}
	w.pull.Forget(w.pull.Base, w.pull.Head)
	o := w.run(t)
	if o.outputs["scope-source"] != "api" || o.outputs["findings"] != "3" || w.Count("GET /repos/octo-org/manifests/pulls/7/files") != 4 {
		t.Errorf("%v, %q", o.outputs, w.Requests())
		o.has(t, "by GitHub's list")
	}
}

// Repairs are committed, and the run on that commit makes no other.
func TestCommit(t *testing.T) {
	w := broken(t, "fix", "commit")
	o := w.run(t)
	sha := w.Branches["fix"]
	if o.exit != 0 || o.outputs["fixed"] != "3" || o.outputs["commit"] != sha || sha == w.pull.Head {
		t.Errorf("exit status %d, %v", o.exit, o.outputs)
		o.has(t, "commit: ")
	}
	if text := w.Contents[sha]["gateway.yaml"]; !strings.Contains(text, "maxAge: 86400   # one day") {
		t.Error(text)
	}
	w.Branches["fix"] = strings.Repeat("d", 40) // somebody pushes meanwhile
	if o = w.run(t); o.exit != 1 || o.outputs["commit"] != "" {
		t.Errorf("exit status %d, %v", o.exit, o.outputs)
	}
	o.has(t, "commit: nothing is committed: the branch has changed")
}

// The time of the step on a repository of five hundred manifests goes into the
// log of the test. The image is there.
func TestTime(t *testing.T) {
	past := texts{}
	for i := range 500 {
		past[fmt.Sprintf("apps/app-%03d/gateway.yaml", i)] = strings.ReplaceAll(manifest(t, "gateway.yaml"), "ai-gateway", fmt.Sprintf("gateway-%03d", i))
	}
	w := start(t, past, texts{"gateway.yaml": manifest(t, "gateway-bad.yaml")})
	o := w.run(t)
	t.Logf("the step took %s", o.took)
	o.has(t, "files (10")
	if o.exit != 1 || o.took == "" {
		t.Errorf("exit status %d", o.exit)
	}
}
