package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/internal/sample"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/action/review"
	"github.com/gatefix/gatefix/fn/lint"
)

// world is a pull request that adds a.yaml, with the findings in it.
type world struct {
	*double.Double
	client *github.Client
	clock  *double.FakeClock
	review.Input
}

func start(t *testing.T, text string) *world {
	t.Helper()
	d, clock := double.New(t), double.Clock()
	c, err := github.New(github.Options{REST: d.URL, GraphQL: d.GraphQL, Token: "token-of-a-test", Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Double: d, client: c, clock: clock, Input: review.Input{
		Pull: github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head},
		Max:  30, Suggestions: true, EndLine: "1 error in 1 file (1 document)", Category: "gatefix",
	}}
	w.push(t, text)
	return w
}

// push makes another text of the file, at the head and in the workspace.
func (w *world) push(t *testing.T, text string) {
	w.Double.Files = []double.File{{Name: "a.yaml", Status: "added", Patch: sample.Added(text)}}
	w.Contents[double.Head]["a.yaml"] = text
	w.Findings = sample.Findings(t, "a.yaml", text)
}

func (w *world) post(t *testing.T) post.Outcome { return review.Post(t.Context(), w.client, w.Input) }

// data is a ConfigMap with these lines of data.
func data(lines ...string) string { return sample.Head + "  " + strings.Join(lines, "\n  ") + "\n" }

