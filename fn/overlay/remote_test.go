package overlay

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// remotes are the forms of kustomize's own documentation and tests, and odd
// ones.
var remotes = []string{
	"https://github.com/org/repo//path?ref=v1", "https://github.com/org/repo.git", "HTTPS://GitHub.com/org/repo", "http://example.com/x.yaml",
	"http:example.com/x.yaml", "github.com/org/repo", "GitHub.com/org/repo/path", "github.com:org/repo", "git@github.com:org/repo",
	"git@example.com:org/repo//path", "user@host/org/repo", "ssh://git@example.com/org/repo", "git::https://example.com/org/repo",
	"git::git@example.com:org/repo", "GIT::github.com/org/repo", "file:///srv/repo.git//base", "File://srv/repo",
	"https://dev.azure.com/org/project/_git/repo", "https://bitbucket.org/org/repo.git/path", "ssh://git.example.com:7999/org/repo.git",
}

func TestIsRemote(t *testing.T) {
	for _, ref := range remotes {
		if !isRemote(ref) {
			t.Errorf("%q is not taken for remote", ref)
		}
	}
	for _, ref := range []string{"base", "../../base", "./github.com/x", "base/github.com/org/repo", "a.yaml", "apps/git", "my_git/x", "http/routes.yaml", "https.yaml", "x.git"} {
		if isRemote(ref) {
			t.Errorf("%q is taken for remote", ref)
		}
	}
}

// kustomize runs git for what it takes for a repository. Ours must never, in
// whichever field it stands and whether or not a folder of that name is there.
func TestGitIsNeverRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for git is a shell script")
	}
	bin, ran := t.TempDir(), filepath.Join(t.TempDir(), "ran")
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\necho \"$@\" >> "+ran+"\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	refs := append([]string{"nowhere", "not/there", "x.git", "a_git/b", "org/repo//path", "example.com/org/repo.git"}, remotes...)
	var a txtar.Archive
	for _, field := range append([]string{"crds", "configurations"}, buildable...) {
		for i, ref := range refs {
			name := "roots/" + field + strconv.Itoa(i) + "/kustomization.yaml"
			a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(field + ": [" + strconv.Quote(ref) + "]\n")})
		}
	}
	files := inFolder(t, &a)
	r := newRenderer(t, toys...)
	if found := r.Also(files, nil); len(found) > 0 {
		t.Error(found)
	}
	if len(r.Notes()) != len(a.Files) {
		t.Errorf("%d notes on %d roots, none of which can be rendered", len(r.Notes()), len(a.Files))
	}
	if text, err := os.ReadFile(ran); err == nil {
		t.Errorf("git was run:\n%s", text)
	}
}
