package overlay

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatefix/gatefix/fn/lint"
)

// notesOn renders an archive under limits and returns what was not rendered.
func notesOn(t *testing.T, text string, change func(*Limits)) string {
	t.Helper()
	files := inFolder(t, txtar.Parse([]byte(text)))
	r := newRenderer(t, bad)
	change(&r.options.Limits)
	for _, f := range r.Also(files, nil) {
		t.Log(f)
	}
	return strings.Join(r.Notes(), "\n")
}

// Hostile input ends in a note, and never in memory or time.
func TestLimits(t *testing.T) {
	none := func(*Limits) {}
	const cm = "-- a/cm.yaml --\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: bad}\n"
	for _, c := range []struct {
		name, text string
		change     func(*Limits)
		want       string
	}{
		{"nothing wrong", "-- a/kustomization.yaml --\nresources: [cm.yaml]\n" + cm, none, ""},
		{"too many roots", "-- a/kustomization.yaml --\nresources: [cm.yaml]\n-- b/kustomization.yaml --\nnamePrefix: x\n" + cm,
			func(l *Limits) { l.Roots = 1 }, "1 more kustomizations are not rendered: at most 1 are"},
		{"too many files", diamond(12), func(l *Limits) { l.Files = 300 }, "it reads more than 300 files or 64 MiB"},
		{"too many bytes read", "-- a/kustomization.yaml --\nresources: [cm.yaml]\n" + cm,
			func(l *Limits) { l.Bytes = 30 }, "it reads more than 10000 files or 0 MiB"},
		{"too many bytes rendered", "-- a/kustomization.yaml --\nresources: [cm.yaml]\ncommonAnnotations: {a: " + strings.Repeat("x", 400) + "}\n" + cm + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n",
			func(l *Limits) { l.Bytes = 900 }, "what comes out is larger than 0 MiB"},
		{"no time", "-- a/kustomization.yaml --\nresources: [cm.yaml]\n" + cm, func(l *Limits) { l.Time = -time.Second }, "a is not rendered: the time for rendering is used up"},
		{"time runs out", diamond(12), func(l *Limits) { l.Time = 20 * time.Millisecond }, "the time for rendering is used up"},
		{"aliases", "-- a/kustomization.yaml --\nresources: [cm.yaml]\n-- a/cm.yaml --\n" + laughs(), none,
			"a/cm.yaml holds more than 500000 values; its aliases may repeat each other"},
		{"aliases in a patch", "-- a/kustomization.yaml --\npatches: [{path: p.yaml}]\n-- a/p.yaml --\n" + laughs(), none, "a/p.yaml holds more than 500000 values"},
		{"a circle", "-- a/kustomization.yaml --\nresources: [../b]\n-- b/kustomization.yaml --\nresources: [../a]\n-- c/kustomization.yaml --\nresources: [../a]\n", none, "cycle detected"},
		{"itself", "-- a/kustomization.yaml --\nresources: [b]\n-- a/b/kustomization.yaml --\nresources: [..]\n-- c/kustomization.yaml --\nresources: [../a]\n", none, "cycle detected"},
		{"two of them", "-- a/kustomization.yaml --\nnamePrefix: x\n-- a/kustomization.yml --\nnamePrefix: y\n", none, "Found multiple kustomization files under: a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := notesOn(t, c.text, c.change)
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("notes %q, want %q", got, c.want)
			}
		})
	}
}

// diamond is a tower of kustomizations each of which uses the next one twice:
// few files, and 2 to the depth when it is built.
func diamond(depth int) string {
	var b strings.Builder
	for i := range depth {
		for _, side := range []string{"l", "r"} {
			fmt.Fprintf(&b, "-- %s%d/kustomization.yaml --\nnamePrefix: %s\nresources: [../l%d, ../r%d]\n", side, i, side, i+1, i+1)
		}
	}
	for _, side := range []string{"l", "r"} {
		fmt.Fprintf(&b, "-- %s%d/kustomization.yaml --\nnamePrefix: %s\nresources: [cm.yaml]\n-- %s%d/cm.yaml --\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
			side, depth, side, side, depth)
	}
	return b.String()
}

// laughs is a document whose aliases stand for a billion values.
// https://en.wikipedia.org/wiki/Billion_laughs_attack
func laughs() string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n")
	for i := 1; i < 9; i++ {
		alias := fmt.Sprintf("*x%d", i-1)
		fmt.Fprintf(&b, "x%d: &x%d [%s]\n", i, i, strings.Join([]string{alias, alias, alias, alias, alias, alias, alias, alias, alias, alias}, ", "))
	}
	return b.String()
}

