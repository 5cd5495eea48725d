package run

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/input"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/internal/repotest"
	"github.com/gatefix/gatefix/fn/diff"
)

// hub makes a GitHub that knows a pull request, and connects the step with it.
func hub(t *testing.T, p *repotest.Pull, s *step, past, head files) *double.Double {
	t.Helper()
	d := double.New(t)
	d.Owner, d.Name = "o", "r"
	d.SetHead(p.Head, "fix", files{})
	for name, text := range head {
		_, patch, _ := strings.Cut(diff.Unified(name, []byte(past[name]), []byte(text)), "\n+++ b/"+name+"\n")
		d.Files = append(d.Files, double.File{Name: name, Status: "modified", Patch: patch})
		d.Contents[p.Head][name] = text
	}
	s.env["INPUT_GITHUB-TOKEN"] = "token-of-a-test"
	s.env["GITHUB_API_URL"], s.env["GITHUB_GRAPHQL_URL"] = d.URL, d.GraphQL
	s.connect = func(in *input.Inputs, e *gha.Event, getenv func(string) string) (Remote, error) {
		o := options(in, getenv)
		o.Clock = double.Clock()
		return connect(in, e, o)
	}
	return d
}

const everything = "annotations, summary, review, comment, check, sarif-upload"

// A run tells GitHub what it found, on the lines of the head; the next run has
// nothing to add.
func TestReporters(t *testing.T) {
	p := broken(t)
	s := pullStep(p, "reporters", everything)
	d := hub(t, p, s, files{"deploy/gateway.yaml": read(t, "gateway.yaml")}, files{"deploy/gateway.yaml": read(t, "gateway-bad.yaml")})
	if s.run(t); s.status != 1 || strings.Contains(s.log, "::notice") || strings.Contains(s.log, "::warning") {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
	if len(d.Reviews) != 1 || len(d.Comments) != 3 || len(d.Talk) != 1 || len(d.Checks) != 1 || len(d.SARIF) != 1 {
		t.Fatalf("%d reviews, %d comments, %d in the conversation, %d check runs, %d uploads\n%s", len(d.Reviews), len(d.Comments), len(d.Talk), len(d.Checks), len(d.SARIF), s.log)
	}
	for i, want := range []string{"      - \"https://chat.example.com\"", "      allowMethods: [GET, POST]", "      maxAge: 86400   # one day"} {
		c := d.Comments[i]
		if c.Line != 26+i || !strings.Contains(c.Body, "```suggestion\n"+want+"\n```\n") {
			t.Errorf("line %d: %s", c.Line, c.Body)
		}
	}
	if run := d.Checks[0]; run.Fields["conclusion"] != "failure" || run.Fields["head_sha"] != p.Head || run.Annotations[0]["start_line"] != 26.0 {
		t.Errorf("%v", run)
	}
	if !strings.Contains(d.Talk[0].Body, "cors-max-age") || !strings.Contains(string(d.SARIF[0]), `"cors-max-age"`) {
		t.Error(d.Talk[0].Body)
	}
	s.env["INPUT_REPORTERS"] = "review, comment"
	writes := func() int { return d.Count("POST /repos") + d.Count("PATCH /repos") }
	before := writes()
	s.run(t)
	if len(d.Comments) != 3 || writes() != before {
		t.Errorf("the second run wrote: %q", d.Requests())
	}
}

// Code scanning files findings under a commit and a ref: those of what was
// looked at, also where a workflow checks out something else than the event
// names.
func TestUpload(t *testing.T) {
	p := broken(t)
	for name, tc := range map[string]struct {
		event, checkout, sha, ref string
		want                      string // "": nothing is uploaded
	}{
		"the merge":                   {"pull_request", p.Merge, p.Merge, "refs/pull/7/merge", p.Merge + " refs/pull/7/merge"},
		"the head":                    {"pull_request", p.Head, p.Merge, "refs/pull/7/merge", p.Head + " refs/pull/7/head"},
		"the head, with all rights":   {"pull_request_target", p.Head, p.Base, "refs/heads/main", p.Head + " refs/pull/7/head"},
		"the base, with all rights":   {"pull_request_target", p.Base, p.Base, "refs/heads/main", p.Base + " refs/heads/main"},
		"another branch on main's":    {"schedule", p.Head, p.Base, "refs/heads/main", ""},
		"a push":                      {"push", p.Base, p.Base, "refs/heads/main", p.Base + " refs/heads/main"},
		"another commit than the one": {"pull_request", p.Fork, p.Merge, "refs/pull/7/merge", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p.Checkout(tc.checkout)
			s := pullStep(p, "reporters", "sarif-upload")
			s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_SHA"], s.env["GITHUB_REF"] = tc.event, tc.sha, tc.ref
			if tc.event == "schedule" || tc.event == "push" {
				s.event = map[string]any{}
			}
			d := hub(t, p, s, nil, nil)
			s.run(t)
			if got := strings.Join(d.Analysed, ", "); got != tc.want {
				t.Errorf("uploaded %q, want %q", got, tc.want)
			}
			if said := strings.Contains(s.log, "sarif-upload: the checkout is not "+tc.sha); said != (tc.want == "") {
				t.Error(s.log)
			}
		})
	}
}

