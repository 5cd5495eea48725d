package lint

import (
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

func TestToolingIsNeitherJudgedNorEdited(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n"
	f, err := source.Parse("in", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	rule := &Rule{Name: "any-config-map", Severity: Warning, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *Pass, o *object.Object) {
		p.Report(AtName(o), "seen", With(Safe, "set a label", source.Insert(o.Doc, source.P("metadata", "seen"), true, "")))
	}}
	cfg := Defaults()
	cfg.Mode = FixMode
	for name, tooling := range map[string]func(*source.Doc) bool{
		"a": func(d *source.Doc) bool { return d.Index == 0 },
		"b": func(d *source.Doc) bool { return d.Index == 1 }, // its kind is told by parsing only
	} {
		res := Run(Input{Files: []*source.File{f}, Tooling: tooling}, []*Rule{rule}, cfg)
		for _, d := range res.Files[0].Docs {
			if seen := d.Root().Get("metadata").Has("seen"); seen == (d.Root().Get("metadata", "name").Text() == name) {
				t.Errorf("tooling %s: %s edited: %v", name, d, seen)
			}
		}
	}
}

// A document is found to be broken only when something parses it; which rule
// does, and when, must not matter.
func TestBrokenDocumentsAreReported(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndata: {a: c}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: [\n"
	f, err := source.Parse("in", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	rule := &Rule{Name: "any-config-map", Severity: Warning, Kinds: []object.Kind{object.ConfigMap}, Check: func(*Pass, *object.Object) {}}
	var got []string
	for _, f := range Run(Input{Files: []*source.File{f}}, []*Rule{rule}, Defaults()).Findings {
		got = append(got, f.Name)
	}
	if len(got) != 2 || got[0] != RuleDuplicateKey || got[1] != RuleBadYAML {
		t.Errorf("findings %v", got)
	}
}
