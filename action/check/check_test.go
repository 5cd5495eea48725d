package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/check"
	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/internal/sample"
	"github.com/gatefix/gatefix/action/post"
)

// start makes a check run of a file with so many findings.
func start(t *testing.T, n int) (*double.Double, func() post.Outcome) {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, GraphQL: d.GraphQL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	text := sample.Head
	for i := range n {
		text += fmt.Sprintf("  set%04d: odd\n", i)
	}
	in := check.Input{
		Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Head: double.Head, Name: "gatefix", Title: "1 error", Summary: "# 1 error",
		Conclusion: "failure", Findings: sample.Findings(t, "a.yaml", text),
	}
	return d, func() post.Outcome { return check.Post(t.Context(), c, in) }
}

// GitHub takes fifty annotations at once, and of any number.
func TestBatches(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 149} {
		d, put := start(t, n)
		if o := put(); o.Notice != "" || len(o.Left) > 0 {
			t.Errorf("%+v", o)
		}
		if len(d.Checks) != 1 || len(d.Checks[0].Annotations) != n || d.Checks[0].Fields["conclusion"] != "failure" {
			t.Fatalf("%d: %d check runs", n, len(d.Checks))
		}
		seen := map[any]bool{}
		for _, a := range d.Checks[0].Annotations {
			seen[a["start_line"]] = true
		}
		if len(seen) != n {
			t.Errorf("%d lines annotated, want %d", len(seen), n)
		}
	}
	d, put := start(t, 1001)
	if o := put(); len(d.Checks[0].Annotations) != 1000 || len(o.Left) != 1 || o.Notice != "1 finding more than a check run gets; the summary shows them" {
		t.Errorf("%d annotations, %+v", len(d.Checks[0].Annotations), o)
	}
}

func TestAnnotation(t *testing.T) {
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	text := sample.Head + "  set: odd\n  warn: |\n    odd\n    @x\n"
	merge := sample.Head + "  set0: odd\n" + strings.TrimPrefix(text, sample.Head)
	pull := github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head}
	known := func(string, []byte) (diff.LineMap, bool) { return diff.NewLineMap([]byte(merge), []byte(text)), true }
	o := check.Post(t.Context(), c, check.Input{
		Repo: pull.Repo, Head: double.Head, Places: check.Places(c, pull, known), Name: "gatefix", Title: "t", Summary: "s", Conclusion: "neutral",
		Findings: sample.Findings(t, "a.yaml", merge),
	})
	if o.Notice != "" {
		t.Fatal(o.Notice)
	}
	want := []map[string]any{
		{"path": "a.yaml", "start_line": 1.0, "end_line": 1.0, "annotation_level": "failure", "title": "odd-value",
			"message": "line 5 after merging: the value odd is odd\nfix: set it to even (safe)"},
		{"path": "a.yaml", "start_line": 5.0, "end_line": 5.0, "start_column": 8.0, "end_column": 11.0, "annotation_level": "failure", "title": "odd-value",
			"message": "the value odd is odd\nfix: set it to even (safe)"},
		{"path": "a.yaml", "start_line": 6.0, "end_line": 8.0, "annotation_level": "warning", "title": "odd-value", "message": "the value odd @x  is odd"},
	}
	if diff := cmp.Diff(want, d.Checks[0].Annotations); diff != "" {
		t.Error(diff)
	}
}

// What could not be shown is left to the other reporters.
func TestFailures(t *testing.T) {
	d, put := start(t, 60)
	d.Forbidden["checks"] = true
	if o := put(); !o.Denied || len(o.Left) != 60 || o.Did != "" {
		t.Errorf("%+v", o)
	}
	d, put = start(t, 120)
	d.Say("PATCH /repos", double.Forbidden)
	if o := put(); !o.Denied || len(o.Left) != 70 || o.Did != "50 annotations" {
		t.Errorf("%+v", o)
	}
}

// Where the gateway fails, no annotation is lost and none stands twice.
func TestOverload(t *testing.T) {
	for name, script := range map[string]func(*double.Double){
		"before":  func(d *double.Double) { d.Say("PATCH /repos", double.BadGateway) },
		"after":   func(d *double.Double) { d.SayAfter("PATCH /repos", double.BadGateway) },
		"a limit": func(d *double.Double) { d.Say("P", double.TooMany, double.Secondary, double.TooMany) },
		"at once": func(d *double.Double) { d.Say("POST /repos", double.BadGateway) },
	} {
		t.Run(name, func(t *testing.T) {
			d, put := start(t, 120)
			script(d)
			if o := put(); o.Notice != "" || len(d.Checks) != 1 || len(d.Checks[0].Annotations) != 120 {
				t.Errorf("%+v, %d annotations", o, len(d.Checks[0].Annotations))
			}
		})
	}
}
