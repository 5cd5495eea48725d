package action_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What can be known offline of the security of the workflows: the tags of
// actions move (and were moved, by thieves), tokens stay in the checkout, rights
// are given that nobody needs, and text of a pull request becomes a script.
// https://docs.github.com/en/actions/reference/security/secure-use

// workflow is a file of .github/workflows.
type workflow struct {
	name string
	text string
	root *yaml.Node
}

func workflows(t *testing.T) []workflow {
	t.Helper()
	names, err := filepath.Glob("../.github/workflows/*.y*ml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	var out []workflow
	for _, name := range append(names, "../examples/github-action/workflow.yaml") {
		w := workflow{name: filepath.Base(name), text: string(file(t, name)), root: &yaml.Node{}}
		if err := yaml.Unmarshal([]byte(w.text), w.root); err != nil {
			t.Fatal(err)
		}
		w.root = w.root.Content[0]
		out = append(out, w)
	}
	return out
}

// get returns a value of a mapping, or nil.
func get(n *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		var next *yaml.Node
		for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				next = n.Content[i+1]
			}
		}
		n = next
	}
	return n
}

func value(n *yaml.Node, path ...string) string {
	if n = get(n, path...); n == nil {
		return ""
	}
	return n.Value
}

// steps calls f with every step.
func (w workflow) steps(f func(job string, step *yaml.Node)) {
	jobs := get(w.root, "jobs")
	for i := 0; i+1 < len(jobs.Content); i += 2 {
		steps := get(jobs.Content[i+1], "steps")
		if steps == nil {
			continue
		}
		for _, step := range steps.Content {
			f(jobs.Content[i].Value, step)
		}
	}
}

var (
	pinned  = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	release = regexp.MustCompile(`^# v\d+\.\d+\.\d+$`)
)

func TestActionsArePinned(t *testing.T) {
	for _, w := range workflows(t) {
		w.steps(func(job string, step *yaml.Node) {
			uses := get(step, "uses")
			if uses == nil || uses.Value == "./" || strings.HasPrefix(uses.Value, "gatefix/gatefix@") {
				return
			}
			if !pinned.MatchString(uses.Value) || !release.MatchString(uses.LineComment) {
				t.Errorf("%s:%d: %s %s; allowed: a commit, with the release it is as a comment", w.name, uses.Line, uses.Value, uses.LineComment)
			}
			if strings.HasPrefix(uses.Value, "actions/checkout@") && value(step, "with", "persist-credentials") != "false" {
				t.Errorf("%s:%d: the token stays in the checkout; write persist-credentials: false", w.name, uses.Line)
			}
		})
	}
}

// Rights are given job by job, each with what it is for.
func TestPermissions(t *testing.T) {
	for _, w := range workflows(t) {
		if all := get(w.root, "permissions"); all == nil || len(all.Content) > 0 || all.Value != "" {
			t.Errorf("%s: rights for all jobs; write permissions: {}", w.name)
		}
		jobs := get(w.root, "jobs")
		for i := 0; i+1 < len(jobs.Content); i += 2 {
			rights := get(jobs.Content[i+1], "permissions")
			if rights == nil {
				t.Errorf("%s: job %s says nothing of its rights", w.name, jobs.Content[i].Value)
				continue
			}
			for k := 1; k < len(rights.Content); k += 2 {
				if rights.Content[k].LineComment == "" {
					t.Errorf("%s:%d: %s says not what it is for", w.name, rights.Content[k].Line, rights.Content[k-1].Value)
				}
			}
		}
	}
}

// An expression in a script is put there as text, and may be a command. What
// comes from elsewhere goes through the environment.
func TestScriptsHoldNoExpressions(t *testing.T) {
	for _, w := range workflows(t) {
		w.steps(func(job string, step *yaml.Node) {
			if run := get(step, "run"); run != nil && strings.Contains(run.Value, "${{") {
				t.Errorf("%s:%d: an expression in a script; put it into env", w.name, run.Line)
			}
		})
		if strings.Contains(w.text, "pull_request_target") || strings.Contains(w.text, "GITHUB_ENV") {
			t.Errorf("%s: pull_request_target and GITHUB_ENV give the rights of this repository away", w.name)
		}
	}
}

func TestWorkflowsAreBounded(t *testing.T) {
	for _, w := range workflows(t) {
		if get(w.root, "concurrency", "group") == nil {
			t.Errorf("%s: no concurrency", w.name)
		}
		jobs := get(w.root, "jobs")
		for i := 0; i+1 < len(jobs.Content); i += 2 {
			if value(jobs.Content[i+1], "timeout-minutes") == "" || value(jobs.Content[i+1], "name") == "" {
				t.Errorf("%s: job %s has no name or no timeout-minutes", w.name, jobs.Content[i].Value)
			}
		}
	}
}

// What is released is not built from a cache that other workflows write.
func TestReleaseHasNoCache(t *testing.T) {
	for _, w := range workflows(t) {
		w.steps(func(job string, step *yaml.Node) {
			if w.name == "release.yml" && strings.HasPrefix(value(step, "uses"), "actions/setup-go@") && value(step, "with", "cache") != "false" {
				t.Errorf("job %s: a cache", job)
			}
		})
	}
}

func TestUpdatesWait(t *testing.T) {
	var d struct {
		Updates []struct {
			Ecosystem string `yaml:"package-ecosystem"`
			Cooldown  struct {
				Days int `yaml:"default-days"`
			}
		}
	}
	if err := yaml.Unmarshal(file(t, "../.github/dependabot.yml"), &d); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, u := range d.Updates {
		if seen[u.Ecosystem] = true; u.Cooldown.Days < 7 {
			t.Errorf("%s: updates are taken after %d days", u.Ecosystem, u.Cooldown.Days)
		}
	}
	for _, name := range []string{"gomod", "github-actions", "docker"} {
		if !seen[name] {
			t.Errorf("%s is never updated", name)
		}
	}
}