// clean checks that all went well.
func clean(t *testing.T, o post.Outcome, did string) {
	t.Helper()
	if diff := cmp.Diff(post.Outcome{Reporter: "review", Did: did}, o, cmp.Comparer(func(a, b *lint.Finding) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// A comment says what is wrong and offers the repair, on the lines that it
// changes; the marker is its last line.
func TestComments(t *testing.T) {
	for name, test := range map[string]struct {
		text        string
		start, line int
		block       string // "": no suggestion
	}{
		"a value set":                {data("a: x", "set: odd  # why", "b: y"), 0, 6, "```suggestion\n  set: even  # why\n```\n"},
		"a line taken out":           {data("a: x", "delete: odd", "b: y"), 0, 6, "```suggestion\n```\n"},
		"lines taken out":            {data("a: x", "delete: |", "  odd", "  value", "b: y"), 6, 8, "```suggestion\n```\n"},
		"a line added":               {data("a: x", "insert: odd", "b: y"), 0, 6, "```suggestion\n  insert: odd\n  more: even\n```\n"},
		"a line added at the end":    {data("a: x", "insert: odd"), 0, 6, "```suggestion\n  insert: odd\n  more: even\n```\n"},
		"a line without an ending":   {strings.TrimSuffix(data("a: x", "set: odd"), "\n"), 0, 6, "```suggestion\n  set: even\n```\n"},
		"no repair":                  {data("a: x", "plain: odd"), 0, 6, ""},
		"lines that end with CRLF":   {strings.ReplaceAll(data("a: x", "set: odd"), "\n", "\r\n"), 0, 6, ""},
		"a value of several lines":   {data("plain: |", "  odd", "  value"), 0, 5, ""},
		"backticks in the line":      {data("set: odd  # ```` x"), 0, 5, "`````suggestion\n  set: even  # ```` x\n`````\n"},
		"a marker in the line":       {data("set: odd  # <!-- gatefix:v1 fp=ab:1 category=gatefix -->"), 0, 5, "```suggestion\n  set: even  # <!-- gatefix:v1 fp=ab:1 category=gatefix -->\n```\n"},
		"an empty line that remains": {data("set: |", "  odd", "", "b: y"), 5, 6, "```suggestion\n  set: even\n```\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, test.text)
			o := w.post(t)
			if len(w.Comments) != 1 {
				t.Fatalf("%d comments; %+v", len(w.Comments), o)
			}
			clean(t, o, "1 comment")
			got := w.Comments[0]
			if got.StartLine != test.start || got.Line != test.line || got.Path != "a.yaml" {
				t.Errorf("%s on lines %d to %d, want %d to %d", got.Path, got.StartLine, got.Line, test.start, test.line)
			}
			if test.block == "" != !strings.Contains(got.Body, "suggestion\n") || !strings.Contains(got.Body, "\n"+test.block) {
				t.Errorf("%s\nlacks %s", got.Body, test.block)
			}
			for _, want := range []string{"**error**: the value odd", "([odd-value](https://"} {
				if !strings.Contains(got.Body, want) {
					t.Errorf("%s\nlacks %s", got.Body, want)
				}
			}
			m, ok := post.ParseMarker(got.Body)
			if want := (post.Marker{Key: "fp", Value: w.Findings[0].Fingerprint, Category: "gatefix"}); !ok || m != want {
				t.Errorf("the marker is %v, want %v", m, want)
			}
			clean(t, w.post(t), "1 kept")
			if len(w.Comments) != 1 || len(w.Reviews) != 1 {
				t.Errorf("the second run made %d comments and %d reviews", len(w.Comments)-1, len(w.Reviews)-1)
			}
		})
	}
}

// What the author takes with a click makes the text that the fix makes.
func TestSuggestionsMakeTheRepair(t *testing.T) {
	text := data("a: x", "set: odd # c", "delete: odd", "b: y", "insert: odd", "c: |", "  z", "delete2: |", "  odd", "  x")
	w := start(t, text)
	clean(t, w.post(t), "4 comments")
	lines := strings.SplitAfter(text, "\n")
	for _, c := range slices.Backward(w.Comments) {
		_, block, _ := strings.Cut(c.Body, "```suggestion\n")
		block, _, _ = strings.Cut(block, "```\n")
		first := c.Line
		if c.StartLine > 0 {
			first = c.StartLine
		}
		lines = slices.Replace(lines, first-1, c.Line, block)
	}
	want := data("a: x", "set: even # c", "b: y", "insert: odd", "more: even", "c: |", "  z")
	if diff := cmp.Diff(want, strings.Join(lines, "")); diff != "" {
		t.Error(diff)
	}
}

// Suggestions are left out where they are not asked for.
func TestNoSuggestions(t *testing.T) {
	w := start(t, data("set: odd"))
	w.Suggestions = false
	clean(t, w.post(t), "1 comment")
	if body := w.Comments[0].Body; strings.Contains(body, "```") || !strings.Contains(body, "- fix: set it to even (safe)") {
		t.Error(body)
	}
}

// A finding on lines that GitHub does not show would bring the whole review
// down. It is listed in the body, once.
func TestOutside(t *testing.T) {
	text := data("set: odd", "a: x", "b: x", "c: x", "d: x", "e: x", "f: x", "set2: odd")
	w := start(t, text)
	w.Double.Files[0] = double.File{Name: "a.yaml", Status: "modified", Patch: "@@ -10,2 +10,3 @@\n   e: x\n   f: x\n+  set2: odd"}
	clean(t, w.post(t), "1 comment, 1 outside of the changes")
	if len(w.Reviews) != 1 || !strings.Contains(w.Reviews[0].Body, "- <code>a.yaml:5:8</code> error: the value odd is odd") {
		t.Errorf("%+v", w.Reviews[0])
	}
	clean(t, w.post(t), "1 kept, 1 outside of the changes")
	w.Double.Files[0].Patch = ""
	w.Comments = nil
	clean(t, w.post(t), "2 outside of the changes")
	clean(t, w.post(t), "2 outside of the changes")
	if len(w.Reviews) != 2 || len(w.Comments) != 0 {
		t.Errorf("%d reviews, %d comments", len(w.Reviews), len(w.Comments))
	}
	w.Double.Files = nil
	clean(t, w.post(t), "2 outside of the changes")
	if len(w.Reviews) != 2 {
		t.Errorf("%d reviews", len(w.Reviews))
	}
}

// The workspace is the merge: lines that the base brought in move those of the
// head, and have no counterpart there.
func TestMergedLines(t *testing.T) {
	head := data("a: x", "set: odd", "b: y")
	merge := data("base: x", "set0: odd", "a: x", "set: odd", "b: y")
	for name, known := range map[string]bool{"by the checkout": true, "by the API": false} {
		t.Run(name, func(t *testing.T) {
			w := start(t, head)
			w.Findings = sample.Findings(t, "a.yaml", merge)
			if known {
				w.Heads = func(string, []byte) (diff.LineMap, bool) {
					return diff.NewLineMap([]byte(merge), []byte(head)), true
				}
				w.Contents[double.Head] = nil
			}
			clean(t, w.post(t), "1 comment, 1 outside of the changes")
			if len(w.Comments) != 1 || w.Comments[0].Line != 6 {
				t.Errorf("%+v", w.Comments[0])
			}
		})
	}
}

// Threads of findings that are gone are resolved, and of those whose lines were
// changed, which get a new comment. What others wrote stays as it is, also where
// it has the marker.
func TestResolve(t *testing.T) {
	w := start(t, data("set: odd", "set2: odd", "set3: odd"))
	clean(t, w.post(t), "3 comments")
	gone, changed, stays := w.Comments[0], w.Comments[1], w.Comments[2]
	others := []*double.Comment{
		{ID: 1, User: "mallory", Path: "a.yaml", Line: 5, Body: gone.Body},
		{ID: 2, User: double.Bot, Path: "a.yaml", Line: 5, Body: "a remark of another tool"},
		{ID: 3, User: double.Bot, Path: "a.yaml", Line: 5, Body: strings.Replace(gone.Body, "category=gatefix", "category=other", 1)},
		{ID: 4, User: double.Bot, Path: "a.yaml", Line: 5, Body: gone.Body + "\n> quoted"},
		{ID: 5, User: "reader", Path: "a.yaml", Line: 5, Body: "why?", ReplyTo: gone.ID},
	}
	w.Comments = append(w.Comments, others...)
	w.push(t, data("set: even", "set2: odd", "set3: odd"))
	changed.Line = 0
	clean(t, w.post(t), "1 comment, 1 kept, 2 resolved")
	if !gone.Resolved || !changed.Resolved || stays.Resolved {
		t.Errorf("%v %v %v", gone.Resolved, changed.Resolved, stays.Resolved)
	}
	for _, c := range others {
		if c.Resolved || c.Minimized {
			t.Errorf("touched %+v", c)
		}
	}
	clean(t, w.post(t), "2 kept")
	if n := w.Count("POST /graphql resolve"); n != 2 {
		t.Errorf("%d threads were resolved", n)
	}
}

// Environments hold the same objects in files of their own, with the same
// mistakes. One that comes or goes leaves the comments on the others alone.
func TestAlike(t *testing.T) {
	text := data("set: odd")
	w := start(t, text)
	push := func(names ...string) {
		w.Double.Files, w.Findings = nil, nil
		var texts []string
		for _, name := range names {
			w.Double.Files = append(w.Double.Files, double.File{Name: name, Status: "added", Patch: sample.Added(text)})
			w.Contents[double.Head][name] = text
			texts = append(texts, name, text)
		}
		w.Findings = sample.Findings(t, texts...)
	}
	push("b.yaml", "c.yaml")
	clean(t, w.post(t), "2 comments")
	push("a.yaml", "b.yaml", "c.yaml")
	clean(t, w.post(t), "1 comment, 2 kept")
	if len(w.Comments) != 3 || w.Comments[2].Path != "a.yaml" {
		t.Errorf("%d comments", len(w.Comments))
	}
	push("b.yaml", "c.yaml")
	clean(t, w.post(t), "2 kept, 1 resolved")
	if !w.Comments[2].Resolved || w.Comments[0].Resolved || w.Comments[1].Resolved {
		t.Error("the wrong thread was resolved")
	}
}

// A finding that another line range of the pull request no longer touches still
// stands, and so may one in a file that could not be read.
func TestStandingIsNotResolved(t *testing.T) {
	w := start(t, data("set: odd", "set2: odd"))
	clean(t, w.post(t), "2 comments")
	w.All = w.Findings
	w.Findings = nil
	clean(t, w.post(t), "")
	w.All, w.Unread = []*lint.Finding{}, []string{"a.yaml"}
	clean(t, w.post(t), "")
	if w.Comments[0].Resolved || w.Comments[1].Resolved {
		t.Error("resolved")
	}
}

// Where threads may not be resolved, comments are folded; where that may not be
// either, nothing is said of it.
func TestResolveDenied(t *testing.T) {
	for name, test := range map[string]struct {
		forbidden []string
		did       string
		minimized bool
	}{
		"threads":          {[]string{"threads"}, "1 resolved", true},
		"threads and more": {[]string{"threads", "minimize"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, data("set: odd"))
			clean(t, w.post(t), "1 comment")
			for _, f := range test.forbidden {
				w.Forbidden[f] = true
			}
			w.push(t, data("set: even"))
			clean(t, w.post(t), test.did)
			if w.Comments[0].Minimized != test.minimized || w.Comments[0].Resolved {
				t.Errorf("%+v", w.Comments[0])
			}
		})
	}
}

// GitHub refuses all comments because of one. The others are posted, and that
// one is left to the other reporters.
func TestBisect(t *testing.T) {
	var lines []string
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("set%d: odd", i))
	}
	w := start(t, data(lines...))
	w.Unresolvable["a.yaml:8"] = true
	o := w.post(t)
	if len(w.Comments) != 11 || len(o.Left) != 1 || o.Left[0].At.Position().Line != 8 || o.Denied || o.Notice != "GitHub refused 1 comment; annotations and summary show them" {
		t.Errorf("%d comments, %+v", len(w.Comments), o)
	}
	if n := w.Count("POST /repos/octo-org/manifests/pulls/7/reviews"); n > 9 {
		t.Errorf("%d requests", n)
	}
	bodies := 0
	for _, r := range w.Reviews {
		if strings.Contains(r.Body, "1 error in 1 file") {
			bodies++
		}
	}
	if bodies != 1 {
		t.Errorf("%d reviews say the end line", bodies)
	}
}