// A symlink within the boundary is followed, as kustomize does; one that leads
// out of it is not.
func TestSymlinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making symlinks takes privileges there")
	}
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(secret, []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: secret}\ndata: {a: bad}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	files := inFolder(t, txtar.Parse([]byte("-- in/kustomization.yaml --\nresources: [link.yaml]\nnamePrefix: bad-\n-- in/cm.yaml --\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"+
		"-- out/kustomization.yaml --\nresources: [link.yaml]\n-- folder/kustomization.yaml --\nresources: [link]\n-- patch/kustomization.yaml --\npatches: [{path: link.yaml}]\n")))
	for link, target := range map[string]string{"in/link.yaml": "cm.yaml", "out/link.yaml": secret, "patch/link.yaml": secret, "folder/link": filepath.Dir(secret)} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	r := newRenderer(t, bad)
	found := r.Also(files, nil)
	if len(found) != 1 || !strings.Contains(found[0].Message, "as rendered by in (namePrefix in in/kustomization.yaml)") {
		t.Errorf("found %v", found)
	}
	notes := strings.Join(r.Notes(), "\n")
	for _, want := range []string{"out is not rendered: out/kustomization.yaml:1:13:", "folder is not rendered: folder/kustomization.yaml:1:13:", "is outside of", "patch is not rendered: patch/link.yaml leads out of"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q lack %q", notes, want)
		}
	}
}

// A named pipe would block for ever.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	got := notesOn(t, "-- a/kustomization.yaml --\npatches: [{path: folder}]\n-- a/folder/x.yaml --\na: b\n", func(*Limits) {})
	if !strings.Contains(got, "a is not rendered") {
		t.Errorf("notes %q", got)
	}
}

// Whatever kustomize prints on the way is not ours to print, and the world is
// as it was afterwards.
func TestQuiet(t *testing.T) {
	stderr, transport := os.Stderr, http.DefaultTransport
	var reached error
	quietly(func() {
		fmt.Fprintln(os.Stderr, "not to be seen")
		_, reached = http.Get("http://127.0.0.1:1/")
	})
	if reached == nil || !strings.Contains(reached.Error(), "only what is in local files") {
		t.Errorf("a request went out: %v", reached)
	}
	if os.Stderr != stderr || http.DefaultTransport != transport {
		t.Error("the process is not as it was")
	}
}

// Where no kustomization is in the input, nothing is opened.
func TestNothingToDo(t *testing.T) {
	files := inFolder(t, txtar.Parse([]byte("-- a.yaml --\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")))
	r := New(Options{Dir: "/nonexistent", Config: lint.Defaults()})
	if found := r.Also(files, nil); found != nil || r.Notes() != nil {
		t.Error(found, r.Notes())
	}
}

// In fix mode the overlays are rendered again after the repair, so what was
// repaired is gone and what could not be stays.
func TestFixes(t *testing.T) {
	a, err := txtar.ParseFile("testdata/fixes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, result := run(t, a, lint.FixMode)
	if len(result.Fixed) != 2 || len(result.Findings) != 2 {
		t.Errorf("fixed %v\nleft %v", result.Fixed, result.Findings)
	}
	var changed []string
	for i, f := range result.Files {
		if text := a.Files[i].Data; !bytes.Equal(text, f.Bytes()) {
			changed = append(changed, f.Name)
			if want := strings.NewReplacer("'bad!'", "'good'", `"bad!"`, `"good"`).Replace(string(text)); string(f.Bytes()) != want {
				t.Errorf("%s:\n%s", f.Name, f.Bytes())
			}
		}
	}
	if strings.Join(changed, " ") != "dev/patch.yaml dev/operations.yaml" {
		t.Error("changed", changed)
	}
}

// A fix of a document of which another root is made that is well is only told.
func TestNoFixThatHarms(t *testing.T) {
	const tree = `
-- base/kustomization.yaml --
resources: [cm.yaml]
configMapGenerator: [{name: g, literals: [a=b]}]
-- base/cm.yaml --
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
-- part/kustomization.yaml --
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches: [{path: patch.yaml}]
-- part/patch.yaml --
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {a: bad!}
-- one/kustomization.yaml --
resources: [../base]
components: [../part]
-- two/kustomization.yaml --
resources: [../base]
components: [../part]
`
	const well = "patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: well}}'}]\n"
	for text, want := range map[string]lint.Safety{tree: lint.Safe, tree + well: lint.Suggestion} {
		files := inFolder(t, txtar.Parse([]byte(text)))
		found := newRenderer(t, bad).Also(files, nil)
		if len(found) != 1 || found[0].Fix().Safety != want {
			t.Errorf("found %v, want one with a fix that is %s", found, want)
		}
	}
}
