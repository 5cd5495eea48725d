package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// result runs a rule that reports the value of "a" on a text.
func result(t *testing.T, text string, options ...lint.Option) *lint.Result {
	t.Helper()
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	rule := &lint.Rule{Name: "odd-a", Severity: lint.Error, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *lint.Pass, o *object.Object) {
		p.Report(lint.At(o, o.Get("data", "a")), "a is odd", options...)
		p.Outside(o, o.Get("data"), string(gateway.NotInInput))
	}}
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	return lint.Run(lint.Input{Files: []*source.File{f}}, []*lint.Rule{rule}, cfg)
}

const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"

// edit sets the value, which makes a fix that can be carried out.
func edit(t *testing.T, text string) source.Edit {
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return source.Set(f.Docs[0], source.P("data", "a"), "even")
}

func TestText(t *testing.T) {
	plain := head + "  a: odd\n"
	for _, c := range []struct {
		name, text string
		options    []lint.Option
		want       string
	}{
		{"no fix, a warning", plain, []lint.Option{lint.As(lint.Warning)}, `a.yaml:5:6: warning: a is odd [odd-a]
  |
5 |   a: odd
  |      ^~~

1 warning in 1 file (1 document); 1 reference points outside the input
`},
		{"an unsafe fix", plain, []lint.Option{lint.With(lint.Unsafe, "set a to even", edit(t, plain))}, `a.yaml:5:6: error: a is odd [odd-a]
  |
5 |   a: odd
  |      ^~~
  = fix: set a to even (unsafe: needs --unsafe)

1 error in 1 file (1 document); 1 fixable with "gatefix fix --unsafe"; 1 reference points outside the input
`},
		{"a suggestion, an info", plain, []lint.Option{lint.As(lint.Info), lint.With(lint.Suggestion, "set a to even")}, `a.yaml:5:6: info: a is odd [odd-a]
  |
5 |   a: odd
  |      ^~~
  = fix: set a to even (suggestion)

1 info in 1 file (1 document); 1 reference points outside the input
`},
		{"a block scalar", head + "  a: >-  # folded\n    odd\n", nil, `a.yaml:5:6: error: a is odd [odd-a]
  |
5 |   a: >-  # folded
  |      ^

1 error in 1 file (1 document); 1 reference points outside the input
`},
		{"no value", head + "  a:\n", nil, `a.yaml:5:5: error: a is odd [odd-a]
  |
5 |   a:
  |     ^

1 error in 1 file (1 document); 1 reference points outside the input
`},
		{"several lines", head + "  a: {b: 1,\n    c: 2}\n", nil, `a.yaml:5:6: error: a is odd [odd-a]
  |
5 |   a: {b: 1,
  |      ^~~~~~

1 error in 1 file (1 document); 1 reference points outside the input
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := Text(&b, New(lint.CheckMode, result(t, c.text, c.options...), nil)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A fix that was held back says why, once.
func TestHeld(t *testing.T) {
	res := result(t, head+"  a: odd\n", lint.With(lint.Safe, "set a to even"))
	f := res.Findings[0]
	f.Held = "no room"
	for _, related := range []bool{false, true} {
		if related {
			f.Related = append(f.Related, lint.Related{Place: f.At, Message: "not repaired: no room"})
		}
		var b bytes.Buffer
		if err := Text(&b, New(lint.CheckMode, res, nil)); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "not repaired: no room"); n != 1 {
			t.Errorf("said %d times\n%s", n, &b)
		}
	}
}

func TestEndLine(t *testing.T) {
	outside, placeholder := string(gateway.NotInInput), string(gateway.Placeholder)
	counts := Summary{Files: 3, Documents: 12}
	for _, c := range []struct {
		want    string
		report  Report
		summary Summary
	}{
		{`no findings`, Report{}, Summary{}},
		{`2 errors, 1 warning, 3 info`, Report{}, Summary{Errors: 2, Warnings: 1, Infos: 3}},
		{`2 errors; 2 fixable with "gatefix fix", 1 more with --unsafe`, Report{}, Summary{Errors: 2, Fixable: 2, FixableUnsafe: 1}},
		{`1 error; 1 fixable with "gatefix fix --unsafe"`, Report{}, Summary{Errors: 1, FixableUnsafe: 1}},
		{`no findings; 4 references point outside the input`, Report{}, Summary{Outside: 4, OutsideBy: map[string]int{outside: 4}}},
		{`no findings; 1 reference not judged: a placeholder stands in for it (1)`, Report{}, Summary{Outside: 1, OutsideBy: map[string]int{placeholder: 1}}},
		{`no findings; 8 references not judged: a placeholder stands in for it (3), its namespace is not known (3), nothing of that kind and namespace is in the input (2)`,
			Report{}, Summary{Outside: 8, OutsideBy: map[string]int{outside: 2, string(gateway.SpaceUnknown): 3, placeholder: 3}}},
		{`no findings; 1 reference points outside the input; 2 suppressed`, Report{}, Summary{Outside: 1, OutsideBy: map[string]int{outside: 1}, Suppressed: 2}},
		{`no findings; 1 document of a kind without a known schema`, Report{}, Summary{NoSchema: 1}},
		{`no findings; 2 documents of kinds without a known schema`, Report{}, Summary{NoSchema: 2}},
		{`2 fixed, no findings left`, Report{Mode: lint.FixMode}, Summary{Fixed: 2}},
		{`2 would be fixed, 1 error left`, Report{Mode: lint.FixMode, Pending: true}, Summary{Fixed: 2, Errors: 1}},
		{`1 error`, Report{Mode: lint.FixMode, Pending: true}, Summary{Errors: 1}},
		{`no findings; 2 files not read`, Report{Unreadable: make([]*source.Error, 2)}, Summary{}},
		{`no findings; 2 files not read; 1 file not written`, Report{Unreadable: make([]*source.Error, 3), Unwritten: 1}, Summary{}},
	} {
		c.summary.Files, c.summary.Documents = counts.Files, counts.Documents
		c.report.Summary = c.summary
		findings, rest, _ := strings.Cut(c.want, ";")
		want := findings + " in 3 files (12 documents)"
		if rest != "" {
			want += ";" + rest
		}
		if got := c.report.EndLine(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