// Where the reason is none of the comments, as with a head that has moved on,
// the search ends soon.
func TestBisectEnds(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, fmt.Sprintf("set%d: odd", i))
	}
	w := start(t, data(lines...))
	w.Pull.Head = strings.Repeat("b", 40)
	w.Contents[w.Pull.Head] = w.Contents[double.Head]
	o := w.post(t)
	if len(o.Left) != 30 || o.Notice == "" || w.Count("POST /repos") > 16 {
		t.Errorf("%d left, %q, %d requests", len(o.Left), o.Notice, w.Count("POST /repos"))
	}
}

// The worst come first where there are too many, also over several runs.
func TestMax(t *testing.T) {
	w := start(t, data("warn: odd", "set: odd", "warn2: odd", "set2: odd"))
	w.Max = 2
	o := w.post(t)
	if len(w.Comments) != 2 || len(o.Left) != 2 || o.Did != "2 comments" || o.Notice != "2 findings more than the 2 that max-comments allows; annotations and summary show them" {
		t.Errorf("%d comments, %+v", len(w.Comments), o)
	}
	for _, c := range w.Comments {
		if !strings.Contains(c.Body, "**error**") {
			t.Error(c.Body)
		}
	}
	if o = w.post(t); len(w.Comments) != 2 || len(o.Left) != 2 {
		t.Errorf("%d comments, %+v", len(w.Comments), o)
	}
}