// A token that may only read, as those of forks, takes nothing away: the log
// and the summary are those of a run without the reporters, but for a notice.
func TestFork(t *testing.T) {
	p := broken(t)
	plain := pullStep(p).run(t)
	s := pullStep(p, "reporters", everything)
	d := hub(t, p, s, files{"deploy/gateway.yaml": read(t, "gateway.yaml")}, files{"deploy/gateway.yaml": read(t, "gateway-bad.yaml")})
	for _, what := range []string{"pulls", "issues", "checks", "code-scanning", "contents"} {
		d.Forbidden[what] = true
	}
	s.run(t)
	if s.status != plain.status || strings.Count(s.log, "::notice") != 1 || strings.Count(s.log, "::error") != strings.Count(plain.log, "::error") || s.summary != plain.summary {
		t.Errorf("status %d\n%s\n%s", s.status, s.log, s.summary)
	}
	if want := "::notice title=gatefix::the token does not allow review, comment, check, sarif-upload: it may only read in pull requests from forks; " +
		`elsewhere the job needs pull-requests: write, checks: write, security-events: write and code scanning. Nothing is lost: annotations and summary show every finding ` +
		"(POST /repos/o/r/pulls/7/reviews: 403 Forbidden: Resource not accessible by integration)\n"; !strings.Contains(s.log, want) {
		t.Error(s.log)
	}
	if strings.Contains(s.log+s.summary+s.output, "token-of-a-test") {
		t.Error("the token is shown")
	}
}

// Repairs are committed onto the branch of the pull request; what was repaired
// fails nothing.
func TestCommitted(t *testing.T) {
	past, head := files{"gateway.yaml": read(t, "gateway.yaml")}, files{"gateway.yaml": read(t, "gateway-bad.yaml")}
	p := repotest.NewPull(t, past, head, nil, nil)
	s := pullStep(p, "fix", "commit", "reporters", "review, summary")
	d := hub(t, p, s, past, head)
	s.run(t)
	sha := d.Branches["fix"]
	if out := s.outputs(); s.status != 0 || out["fixed"] != "3" || out["commit"] != sha || sha == p.Head {
		t.Errorf("status %d, %v\n%s", s.status, out, s.log)
	}
	if text := d.Contents[sha]["gateway.yaml"]; !strings.Contains(text, "maxAge: 86400   # one day") || !strings.HasSuffix(d.Messages[sha], "\n\nX-Gatefix-Autofix: true") {
		t.Errorf("%s\n%s", d.Messages[sha], text)
	}
	if len(d.Comments) != 0 {
		t.Error("what is repaired is commented on")
	}
}

// Pushes have no pull request: a check run and an upload are of the commit, and
// the others say so.
func TestPush(t *testing.T) {
	p := broken(t)
	s := pullStep(p, "reporters", everything, "fix", "commit", "scope", "all")
	d := hub(t, p, s, nil, nil)
	s.event, s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_REF"] = files{}, "push", "refs/heads/main"
	s.run(t)
	if len(d.Checks) != 1 || d.Checks[0].Fields["head_sha"] != p.Merge || len(d.SARIF) != 1 || strings.Count(s.log, "::notice") != 3 || s.status != 1 {
		t.Errorf("%d check runs, %d uploads, status %d\n%s", len(d.Checks), len(d.SARIF), s.status, s.log)
	}
}

// Without a merge commit in the checkout, GitHub tells what changed.
func TestScopeByAPI(t *testing.T) {
	p := broken(t)
	s := pullStep(p)
	d := hub(t, p, s, files{"deploy/gateway.yaml": read(t, "gateway.yaml")}, files{"deploy/gateway.yaml": read(t, "gateway-bad.yaml")})
	p.Forget(p.Base, p.Head)
	if s.run(t); s.outputs()["scope-source"] != "api" || s.outputs()["findings"] != "3" || s.status != 1 {
		t.Errorf("status %d, %v\n%s\n%q", s.status, s.outputs(), s.log, d.Requests())
	}
}

// The token goes to the API that the inputs name, and to no other.
func TestOptions(t *testing.T) {
	env := files{"GITHUB_API_URL": "https://a/api/v3", "GITHUB_GRAPHQL_URL": "https://a/api/graphql"}
	getenv := func(key string) string { return env[key] }
	for name, want := range map[string][2]string{
		"": {"https://a/api/v3", "https://a/api/graphql"}, "https://a/api/v3": {"https://a/api/v3", "https://a/api/graphql"}, "https://b": {"https://b", ""},
	} {
		if o := options(&input.Inputs{GitHubAPIURL: name}, getenv); o.REST != want[0] || o.GraphQL != want[1] {
			t.Errorf("%q: %s, %s", name, o.REST, o.GraphQL)
		}
	}
	if _, err := Connect(&input.Inputs{GitHubToken: "x", GitHubAPIURL: "http://a"}, &gha.Event{Repo: "o/r"}, getenv); err == nil {
		t.Error("the token would travel in the clear")
	}
	if r, err := Connect(&input.Inputs{}, &gha.Event{Repo: "o/r"}, getenv); r != nil || err != nil {
		t.Errorf("without a token: %v, %v", r, err)
	}
}
