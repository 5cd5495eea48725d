package workspace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes a repository of files; those of a text that begins with "-> " are
// symlinks.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if to, ok := strings.CutPrefix(text, "-> "); ok {
			err = os.Symlink(to, at)
		} else {
			err = os.WriteFile(at, []byte(text), 0o640)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, dir, within string) (*Workspace, string) {
	t.Helper()
	w, within, err := Open(dir, within, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w, within
}

const some = "a: 1\n"

var repository = map[string]string{
	".git/config": some, ".git/x.yaml": some,
	"a.yaml": some, "b.yml": some, "c.json": `{"apiVersion": "v1"}`, "package.json": `{}`, "README.md": some,
	"deploy/base/kustomization.yaml": some, "deploy/base/gw.yaml": some, "deploy/prod/Kustomization": some,
	"deploy/old/x.yaml": some, "vendor/v.yaml": some, ".github/workflows/ci.yaml": some, ".hidden.yaml": some,
	"chart/Chart.yaml": some, "chart/templates/t.yaml": "{{ x }}", "chart/values.yaml": some,
	"link.yaml": "-> /proc/self/environ", "dirlink": "-> /etc", "loop": "-> .", "pipe/x.txt": some,
}

func TestFind(t *testing.T) {
	dir := tree(t, repository)
	for _, tc := range []struct {
		within         string
		globs, exclude []string
		want           string
	}{
		{".", []string{"**/*.yaml", "**/*.yml"}, nil,
			"a.yaml b.yml chart/Chart.yaml chart/values.yaml deploy/base/gw.yaml deploy/base/kustomization.yaml deploy/old/x.yaml deploy/prod/Kustomization vendor/v.yaml"},
		{".", []string{"."}, []string{"vendor", "chart", "deploy/old/**"},
			"a.yaml b.yml c.json deploy/base/gw.yaml deploy/base/kustomization.yaml deploy/prod/Kustomization"},
		{".", []string{"deploy", "!deploy/old", "deploy/old/x.yaml"}, nil,
			"deploy/base/gw.yaml deploy/base/kustomization.yaml deploy/old/x.yaml deploy/prod/Kustomization"},
		{".", []string{"./deploy/*/", "!**/old/**"}, nil, "deploy/base/gw.yaml deploy/base/kustomization.yaml deploy/prod/Kustomization"},
		{"deploy", []string{"base/*.yaml"}, nil, "deploy/base/gw.yaml deploy/base/kustomization.yaml"},
		{"deploy", []string{"."}, []string{"old", "deploy/prod/**"}, "deploy/base/gw.yaml deploy/base/kustomization.yaml"},
		{".", []string{".github/**/*.yaml", ".hidden.yaml"}, nil, ".github/workflows/ci.yaml .hidden.yaml"},
		{".", []string{"{a,b}.y*ml", "!b*"}, nil, "a.yaml"},
	} {
		w, within := open(t, dir, tc.within)
		found, err := w.Find(within, tc.globs, tc.exclude)
		if err != nil {
			t.Errorf("%q: %v", tc.globs, err)
			continue
		}
		var names []string
		for _, f := range found.Files {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != tc.want {
			t.Errorf("%q:\n got %s\nwant %s", tc.globs, got, tc.want)
		}
	}
}

func TestFindSaysWhatItLeavesOut(t *testing.T) {
	w, _ := open(t, tree(t, repository), ".")
	found, err := w.Find(".", []string{"**/*.yaml", "none/*.yaml"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(found.Notes, "\n")
	for _, want := range []string{`"none/*.yaml" matches no file`, "symlinks are not followed, 1 left out", "templates of Helm charts"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	for glob, want := range map[string]string{"none.yaml": "cannot be read", "link.yaml": "symlink", "../x": "leads out", "dirlink/passwd": "symlink"} {
		if _, err := w.Find(".", []string{glob}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", glob, err, want)
		}
	}
	// Nobody looks above the working directory: such a glob would match nothing
	// for ever.
	for _, glob := range []string{"../a.yaml", "../*.yaml", "/deploy/*.yaml", "base/../../*.yaml"} {
		if _, err := w.Find("deploy", []string{"base/*.yaml", glob}, nil); err == nil || !strings.Contains(err.Error(), "leads out of the working directory") {
			t.Errorf("%s: %v", glob, err)
		}
	}
}

func TestFindIsBounded(t *testing.T) {
	dir := tree(t, repository)
	for _, limits := range []Limits{{Files: 2, Bytes: 1 << 20, Names: 1000}, {Files: 100, Bytes: 8, Names: 1000}, {Files: 100, Bytes: 1 << 20, Names: 5}} {
		w, _, err := Open(dir, ".", limits)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Find(".", []string{"**"}, nil); err == nil {
			t.Errorf("%+v: no error", limits)
		}
		w.Close()
	}
}

// The repository is the one around the working directory, wherever in the
// workspace it was checked out.
func TestOpen(t *testing.T) {
	dir := tree(t, map[string]string{"src/repo/.git/config": some, "src/repo/deploy/a.yaml": some, "src/x.yaml": some, "link": "-> src", "file": some})
	w, within := open(t, dir, "src/repo/deploy")
	if filepath.Base(w.Dir) != "repo" || within != "deploy" {
		t.Errorf("%s, %s", w.Dir, within)
	}
	if found, err := w.Find(within, []string{"**/*.yaml"}, nil); err != nil || len(found.Files) != 1 || found.Files[0].Name != "deploy/a.yaml" {
		t.Errorf("%v, %v", found, err)
	}
	if w, within := open(t, dir, "src"); within != "src" || filepath.Base(w.Dir) != filepath.Base(dir) {
		t.Errorf("%s, %s", w.Dir, within)
	}
	for _, bad := range []string{"none", "link", "link/repo", "file"} {
		if _, _, err := Open(dir, bad, DefaultLimits); err == nil {
			t.Errorf("%s opens", bad)
		}
	}
}

// Nothing is read or written through a symlink, nor outside of the repository.
func TestConfined(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := tree(t, map[string]string{"abs": "-> " + outside, "up": "-> " + filepath.Dir(outside), "in": "-> a.yaml", "a.yaml": some, "d/x.yaml": some, "d/in": "-> x.yaml"})
	w, _ := open(t, dir, ".")
	for _, name := range []string{"abs", "up/victim", "in", "../victim", "up/new"} {
		if text, err := w.Read(name); err == nil {
			t.Errorf("%s is read: %q", name, text)
		}
		if err := w.Replace(name, []byte("pwned")); err == nil {
			t.Errorf("%s is replaced", name)
		}
		if err := w.Create(name, []byte("pwned")); err == nil {
			t.Errorf("%s is created", name)
		}
		if _, err := w.ReadFile(filepath.Join(w.Dir, name)); err == nil {
			t.Errorf("%s is read by its path", name)
		}
		if w.Plain(name) == nil {
			t.Errorf("%s is plain", name)
		}
	}
	if w.Plain("d") == nil || w.Plain("a.yaml") != nil {
		t.Error("a symlink in a directory is what makes it not plain")
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != "secret" {
		t.Errorf("%q, %v", text, err)
	}
	if w.Exists(outside) || !w.Exists(filepath.Join(w.Dir, "a.yaml")) {
		t.Error("Exists sees outside, or not inside")
	}
}

func TestWrite(t *testing.T) {
	dir := tree(t, map[string]string{"a.yaml": some})
	w, _ := open(t, dir, ".")
	before, err := os.Stat(filepath.Join(dir, "a.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Replace("a.yaml", []byte("b: 2\n")); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(filepath.Join(dir, "a.yaml"))
	if err != nil || !os.SameFile(before, after) || after.Mode() != before.Mode() {
		t.Errorf("the file is another one: %v, %v", after, err)
	}
	for range 2 {
		if err := w.Create("out/x/r.json", []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "out/x/r.json")); err != nil || string(text) != "{}" {
		t.Errorf("%q, %v", text, err)
	}
	if err := w.Replace("none.yaml", nil); err == nil {
		t.Error("a file that is not there is replaced")
	}
}