// Without permission nothing is lost: every finding is left to the other
// reporters, with one reason.
func TestDenied(t *testing.T) {
	const reviews = "/repos/octo-org/manifests/pulls/7/reviews"
	for name, test := range map[string]struct {
		prefix string
		answer double.Answer
	}{
		"a fork":              {"POST " + reviews, double.Forbidden},
		"no permission":       {"POST " + reviews, double.NotFound},
		"nothing may be read": {"GET /repos/octo-org/manifests/pulls/7/files", double.Forbidden},
		"no comments":         {"GET /repos/octo-org/manifests/pulls/7/comments", double.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, data("set: odd", "set2: odd"))
			w.Say(test.prefix, test.answer)
			o := w.post(t)
			if !o.Denied || len(o.Left) != 2 || !strings.Contains(o.Notice, fmt.Sprint(test.answer.Status)) || len(w.Comments) != 0 || o.Did != "" {
				t.Errorf("%+v", o)
			}
		})
	}
}

// GitHub is asked again when it is overloaded.
func TestOverload(t *testing.T) {
	const reviews = "POST /repos/octo-org/manifests/pulls/7/reviews"
	for name, answers := range map[string][]double.Answer{
		"too many requests":   {double.TooMany, double.TooMany},
		"a secondary limit":   {double.Secondary},
		"a gateway that fail": {double.BadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, data("set: odd"))
			w.Say(reviews, answers...)
			w.Say("GET /repos", double.BadGateway, double.TooMany)
			clean(t, w.post(t), "1 comment")
			if len(w.Comments) != 1 || w.clock.Waited == 0 {
				t.Errorf("%d comments after %v", len(w.Comments), w.clock.Waited)
			}
		})
	}
	w := start(t, data("set: odd"))
	w.Say(reviews, double.BadGateway, double.BadGateway)
	if o := w.post(t); len(o.Left) != 1 || o.Denied || !strings.Contains(o.Notice, "502") {
		t.Errorf("%+v", o)
	}
}

