package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// What a document is not worth looking into must not keep its own faults from
// being reported: it is read through all the same.
func TestFaultsOfDocumentsNobodyWants(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\ndata: {a: b}\n", i)
	}
	b.WriteString("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\ndata: {a: b, a: c}\n")
	b.WriteString("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: broken}\ndata: {a: b\n")
	b.WriteString("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {}\ndata: {a: b}\n")
	f, err := source.Parse("all.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	found := lint.Run(lint.Input{Files: []*source.File{f}, Known: Names()}, All, lint.Defaults())
	var names []string
	for _, f := range found.Findings {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "duplicate-key bad-yaml" {
		t.Errorf("found %q", got)
	}
	if n := found.Stats.Skipped[object.Fragment]; n != 1 {
		t.Errorf("%d fragments", n)
	}
}

// The look at the text must find whatever the rule would find in it.
func TestMayHoldDevHost(t *testing.T) {
	for text, want := range map[string]bool{
		"host: host.docker.internal":                  true,
		"url: http://HOST.Internal:80":                true,
		"a: host.orbstack.internal.":                  true,
		"a: \"host.docker.\\x69nternal\"":             true,
		"db: db-0.internal.example.com, a.internal":   false,
		"internal: .internal, docker, host. internal": false,
		"": false, ".": false, ".internal": false,
	} {
		if got := mayHoldDevHost([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, p := range devPlatforms {
		for _, name := range p.owns {
			if !mayHoldDevHost([]byte("a: " + name)) {
				t.Errorf("%s is not seen", name)
			}
		}
	}
}
