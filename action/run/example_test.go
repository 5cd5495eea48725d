package run

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/gatefix/gatefix/action/internal/repotest"
)

var example, _ = filepath.Abs("../../examples/github-action")

// The example shows what the action says, with the inputs of its workflow.
func TestExample(t *testing.T) {
	gateway := content(t, filepath.Join(example, "deploy/gateway.yaml"))
	chat := content(t, filepath.Join(example, "deploy/chat.yaml"))
	p := repotest.NewPull(t, files{"deploy/gateway.yaml": gateway}, files{"deploy/chat.yaml": chat}, nil, nil)
	var inputs []string
	for name, value := range exampleInputs(t) {
		inputs = append(inputs, name, value)
	}
	s := pullStep(p, inputs...)
	s.remote = &remote{}
	if s.run(t); s.status != 1 {
		t.Errorf("status %d", s.status)
	}
	for name, got := range (files{"annotations.txt": s.log, "summary.md": s.summary}) {
		file := filepath.Join(example, name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if d := cmp.Diff(content(t, file), got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func exampleInputs(t *testing.T) files {
	t.Helper()
	var w struct {
		Jobs map[string]struct {
			Steps []struct {
				ID   string
				With map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(content(t, filepath.Join(example, "workflow.yaml"))), &w); err != nil {
		t.Fatal(err)
	}
	for _, step := range w.Jobs["gatefix"].Steps {
		if step.ID == "gatefix" {
			return step.With
		}
	}
	t.Fatal("the workflow does not run gatefix")
	return nil
}
