package graph_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

var update = flag.Bool("update", false, "write the expected files")

// parse makes files of texts by name.
func parse(t testing.TB, texts ...string) []*source.File {
	t.Helper()
	var files []*source.File
	for i := 0; i < len(texts); i += 2 {
		f, err := source.Parse(texts[i], []byte(texts[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// ruleNames are the rules of these tests: few, so that what they find does not
// depend on what other rules there are, and that some edges are broken without
// a finding.
var ruleNames = []string{"section-mismatch", "hostname-mismatch", "not-allowed-by-listener", "missing-reference-grant", "cors-value", "unreachable-dev-host"}

// judge checks files and makes the graph of them.
func judge(files []*source.File) (*graph.Graph, []*lint.Finding) {
	result := check(files)
	return of(result), result.Findings
}

func check(files []*source.File) *lint.Result {
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	var some []*lint.Rule
	for _, name := range ruleNames {
		some = append(some, rules.Find(name))
	}
	return lint.Run(lint.Input{Files: files, Known: rules.Names()}, some, cfg)
}

func of(result *lint.Result) *graph.Graph {
	objects := result.Objects()
	return graph.New(objects, gateway.New(objects.Of, gateway.Patched(objects.Patched)), result.Findings)
}

func draw(t testing.TB, format string, g *graph.Graph) string {
	t.Helper()
	var out bytes.Buffer
	if err := graph.Formats[format](&out, g); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestFormats draws the inputs in testdata in every format: the pictures folded,
// the JSON whole.
func TestFormats(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(inputs) == 0 {
		t.Fatal("no inputs", err)
	}
	for _, input := range inputs {
		base := strings.TrimSuffix(input, ".yaml")
		t.Run(filepath.Base(base), func(t *testing.T) {
			text, err := os.ReadFile(input)
			if err != nil {
				t.Fatal(err)
			}
			g, findings := judge(parse(t, filepath.Base(input), string(text)))
			for _, f := range findings {
				f.Message = "what " + f.Name + " says" // which is the rule's to test
			}
			golden(t, base+".json", draw(t, "json", g))
			golden(t, base+".mmd", draw(t, "mermaid", g.Readable()))
			golden(t, base+".dot", draw(t, "dot", g.Readable()))
		})
	}
}
