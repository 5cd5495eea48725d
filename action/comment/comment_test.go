package comment_test

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/comment"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/post"
)

func start(t *testing.T) (*double.Double, func(markdown string, clean bool) post.Outcome) {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, GraphQL: d.GraphQL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	pull := github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head}
	return d, func(markdown string, clean bool) post.Outcome {
		return comment.Post(t.Context(), c, comment.Input{Pull: pull, Markdown: markdown, Clean: clean, Category: "a b"})
	}
}

// One comment, however many runs: it is written only when it says something
// else, and not at all where nothing was ever wrong.
func TestSticky(t *testing.T) {
	d, put := start(t)
	d.PageSize = 1
	d.Talk = []*double.Comment{
		{ID: 1, User: "mallory", Body: "mine\n\n<!-- gatefix:v1 comment=sticky category=a+b -->\n"},
		{ID: 2, User: double.Bot, Body: "of another job\n\n<!-- gatefix:v1 comment=sticky category=b -->\n"},
		{ID: 3, User: double.Bot, Body: "quoted\n\n<!-- gatefix:v1 comment=sticky category=a+b -->\n\nmore\n"},
	}
	for i, test := range []struct {
		markdown string
		clean    bool
		did      string
		writes   int
	}{
		{"all is well", true, "", 0},
		{"one error", false, "posted", 1},
		{"one error", false, "unchanged", 1},
		{"two errors", false, "updated", 2},
		{"all is well", true, "updated", 3},
		{"all is well", true, "unchanged", 3},
	} {
		if o := put(test.markdown, test.clean); o.Did != test.did || o.Notice != "" {
			t.Errorf("%d: %+v, want %q", i, o, test.did)
		}
		if n := d.Count("POST /repos") + d.Count("PATCH /repos"); n != test.writes {
			t.Errorf("%d: %d writes, want %d", i, n, test.writes)
		}
	}
	if len(d.Talk) != 4 || !strings.HasPrefix(d.Talk[3].Body, "all is well\n") || d.Talk[0].Body[:4] != "mine" {
		t.Errorf("%d comments", len(d.Talk))
	}
	d.Talk[3].Body = strings.TrimSpace(strings.ReplaceAll(d.Talk[3].Body, "\n", "\r\n"))
	if o := put("all is well", true); o.Did != "unchanged" {
		t.Errorf("as GitHub keeps it: %+v", o)
	}
}

func TestRefused(t *testing.T) {
	d, put := start(t)
	d.Forbidden["issues"] = true
	if o := put("x", false); !o.Denied || o.Did != "" || !strings.Contains(o.Notice, "Resource not accessible by integration") {
		t.Errorf("%+v", o)
	}
	d.Say("GET /repos", double.NotFound)
	if o := put("x", false); !o.Denied {
		t.Errorf("%+v", o)
	}
}

// A comment that was made though the gateway failed is not made twice.
func TestMadeAllTheSame(t *testing.T) {
	d, put := start(t)
	d.SayAfter("POST /repos", double.BadGateway)
	if o := put("x", false); o.Notice != "" || len(d.Talk) != 1 {
		t.Errorf("%+v, %d comments", o, len(d.Talk))
	}
	d.Talk = nil
	d.Say("POST /repos", double.BadGateway, double.Secondary)
	if o := put("x", false); o.Notice != "" || len(d.Talk) != 1 {
		t.Errorf("%+v, %d comments", o, len(d.Talk))
	}
}

func TestLong(t *testing.T) {
	d, put := start(t)
	if o := put(strings.Repeat("ü", github.MaxBody), false); o.Notice != "" || len(d.Talk) != 1 {
		t.Fatalf("%+v", o)
	}
	if _, ok := post.ParseMarker(d.Talk[0].Body); !ok || !strings.Contains(d.Talk[0].Body, "…") {
		t.Error("the marker, or the sign that something is missing, is not there")
	}
}
