package files_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/internal/double"
)

func start(t *testing.T) (*double.Double, files.API) {
	t.Helper()
	d := double.New(t)
	c, err := github.New(github.Options{REST: d.URL, Token: "token-of-a-test", Clock: double.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	return d, files.API{Client: c, Pull: github.Pull{Repo: github.Repo{Owner: d.Owner, Name: d.Name}, Number: d.Number, Head: double.Head}}
}

func TestList(t *testing.T) {
	d, api := start(t)
	d.Files = []double.File{
		{Name: "changed.yaml", Status: "modified", Patch: "@@ -1,2 +1,3 @@\n a\n+b\n c"},
		{Name: "new.yaml", Status: "added", Patch: "@@ -0,0 +1 @@\n+a"},
		{Name: "gone.yaml", Status: "removed", Patch: "@@ -1 +0,0 @@\n-a"},
		{Name: "moved.yaml", Old: "was.yaml", Status: "renamed"},
		{Name: "moved-and-large.yaml", Old: "was2.yaml", Status: "modified"},
		{Name: "large.yaml", Status: "modified"},
		{Name: "cut.yaml", Status: "modified", Patch: "@@ -1,2 +1,3 @@\n a\n+b"},
	}
	got, err := api.Files(t.Context())
	if err != nil || got.Source != diff.API || len(got.Files) != 7 {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, want := range map[string]string{
		"changed.yaml": "2", "new.yaml": "1", "gone.yaml": "", "moved.yaml": "", "moved-and-large.yaml": "123", "large.yaml": "123", "cut.yaml": "123", "other.yaml": "",
	} {
		touched := ""
		for line := 1; line <= 3; line++ {
			if got.Touches(name, line, line) {
				touched += fmt.Sprint(line)
			}
		}
		if touched != want {
			t.Errorf("%s: lines %q, want %q", name, touched, want)
		}
	}
	if f := got.File("moved.yaml"); f.Old != "was.yaml" || !got.File("gone.yaml").Removed {
		t.Errorf("%+v", f)
	}
}

// Pages are followed. GitHub stops at 3000 files without saying so: then
// nothing counts as unchanged.
func TestManyFiles(t *testing.T) {
	for n, want := range map[int]diff.Source{301: diff.API, 2999: diff.API, 3000: diff.None, 3100: diff.None} {
		d, api := start(t)
		for i := range n {
			d.Files = append(d.Files, double.File{Name: fmt.Sprintf("%04d.yaml", i), Status: "added", Patch: "@@ -0,0 +1 @@\n+a"})
		}
		got, err := api.Files(t.Context())
		if err != nil || got.Source != want || len(got.Files) != min(n, 3000) {
			t.Errorf("%d: %s, %d files, %v", n, got.Source, len(got.Files), err)
		}
		if unlisted := got.Touches("3050.yaml", 1, 1); unlisted != (want == diff.None) {
			t.Errorf("%d: a file that is not listed counts as changed: %v", n, unlisted)
		}
		if pages := d.Count("GET"); pages != (min(n, 3000)+99)/100 {
			t.Errorf("%d: %d pages", n, pages)
		}
	}
}

func TestListFails(t *testing.T) {
	d, api := start(t)
	d.Say("GET", double.Forbidden)
	if _, err := api.Files(t.Context()); !errors.Is(err, github.ErrForbidden) {
		t.Error(err)
	}
}

func TestHead(t *testing.T) {
	d, api := start(t)
	d.Contents[double.Head] = map[string]string{"a/b.yaml": "ü\n", "empty.yaml": ""}
	for name, want := range map[string][]byte{"a/b.yaml": []byte("ü\n"), "empty.yaml": {}, "none.yaml": nil} {
		got, err := api.Head(t.Context(), name)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}
