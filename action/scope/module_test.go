package scope

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/gha"
)

// The files of a submodule are in no commit of the repository. They are no
// files of a step before, though: they changed where the submodule did.
func TestSubmodule(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) string {
		t.Helper()
		c := exec.Command("git", args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	commit := func(moved, still string) string {
		for name, sha := range map[string]string{"libs/moved": moved, "libs/still": still} {
			git("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat(sha, 40)+","+name)
		}
		git("commit", "--quiet", "--allow-empty", "--message", "commit")
		return git("rev-parse", "HEAD")
	}
	git("init", "--quiet")
	before := commit("a", "b")
	after := commit("c", "b")
	for _, name := range []string{"libs/moved/x.yaml", "libs/still/d/x.yaml", "libs/made.yaml"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x: 1\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := scopeOf(t, &gha.Event{Name: "push", Before: before, After: after, SHA: after}, dir, nil)
	if s.Source() != diff.Git {
		t.Fatal(s.Why)
	}
	for name, want := range map[string]string{"libs/moved/x.yaml": "1", "libs/still/d/x.yaml": "", "libs/made.yaml": "1"} {
		if got := touched(t, s, dir, name); got != want || s.Has(name) != (want != "") {
			t.Errorf("%s: lines %q, want %q", name, got, want)
		}
	}
}
