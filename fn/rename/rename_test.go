package rename

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Each folder of testdata is one run. The first Gateway of the files is renamed
// to "new". Lines say what becomes of them: "# edit" and "# mention"; all others
// are left alone without a word. Files called *.patch.yaml are kustomize patches.
// Files may start with "# service: taken", likewise workload and account: who
// holds these names; without, they are free.
func TestScan(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) { testScan(t, folder) })
	}
}

func testScan(t *testing.T, folder string) {
	files := parseFolder(t, folder)
	set := object.NewSet(files, func(name string) bool { return strings.HasSuffix(name, ".patch.yaml") })
	plan := planOf(set, files)
	words := plan.Words()
	result := plan.Scan(set.Mentioning(words...), set.UnjudgedMentioning(words...))

	var got, want []string
	for _, e := range result.Edits {
		n := e.Doc.Root()
		for _, s := range e.Path {
			if s.IsIndex {
				n = n.Get(s.Index)
			} else {
				n = n.Get(s.Key)
			}
		}
		got = append(got, place(e.Doc.File, e.Doc.Span(n).Start, "edit"))
	}
	for _, m := range result.Mentions {
		got = append(got, place(m.Doc.File, m.Span.Start, "mention"))
	}
	for _, f := range files {
		want = append(want, marked(f)...)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	done := source.Apply(files, [][]source.Edit{result.Edits})
	if done.Rejected[0] != nil {
		t.Error(done.Rejected[0])
	}
}

func place(f *source.File, at int, what string) string {
	line := f.Position(at).Line
	return fmt.Sprintf("%s:%03d %s", f.Name, line, what)
}

var marks = regexp.MustCompile(`# ((?:edit|mention)(?: (?:edit|mention))*)$`)

func marked(f *source.File) []string {
	var out []string
	for i, line := range strings.Split(string(f.Bytes()), "\n") {
		if m := marks.FindStringSubmatch(line); m != nil {
			for _, what := range strings.Fields(m[1]) {
				out = append(out, fmt.Sprintf("%s:%03d %s", f.Name, i+1, what))
			}
		}
	}
	return out
}

func parseFolder(t *testing.T, folder string) []*source.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	var files []*source.File
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := source.Parse(filepath.Base(name), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Docs {
			if d.Err() != nil {
				t.Fatal(d.Err())
			}
		}
		files = append(files, f)
	}
	return files
}

var holders = map[string]Holder{"free": Free, "unsure": Unsure, "taken": Taken}

func planOf(set *object.Set, files []*source.File) *Plan {
	gateways := set.Of(object.Gateway)
	plan := &Plan{Gateway: gateways[0], To: "new", Gateways: gateways, Spaces: object.NewSpaces(set.Of(object.Kustomization))}
	for _, f := range files {
		for _, line := range strings.Split(string(f.Bytes()), "\n") {
			what, who, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
			switch what {
			case "service":
				plan.Service = holders[who]
			case "workload":
				plan.Workload = holders[who]
			case "account":
				plan.Account = holders[who]
			case "istio gateway":
				plan.IstioGateway = true
			}
		}
	}
	return plan
}
