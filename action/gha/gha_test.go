package gha

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hostile are texts that try to speak to the runner.
var hostile = []string{
	"", "plain", "::error::x", "  ::set-output name=a::b", "\u00a0::add-mask::x", "\u200b::add-matcher::m.json", ":\u200d:stop-commands::x",
	"x ##[set-output name=a;]b", "#\u200b#[error]x", "\u00ad##[error]", "####[[error]]", "a\r::error::x", "a\n::error::x\r\n::notice::y",
	"a\u2028::error::x", "a%0A::error::x", "##\n[error]x", "##\t[error]x", "\ufeff::error::x", "\x00::error::x", "\xff::error::x\xfe##[error]",
	"name,file=x:line=7", "gatefix_", "_GitHubActionsFileCommandDelimeter_\ninjected<<x\npwned\nx",
}

// No text makes the runner see a command that was not meant, in whatever place
// the text stands and however the runner compares.
func FuzzNoCommand(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		var log bytes.Buffer
		kit := New(&log, func(string) string { return "" })
		kit.Log(a)
		kit.Log(a + "\n" + b)
		kit.Group(a, b)
		kit.Annotate(Annotation{Level: Error, File: a, Line: 3, EndLine: 3, Column: 1, EndColumn: 9, Title: b, Message: a})
		kit.Annotate(Annotation{Level: Notice, Title: a, Message: b})
		kit.Log(b)
		for _, ignorable := range []bool{false, true} {
			var names []string
			for _, c := range commandsOf(log.String(), ignorable) {
				names = append(names, c.name)
				for key := range c.properties {
					if !strings.Contains(" title file line endLine col endColumn ", " "+key+" ") {
						t.Errorf("the runner sees the property %q in %q", key, log.String())
					}
				}
			}
			if got := strings.Join(names, " "); got != "group endgroup error notice" {
				t.Errorf("the runner sees %s in %q", got, log.String())
			}
		}
	})
}

// No value sets another output than its own, or changes on the way.
func FuzzOutput(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	name := filepath.Join(f.TempDir(), "output")
	kit := New(&bytes.Buffer{}, func(key string) string { return map[string]string{"GITHUB_OUTPUT": name}[key] })
	f.Fuzz(func(t *testing.T, value string) {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"one", "two"} {
			if err := kit.Output(key, value); err != nil {
				t.Fatal(err)
			}
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := variablesOf(string(text))
		if want := []variable{{"one", value}, {"two", value}}; !ok || !cmp.Equal(want, got, cmp.AllowUnexported(variable{})) {
			t.Errorf("%q came out as %q", value, got)
		}
	})
}

// The fuzzing's judge must see commands where there are some.
func TestRunnerSeesCommands(t *testing.T) {
	for text, want := range map[string]int{
		"::error::x": 1, "  ::Error file=a::x": 1, "a ##[error]x": 1, "::unknown::x ##[notice]y": 1, "a ::error::x": 0, "::error:x": 0,
		"\u200b::error::x": 0, "a\r::error::x": 1,
	} {
		if got := len(commandsOf(text, false)); got != want {
			t.Errorf("%q: %d commands, want %d", text, got, want)
		}
	}
	if len(commandsOf("\u200b::error::x\n#\u00ad#[error]y", true)) != 2 {
		t.Error("a culture passes over what is invisible")
	}
}

func TestAnnotate(t *testing.T) {
	var log bytes.Buffer
	kit := New(&log, os.Getenv)
	kit.Annotate(Annotation{Level: Warning, File: "we::ird,name\n%0Ax.yaml", Line: 3, EndLine: 3, Column: 5, EndColumn: 9, Title: "a: b", Message: "one\ntwo 50%"})
	kit.Annotate(Annotation{Level: Error, File: "a.yaml", Line: 3, EndLine: 7, Column: 5, EndColumn: 9, Message: strings.Repeat("x", 5000)})
	kit.Annotate(Annotation{Level: Notice, Message: "on the run"})
	got := commandsOf(log.String(), false)
	want := []command{
		{"warning", map[string]string{"file": "we::ird,name %0Ax.yaml", "line": "3", "endLine": "3", "col": "5", "endColumn": "9", "title": "a: b"}, "one\ntwo 50%"},
		{"error", map[string]string{"file": "a.yaml", "line": "3", "endLine": "7"}, strings.Repeat("x", 4000) + "…"},
		{"notice", map[string]string{}, "on the run"},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(command{})); d != "" {
		t.Error(d)
	}
}