// A review that was made though the gateway failed is not made twice.
func TestMadeAllTheSame(t *testing.T) {
	w := start(t, data("set: odd", "set2: odd"))
	w.SayAfter("POST /repos/octo-org/manifests/pulls/7/reviews", double.BadGateway)
	clean(t, w.post(t), "2 comments")
	if len(w.Comments) != 2 || len(w.Reviews) != 1 {
		t.Errorf("%d comments in %d reviews", len(w.Comments), len(w.Reviews))
	}
}

// Pages are followed: a comment on the third page is known again.
func TestPages(t *testing.T) {
	var lines []string
	for i := range 5 {
		lines = append(lines, fmt.Sprintf("set%d: odd", i))
	}
	w := start(t, data(lines...))
	w.PageSize = 2
	clean(t, w.post(t), "5 comments")
	w.push(t, data(lines[:4]...))
	clean(t, w.post(t), "4 kept, 1 resolved")
}

// GraphQL may call the account of an app by a shorter name.
func TestShortLogin(t *testing.T) {
	w := start(t, data("set: odd"))
	w.Login = "github-actions"
	clean(t, w.post(t), "1 comment")
	clean(t, w.post(t), "1 kept")
	w.Login = "github"
	clean(t, w.post(t), "1 comment")
}

// A suggestion repeats lines, so there is none where they hold a secret.
func TestSecrets(t *testing.T) {
	w := start(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {password: hunter2, set: odd}\n")
	clean(t, w.post(t), "1 comment")
	if body := w.Comments[0].Body; strings.Contains(body, "hunter2") {
		t.Error(body)
	}
}

// Without findings nothing is written.
func TestNothing(t *testing.T) {
	w := start(t, data("set: even"))
	clean(t, w.post(t), "")
	if n := w.Count("POST /repos"); n > 0 {
		t.Errorf("%d writes", n)
	}
}
