package input

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func env(pairs ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m["INPUT_"+strings.ToUpper(pairs[i])] = pairs[i+1]
	}
	return func(key string) string { return m[key] }
}

func TestDefaults(t *testing.T) {
	want := &Inputs{
		Paths: []string{"**/*.yaml", "**/*.yml"}, WorkingDirectory: ".", ConfigFrom: "head", Kustomize: "auto", Scope: "auto",
		MinSeverity: "info", Reporters: []string{"annotations", "summary"}, Suggestions: true, MaxComments: 30, Fix: "none", Category: "gatefix",
	}
	for _, getenv := range []func(string) string{env(), env("paths", " \n", "scope", "", "suggestions", " ")} {
		got, err := Read(getenv)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
}

func TestRead(t *testing.T) {
	got, err := Read(env("paths", "deploy\n!deploy/old/**, apps/*.{yaml,yml}\r\n", "exclude", "vendor", "reporters", "review,\n sarif-upload", "suggestions", "FALSE",
		"max-comments", "0", "fix", "patch", "working-directory", "./deploy/", "fail-on", "none", "min-severity", "error", "unsafe-fixes", "True"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Inputs{
		Paths: []string{"deploy", "!deploy/old/**", "apps/*.{yaml,yml}"}, Exclude: []string{"vendor"}, WorkingDirectory: "deploy", ConfigFrom: "head",
		Kustomize: "auto", Scope: "auto", FailOn: "none", MinSeverity: "error", Reporters: []string{"review", "sarif-upload"}, Fix: "patch",
		UnsafeFixes: true, PatchFile: PatchName, Category: "gatefix",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !got.Wants("review") || got.Wants("summary") {
		t.Error("the reporters are mixed up")
	}
	if got, err := Read(env("reporters", "none")); err != nil || got.Reporters != nil {
		t.Errorf("no reporters: %v, %v", got.Reporters, err)
	}
}

// Each wrong value is told with what is allowed in its place.
func TestRefused(t *testing.T) {
	for _, tc := range []struct{ input, value, want string }{
		{"scope", "changed", `scope "changed" is not known; allowed: auto, all, changed-files, changed-lines`},
		{"fail-on", "warn", `fail-on "warn" is not known; allowed: error, warning, info, none`},
		{"min-severity", "none", `min-severity "none" is not known; allowed: error, warning, info`},
		{"reporters", "anotations", `reporters "anotations" is not known; allowed: annotations, summary, review, comment, check, sarif-upload; did you mean "annotations"?`},
		{"suggestions", "yes", `suggestions "yes" is not a boolean; allowed: true, false`},
		{"max-comments", "-1", `max-comments "-1" is not a number that is allowed; allowed: 0 to 100`},
		{"max-comments", "101", `max-comments "101" is too large; allowed: 0 to 100`},
		{"max-comments", "99999999999999999999999", `allowed: 0 to 100`},
		{"fix", "push", `fix "push" is not known; allowed: none, patch, write, commit`},
		{"config-from", "main", `config-from "main" is not known; allowed: head, base`},
		{"kustomize", "on", `kustomize "on" is not known; allowed: auto, off`},
		{"working-directory", "../x", `working-directory "../x" leads out of the workspace`},
		{"sarif-file", "/etc/passwd", `sarif-file "/etc/passwd" leads out of the workspace`},
		{"category", "a\nb", `category has several lines; allowed: one`},
		{"paths", "[a", `paths: "[a" is not a glob`},
	} {
		if _, err := Read(env(tc.input, tc.value)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %q: %v, want %s", tc.input, tc.value, err, tc.want)
		}
	}
	for _, pairs := range [][]string{
		{"fail-on", "info", "min-severity", "warning"},
		{"sarif-file", "out", "json-file", "./out"},
	} {
		if _, err := Read(env(pairs...)); err == nil {
			t.Errorf("%q: no error", pairs)
		}
	}
	if _, err := Read(env("scope", "x", "fix", "y")); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two mistakes: %v", err)
	}
}