// Without a runner there are no files to write to; that is an error to be told
// of, and no panic.
func TestWithoutRunner(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"", dir, filepath.Join(dir, "none", "output")} {
		kit := New(&bytes.Buffer{}, func(string) string { return name })
		if err := kit.Output("a", "b"); err == nil {
			t.Errorf("GITHUB_OUTPUT=%q: no error", name)
		}
		if err := kit.Summary("x"); err == nil {
			t.Errorf("GITHUB_STEP_SUMMARY=%q: no error", name)
		}
	}
}

// GitHub drops a summary that is too large as a whole.
func TestSummaryStaysBelowTheLimit(t *testing.T) {
	name := filepath.Join(t.TempDir(), "summary")
	kit := New(&bytes.Buffer{}, func(string) string { return name })
	part := strings.Repeat("x", SummaryLimit/2)
	for range 3 {
		kit.Summary(part)
	}
	if info, err := os.Stat(name); err != nil || info.Size() > SummaryLimit+2 || info.Size() < SummaryLimit/2 {
		t.Errorf("%v, %v", info.Size(), err)
	}
}

func TestReadEvent(t *testing.T) {
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 40)
	for _, tc := range []struct {
		name, ref, payload string
		want               Event
		fork               bool
	}{
		{"pull_request", "refs/pull/7/merge", `{"number":7,"pull_request":{"number":7,"base":{"sha":"` + a + `","ref":"main","repo":{"full_name":"o/r"}},"head":{"sha":"` + b + `","ref":"fix","repo":{"full_name":"o/r"}}}}`,
			Event{Number: 7, Base: Side{a, "main", "o/r"}, Head: Side{b, "fix", "o/r"}}, false},
		{"pull_request", "refs/pull/7/merge", `{"pull_request":{"head":{"sha":"` + b + `","ref":"fix","repo":null}}}`,
			Event{Number: 7, Head: Side{b, "fix", ""}}, true},
		{"merge_group", "refs/heads/gh-readonly-queue/main/x", `{"merge_group":{"base_sha":"` + a + `","head_sha":"` + b + `"}}`,
			Event{Base: Side{SHA: a, Repo: "o/r"}, Head: Side{SHA: b, Repo: "o/r"}}, false},
		{"push", "refs/heads/main", `{"before":"` + strings.Repeat("0", 40) + `","after":"` + b + `"}`, Event{After: b}, false},
		{"push", "refs/heads/main", `{"before":"--upload-pack=x","after":"` + b + `"}`, Event{After: b}, false},
		{"schedule", "refs/heads/main", ``, Event{}, false},
	} {
		file := filepath.Join(t.TempDir(), "event.json")
		if err := os.WriteFile(file, []byte(tc.payload), 0o600); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{"GITHUB_EVENT_NAME": tc.name, "GITHUB_EVENT_PATH": file, "GITHUB_REF": tc.ref, "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": b}
		got, err := ReadEvent(func(key string) string { return env[key] })
		if err != nil {
			t.Errorf("%s: %v", tc.payload, err)
		}
		tc.want.Name, tc.want.Repo, tc.want.Ref, tc.want.SHA = tc.name, "o/r", tc.ref, b
		if d := cmp.Diff(&tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.payload, d)
		}
		if got.Fork() != tc.fork {
			t.Errorf("%s: a fork: %v", tc.payload, got.Fork())
		}
	}
}
