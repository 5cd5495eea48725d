package lint

import (
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// The items of a list in flow style are parsed in one piece and share its
// comments: what is wrong with one of these is one finding.
func TestIgnoreInList(t *testing.T) {
	const item = `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}`
	f, err := source.Parse("a.yaml", []byte(`{"apiVersion": "v1", "kind": "List", "items": [ # gatefix:ignore nosuch`+"\n "+item+",\n "+item+"]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := Run(Input{Files: []*source.File{f}}, nil, Defaults()); len(r.Findings) != 1 {
		t.Errorf("findings: %v; wanted one", r.Findings)
	}
}

// One that stands above the second item, or in it, is the second item's.
func TestIgnoreBelongsToItsItem(t *testing.T) {
	for _, text := range []string{
		"items:\n- null\n- {metadata: {name: a}}\n# gatefix:ignore nosuch\n- {metadata: {name: b}}\n",
		"items:\n- null\n- {metadata: {name: a}}\n- {metadata: # gatefix:ignore nosuch\n    {name: b}}\n",
		"items:\n- null\n- {metadata: {name: a}}\n- {metadata: {name: b}}\n# gatefix:ignore nosuch\n",
	} {
		f, err := source.Parse("a.yaml", []byte("apiVersion: v1\nkind: List\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		r := Run(Input{Files: []*source.File{f}}, nil, Defaults())
		if len(r.Findings) != 1 || r.Findings[0].At.Doc.Root().Get("metadata", "name").Text() != "b" {
			t.Errorf("findings: %v of\n%s", r.Findings, text)
		}
	}
}
