package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestGraphExample holds the pictures of examples/graph, and what its README
// shows, against what the command draws.
func TestGraphExample(t *testing.T) {
	t.Chdir("../../examples/graph")
	for name, args := range map[string][]string{
		"wiring.dot": {"graph", "--format", "dot", "manifests"},
		"wiring.mmd": {"graph", "manifests"},
	} {
		got := output(t, ExitOK, args...)
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if text(t, name) != got {
			t.Errorf("%s is not what gatefix %s prints; go test ./fn/cli -run TestGraphExample -update writes it", name, strings.Join(args, " "))
		}
	}
	readme := text(t, "README.md")
	block := regexp.MustCompile("(?s)```mermaid\n.*?```\n")
	want := "```mermaid\n" + output(t, ExitOK, "graph", "--affected", "manifests") + "```\n"
	if *update {
		readme = block.ReplaceAllLiteralString(readme, want)
		if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if block.FindString(readme) != want {
		t.Error("README.md shows another picture than gatefix graph --affected manifests; -update writes it")
	}
	routes := strings.Count(output(t, ExitOK, "graph", "--format", "json", "manifests"), `"role": "route"`)
	if routes != 50 {
		t.Errorf("%d routes, and README.md says fifty", routes)
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
