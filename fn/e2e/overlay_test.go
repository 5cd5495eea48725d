//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatefix/gatefix/fn/overlay"
	"github.com/gatefix/gatefix/fn/source"
)

// TestRenderedAsKustomizeDoes compares what is rendered in process, our
// annotations in and out again, with what the real kustomize builds.
func TestRenderedAsKustomizeDoes(t *testing.T) {
	archives, err := filepath.Glob(filepath.Join(repo, "fn/overlay/testdata/*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, tool := range []string{"kustomize", "kustomize-5.5.0"} {
		t.Run(tool, func(t *testing.T) {
			need(t, tool)
			built := 0
			for _, name := range archives {
				a, err := txtar.ParseFile(name)
				if err != nil {
					t.Fatal(err)
				}
				built += compare(t, tool, a)
			}
			if built < 15 {
				t.Errorf("only %d roots were compared", built)
			}
		})
	}
}

// compare returns how many roots of an archive were compared.
func compare(t *testing.T, tool string, a *txtar.Archive) int {
	t.Helper()
	text := map[string]string{}
	for _, f := range a.Files {
		text[f.Name] = string(f.Data)
	}
	dir := folder(t, text)
	t.Chdir(dir)
	var files []*source.File
	for _, f := range a.Files {
		if file, err := source.Parse(f.Name, f.Data); err == nil {
			files = append(files, file)
		}
	}
	got, err := overlay.New(overlay.Options{Dir: dir}).Build(files)
	if err != nil {
		t.Fatal(err)
	}
	for root, text := range got {
		if strings.Contains(root, "charts") {
			delete(got, root) // kustomize refuses them without a flag
			continue
		}
		out := command(t, dir, tool, "build", "--enable-alpha-plugins", root) // executables are skipped
		if out.exit != 0 {
			t.Errorf("%s build %s: %s", tool, root, out.stderr)
		}
		if d := cmp.Diff(sortedDocs(out.stdout), sortedDocs(string(text))); d != "" {
			t.Errorf("%s build %s (-kustomize +gatefix):\n%s", tool, root, d)
		}
	}
	return len(got)
}

// sortedDocs makes the order of documents, which versions of kustomize choose
// differently, not matter.
func sortedDocs(text string) []string {
	docs := strings.Split(strings.TrimSuffix(text, "\n"), "\n---\n")
	slices.Sort(docs)
	return docs
}
