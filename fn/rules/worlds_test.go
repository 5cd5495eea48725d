package rules

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// A rule that looks at a second resource meets it in four worlds: it is
// present; it is absent, where another of its kind stands in its place; it is in
// another namespace; or the input does not hold it. What the rule says in each
// is told by the first lines of testdata/worlds/<rule>.yaml, whose last document
// is the second resource, as it is where it is present.
const worldsRoot = "../../testdata/worlds"

// worldNames are the worlds, in the order in which a file lists them.
var worldNames = []string{"present", "absent", "elsewhere", "outside"}

// withoutWorlds are the rules whose second resource is no object of its own
// right: what a chart holds, or what names a product.
var withoutWorlds = map[string]string{
	"chart-registry":        "sources of charts; its own cases show them",
	"gateway-version":       "sources of charts; its own cases show them",
	"helm-value-ignored":    "sources of charts; its own cases show them",
	"immutable-selector":    "the Gateway tells the product only",
	"unknown-kind":          "the Gateway tells the product only",
	"unreachable-dev-host":  "the Gateway tells the product only",
	"reserved-port":         "the Gateway tells the product only",
	"filter-at-wrong-level": "the Gateway tells the product only",
}

func TestWorlds(t *testing.T) {
	for _, rule := range All {
		if len(rule.Reads) == 0 || withoutWorlds[rule.Name] != "" {
			continue
		}
		t.Run(rule.Name, func(t *testing.T) {
			text := mustRead(t, filepath.Join(worldsRoot, rule.Name+".yaml"))
			lines := strings.Split(text, "\n")
			for i, name := range worldNames {
				want, ok := strings.CutPrefix(lines[i], "# "+name+": ")
				if !ok {
					t.Fatalf("line %d does not say what happens where the resource is %s", i+1, name)
				}
				if want == "none" {
					continue // a resource of the whole cluster
				}
				if got := saidIn(t, rule, name, text); !regexp.MustCompile("^(?:" + want + ")$").MatchString(got) {
					t.Errorf("%s: the rule says %q; wanted %q", name, got, want)
				}
			}
		})
	}
}

// saidIn is what a rule says in a world: "silent", or "severity: message" of each
// finding.
func saidIn(t *testing.T, rule *lint.Rule, world, text string) string {
	in := inputOf(t, "w.yaml", inWorld(t, world, text))
	found := lint.Run(in, []*lint.Rule{rule}, lint.Defaults()).Findings
	if len(found) == 0 {
		return "silent"
	}
	var said []string
	for _, f := range found {
		said = append(said, f.Severity.String()+": "+f.Message)
	}
	return strings.Join(said, " | ")
}

func inWorld(t *testing.T, world, text string) string {
	f, err := source.Parse("w.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	other := f.Docs[len(f.Docs)-1]
	var edits []source.Edit
	switch world {
	case "outside":
		return text[:strings.LastIndex(text, "\n---\n")+1]
	case "absent":
		edits = []source.Edit{source.Set(other, source.P("metadata", "name"), "unlike-any")}
	case "elsewhere":
		edits = []source.Edit{source.Set(other, source.P("metadata", "namespace"), "elsewhere")}
	}
	if r := source.Apply([]*source.File{f}, [][]source.Edit{edits}); len(r.Files) == 1 {
		return string(r.Files[0].Bytes())
	}
	return text
}
