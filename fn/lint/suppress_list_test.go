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
