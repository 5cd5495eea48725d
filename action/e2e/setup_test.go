//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gatefix/gatefix/action/internal/double"
	"github.com/gatefix/gatefix/action/internal/repotest"
	"github.com/gatefix/gatefix/fn/diff"
)

type texts = map[string]string

// job is the image that the job's own steps run in; any with a shell will do.
const job = "busybox:1.37"

// workflow is that of the pull request. The last step shows what steps behind
// the action get to see.
const workflow = `on: pull_request
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: ./gatefix
        with:
          github-api-url: API
WITH`

// buildImage builds the image, once.
var buildImage = sync.OnceValues(func() (string, error) {
	if name := os.Getenv("GATEFIX_IMAGE"); name != "" {
		return name, nil
	}
	const name = "gatefix.test/gatefix-action:e2e"
	out, err := exec.Command("docker", "build", "-t", name, "../..").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return name, err
})

// tool returns the path of a program, or skips the test.
func tool(t *testing.T, name string) string {
	t.Helper()
	for _, candidate := range []string{filepath.Join(os.Getenv("GATEFIX_TOOLS"), name), name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Skipf("%s is not installed", name)
	return ""
}

// world is a pull request and the GitHub that knows it.
type world struct {
	*double.Double
	pull *repotest.Pull
	with []string // inputs, names and values
	fork bool
}

// start makes a pull request that changes past to head.
func start(t *testing.T, past, head texts, with ...string) *world {
	t.Helper()
	d := double.New(t)
	w := &world{Double: d, with: with}
	set := texts{".github/workflows/check.yml": w.workflow(), "gatefix/action.yml": action(t)}
	maps.Copy(set, past)
	w.pull = repotest.NewPull(t, set, head, nil, nil)
	config := filepath.Join(w.pull.Dir, ".git", "config")
	text, err := os.ReadFile(config)
	if err == nil {
		text = append(text, "[remote \"origin\"]\n\turl = https://github.com/"+d.Owner+"/"+d.Name+"\n"...)
		err = os.WriteFile(config, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	d.SetHead(w.pull.Head, "fix", maps.Clone(past))
	maps.Copy(d.Contents[w.pull.Head], head)
	for _, name := range slices.Sorted(maps.Keys(head)) {
		_, patch, _ := strings.Cut(diff.Unified(name, []byte(past[name]), []byte(head[name])), "\n+++ b/"+name+"\n")
		d.Files = append(d.Files, double.File{Name: name, Status: "modified", Patch: patch})
	}
	return w
}

// action is the action.yml of a release: the one of the repository with the
// image named.
func action(t *testing.T) string {
	t.Helper()
	if err := exec.Command("docker", "info").Run(); err != nil {
		t.Skip("no container engine is running")
	}
	if exec.Command("docker", "image", "inspect", job).Run() != nil && exec.Command("docker", "pull", "-q", job).Run() != nil {
		t.Skipf("there is no image %s", job)
	}
	image, err := buildImage()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	released := strings.Replace(string(text), "\n  image: Dockerfile\n", "\n  image: docker://"+image+"\n", 1)
	if released == string(text) {
		t.Fatal("action.yml does not name the Dockerfile")
	}
	return released
}

func (w *world) workflow() string {
	with := ""
	for i := 0; i < len(w.with); i += 2 {
		with += "          " + w.with[i] + ": \"" + w.with[i+1] + "\"\n"
	}
	return strings.NewReplacer("API", w.URL, "WITH", with).Replace(workflow)
}

// outcome is what a job did.
type outcome struct {
	exit    int
	log     string
	outputs texts
	took    string // of the step
}

var (
	output = regexp.MustCompile(`(?m)::set-output:: (\S+?)=(.*)$`)
	step   = regexp.MustCompile(`(?:Success|Failure) - Main \./gatefix \[(\S+)\]`)
)

// run carries the workflow out.
func (w *world) run(t *testing.T) outcome {
	t.Helper()
	repo := w.Owner + "/" + w.Name
	head := repo
	if w.fork {
		head = "mallory/" + w.Name
	}
	side := func(sha, ref, repo string) any {
		return map[string]any{"sha": sha, "ref": ref, "repo": map[string]any{"full_name": repo}}
	}
	event, err := json.Marshal(map[string]any{"number": w.Number, "pull_request": map[string]any{
		"number": w.Number, "base": side(w.pull.Base, "main", repo), "head": side(w.pull.Head, "fix", head),
	}})
	home := t.TempDir()
	file := filepath.Join(home, "event.json")
	if err == nil {
		err = os.WriteFile(file, event, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool(t, "act"), "pull_request", "--platform", "ubuntu-latest="+job, "--pull=false", "--bind", "--eventpath", file,
		"--secret", "GITHUB_TOKEN=token-of-a-test", "--container-daemon-socket", "-")
	cmd.Dir = w.pull.Dir
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+home, "XDG_CONFIG_HOME="+home, "NO_COLOR=1")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	o := outcome{exit: cmd.ProcessState.ExitCode(), log: log.String(), outputs: texts{}}
	for _, m := range output.FindAllStringSubmatch(o.log, -1) {
		o.outputs[m[1]] = strings.TrimSpace(m[2])
	}
	if m := step.FindStringSubmatch(o.log); m != nil {
		o.took = m[1]
	}
	return o
}

// has checks the log.
func (o outcome) has(t *testing.T, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(o.log, want) {
			t.Errorf("the log lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(o.log)
	}
}
