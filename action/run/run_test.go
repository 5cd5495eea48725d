package run

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/action/gha"
	"github.com/gatefix/gatefix/action/input"
	"github.com/gatefix/gatefix/action/internal/repotest"
)

var update = flag.Bool("update", false, "write the golden files")

type files = map[string]string

// testdata is where the goldens are, whatever directory a run leaves behind.
var testdata, _ = filepath.Abs("testdata")

// read is a file of testdata.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, "manifests", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// step is one run of the action over a workspace.
type step struct {
	dir     string
	env     files // INPUT_… and others
	event   any
	remote  Remote
	timeout time.Duration
	// connect makes the remote; nil: remote it is.
	connect func(*input.Inputs, *gha.Event, func(string) string) (Remote, error)

	status               int
	log, output, summary string
}

// run runs the step.
func (s *step) run(t *testing.T) *step {
	t.Helper()
	t.Chdir(s.dir) // the action changes the directory; the test changes back
	temp := t.TempDir()
	env := files{
		"GITHUB_WORKSPACE": s.dir, "GITHUB_REPOSITORY": "o/r", "GITHUB_EVENT_PATH": filepath.Join(temp, "event.json"),
		"GITHUB_OUTPUT": filepath.Join(temp, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary"),
	}
	for key, value := range s.env {
		env[key] = value
	}
	payload, err := json.Marshal(s.event)
	if err == nil {
		err = os.WriteFile(env["GITHUB_EVENT_PATH"], payload, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	a := Action{Log: &log, Getenv: func(key string) string { return env[key] }, Version: "v0.0.0", Now: func() time.Time {
		return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	}}
	a.Timeout = s.timeout
	if a.Remote = s.connect; s.remote != nil {
		a.Remote = connected(s.remote)
	}
	s.status = a.Main()
	s.log = log.String()
	s.output, s.summary = content(t, env["GITHUB_OUTPUT"]), content(t, env["GITHUB_STEP_SUMMARY"])
	return s
}

// content is a file, or "" where there is none.
func content(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

var delimiter = regexp.MustCompile(`gatefix_[A-Z2-7]{26}`)

// golden compares what a step said, byte for byte, with a file.
func (s *step) golden(t *testing.T, name string) {
	t.Helper()
	got := fmt.Sprintf("status %d\n-- log --\n%s-- output --\n%s-- summary --\n%s", s.status, s.log, delimiter.ReplaceAllString(s.output, "DELIMITER"), s.summary)
	got = regexp.MustCompile(`\b[0-9a-f]{40}\b`).ReplaceAllString(got, "COMMIT")
	file := filepath.Join(testdata, name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(content(t, file), got); d != "" {
		t.Errorf("%s: %s", name, d)
	}
}

// outputs are the outputs of a step by name.
func (s *step) outputs() files {
	out := files{}
	lines := strings.Split(s.output, "\n")
	for i := 0; i+2 < len(lines); i += 3 {
		name, _, _ := strings.Cut(lines[i], "<<")
		out[name] = lines[i+1]
	}
	return out
}

// pullEvent is the payload of a pull request.
func pullEvent(p *repotest.Pull, headRepo string) any {
	side := func(sha, ref, repo string) any {
		return map[string]any{"sha": sha, "ref": ref, "repo": map[string]any{"full_name": repo}}
	}
	return map[string]any{"number": 7, "pull_request": map[string]any{
		"number": 7, "base": side(p.Base, "main", "o/r"), "head": side(p.Head, "fix", headRepo),
	}}
}

func pullStep(p *repotest.Pull, inputs ...string) *step {
	s := &step{dir: p.Dir, event: pullEvent(p, "o/r"), env: files{"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_SHA": p.Merge}}
	for i := 0; i < len(inputs); i += 2 {
		s.env["INPUT_"+strings.ToUpper(inputs[i])] = inputs[i+1]
	}
	return s
}

// broken is a pull request that brings mistakes into one file, while the base
// has some of its own in another.
func broken(t *testing.T) *repotest.Pull {
	good, bad, old := read(t, "gateway.yaml"), read(t, "gateway-bad.yaml"), read(t, "old.yaml")
	return repotest.NewPull(t,
		files{"deploy/gateway.yaml": good, "legacy/old.yaml": old, "deploy/service.yaml": read(t, "service.yaml"), "deploy/route.yaml": read(t, "route.yaml")},
		files{"deploy/gateway.yaml": bad},
		files{"deploy/gateway.yaml": "# the base\n" + good},
		files{"deploy/gateway.yaml": "# the base\n" + bad})
}

func TestGolden(t *testing.T) {
	for _, tc := range []struct {
		name string
		step func(t *testing.T) *step
	}{
		{"pull-request", func(t *testing.T) *step { return pullStep(broken(t)) }},
		{"pull-request-all", func(t *testing.T) *step { return pullStep(broken(t), "scope", "all") }},
		{"changed-files", func(t *testing.T) *step { return pullStep(broken(t), "scope", "changed-files", "reporters", "summary") }},
		{"min-severity", func(t *testing.T) *step { return pullStep(broken(t), "min-severity", "error", "fail-on", "none") }},
		{"clean", func(t *testing.T) *step {
			p := repotest.NewPull(t, files{"a.yaml": read(t, "old.yaml")}, files{"gateway.yaml": read(t, "gateway.yaml")}, nil, nil)
			return pullStep(p)
		}},
		{"backend-removed", func(t *testing.T) *step {
			backend := read(t, "backend.yaml")
			past := files{"deploy/web.yaml": backend, "deploy/other.yaml": strings.Replace(backend, "web", "other", 1),
				"deploy/route.yaml": read(t, "route-backend.yaml"), "deploy/gateway.yaml": read(t, "gateway.yaml"), "legacy/old.yaml": read(t, "old.yaml")}
			return pullStep(repotest.NewPull(t, past, files{"deploy/web.yaml": ""}, nil, nil))
		}},
		{"shallow", func(t *testing.T) *step {
			p := broken(t)
			p.Forget(p.Base, p.Head)
			return pullStep(p)
		}},
		{"shallow-explicit", func(t *testing.T) *step {
			p := broken(t)
			p.Forget(p.Base, p.Head)
			return pullStep(p, "scope", "changed-lines")
		}},
		{"wrong-inputs", func(t *testing.T) *step {
			return pullStep(broken(t), "scope", "some", "fail-on", "warn", "reporters", "annotation")
		}},
		{"not-yaml", func(t *testing.T) *step {
			return pullStep(repotest.NewPull(t, files{"a.yaml": "kind: Gateway\n"}, files{"a.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a\n"}, nil, nil))
		}},
		{"hostile", func(t *testing.T) *step {
			bad := read(t, "hostile.yaml")
			name := "a`|<img src=x>@everyone##[error]x::error::y.yaml"
			return pullStep(repotest.NewPull(t, files{"x": "x\n"}, files{name: bad}, nil, nil), "fix", "patch")
		}},
		{"overlay", func(t *testing.T) *step {
			past := files{"base/kustomization.yaml": "resources: [gateway.yaml]\n", "base/gateway.yaml": read(t, "gateway.yaml")}
			return pullStep(repotest.NewPull(t, past, files{
				"prod/kustomization.yaml": "resources: [../base]\npatches:\n- path: cors.yaml\n", "prod/cors.yaml": read(t, "cors-patch.yaml"),
			}, nil, nil))
		}},
		{"push-new-branch", func(t *testing.T) *step {
			s := pullStep(broken(t), "reporters", "annotations")
			s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_REF"] = "push", "refs/heads/new"
			s.event = map[string]any{"before": strings.Repeat("0", 40), "after": s.env["GITHUB_SHA"]}
			return s
		}},
		{"schedule", func(t *testing.T) *step {
			s := pullStep(broken(t), "reporters", "annotations")
			s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_REF"], s.event = "schedule", "refs/heads/main", map[string]any{}
			return s
		}},
		{"pull-request-target", func(t *testing.T) *step {
			p := broken(t)
			p.Checkout(p.Base)
			s := pullStep(p)
			s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_SHA"] = "pull_request_target", p.Base
			return s
		}},
		{"nothing-found", func(t *testing.T) *step {
			return pullStep(broken(t), "paths", "manifests/**/*.yaml")
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.step(t).run(t).golden(t, tc.name) })
	}
}

// The inputs that name files get the whole of the findings, since code scanning
// closes alerts that are missing.
func TestFiles(t *testing.T) {
	p := broken(t)
	s := pullStep(p, "sarif-file", "out/gatefix.sarif", "rdjsonl-file", "out/r.jsonl", "json-file", "out/r.json", "fix", "patch", "category", "nightly").run(t)
	var sarif struct {
		Runs []struct {
			AutomationDetails struct{ ID string }
			Results           []json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(content(t, filepath.Join(p.Dir, "out/gatefix.sarif"))), &sarif); err != nil {
		t.Fatal(err)
	}
	if len(sarif.Runs) != 1 || sarif.Runs[0].AutomationDetails.ID != "nightly/" {
		t.Errorf("%+v", sarif)
	}
	all, lines := len(sarif.Runs[0].Results), strings.Count(content(t, filepath.Join(p.Dir, "out/r.jsonl")), "\n")
	if scoped := s.outputs()["findings"]; all != lines || fmt.Sprint(all) == scoped || all < 3 {
		t.Errorf("%d in SARIF, %d in rdjsonl, %s in scope", all, lines, scoped)
	}
	patch := content(t, filepath.Join(p.Dir, "gatefix.patch"))
	if !strings.Contains(patch, "+++ b/deploy/gateway.yaml") || strings.Contains(patch, "legacy") {
		t.Errorf("the patch:\n%s", patch)
	}
	for name, want := range (files{"sarif-file": "out/gatefix.sarif", "rdjsonl-file": "out/r.jsonl", "json-file": "out/r.json", "patch-file": "gatefix.patch"}) {
		if got := s.outputs()[name]; got != want {
			t.Errorf("the output %s is %q", name, got)
		}
	}
}

// A second run over what the first one wrote finds nothing more to repair, and
// only what the pull request changed was touched.
func TestWrite(t *testing.T) {
	p := broken(t)
	old := content(t, filepath.Join(p.Dir, "legacy/old.yaml"))
	first := pullStep(p, "fix", "write").run(t)
	first.golden(t, "write")
	if out := first.outputs(); first.status != 0 || out["fixed"] == "0" || out["conclusion"] != "success" {
		t.Errorf("status %d, %v", first.status, out)
	}
	if got := content(t, filepath.Join(p.Dir, "legacy/old.yaml")); got != old {
		t.Errorf("a file that was not changed was repaired:\n%s", got)
	}
	if want, got := "# the base\n"+read(t, "gateway-fixed.yaml"), content(t, filepath.Join(p.Dir, "deploy/gateway.yaml")); got != want {
		t.Errorf("deploy/gateway.yaml: %s", cmp.Diff(want, got))
	}
	if second := pullStep(p, "fix", "write").run(t); second.outputs()["fixed"] != "0" || second.status != 0 {
		t.Errorf("the second run: %v", second.outputs())
	}
}

// A pull request may not turn off the rule that it breaks.
func TestConfigFromBase(t *testing.T) {
	off := "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec:\n  failOn: none\n"
	p := repotest.NewPull(t,
		files{"gateway.yaml": read(t, "gateway.yaml"), ".gatefix.yaml": strings.Replace(off, "none", "error", 1)},
		files{"gateway.yaml": read(t, "gateway-bad.yaml"), ".gatefix.yaml": off}, nil, nil)
	if s := pullStep(p).run(t); s.status != 0 || !strings.Contains(s.log, "with config-from: base the file counts as it was before") {
		t.Errorf("head: status %d\n%s", s.status, s.log)
	}
	if s := pullStep(p, "config-from", "base").run(t); s.status != 1 || !strings.Contains(s.log, "judged by .gatefix.yaml as it was before") {
		t.Errorf("base: status %d\n%s", s.status, s.log)
	}
	if s := pullStep(p, "fail-on", "error").run(t); s.status != 1 {
		t.Errorf("the input must win over the configuration: status %d", s.status)
	}
	if s := pullStep(p, "config-from", "base", "scope", "all").run(t); s.status != 1 {
		t.Errorf("base, all: status %d\n%s", s.status, s.log)
	}
	nightly := pullStep(p, "config-from", "base")
	nightly.env["GITHUB_EVENT_NAME"], nightly.event = "schedule", map[string]any{}
	if nightly.run(t); nightly.status != 0 {
		t.Errorf("on a schedule: status %d\n%s", nightly.status, nightly.log)
	}
	branch := pullStep(p, "config-from", "base")
	branch.env["GITHUB_EVENT_NAME"], branch.event = "push", map[string]any{"before": strings.Repeat("0", 40), "after": p.Merge}
	if branch.run(t); branch.status != 0 {
		t.Errorf("a new branch, which has nothing before it: status %d\n%s", branch.status, branch.log)
	}
	p.Forget(p.Base)
	if s := pullStep(p, "config-from", "base").run(t); s.status != 2 || !strings.Contains(s.log, "fetch-depth: 2") {
		t.Errorf("shallow: status %d\n%s", s.status, s.log)
	}
}

// To take a configuration away is to change it.
func TestConfigRemoved(t *testing.T) {
	strict := "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec: {failOn: info}\n"
	past := files{".gatefix.yaml": strict, "apps/.gatefix.yaml": strict + "# apps\n", "apps/gateway.yaml": read(t, "gateway.yaml")}
	for name, head := range map[string]files{
		"taken away": {"apps/.gatefix.yaml": ""},
		"renamed":    {"apps/.gatefix.yaml": "", "apps/gatefix.yaml": strict + "# apps\n"},
	} {
		t.Run(name, func(t *testing.T) {
			p := repotest.NewPull(t, past, head, nil, nil)
			const notice = "::notice title=gatefix::the change takes apps/.gatefix.yaml away"
			if s := pullStep(p, "working-directory", "apps").run(t); !strings.Contains(s.log, notice) {
				t.Error(s.log)
			}
			if s := pullStep(p, "working-directory", "apps", "config-from", "base").run(t); !strings.Contains(s.log, "judged by apps/.gatefix.yaml as it was before") {
				t.Error(s.log)
			}
			if s := pullStep(p).run(t); strings.Contains(s.log, "takes") {
				t.Errorf("another configuration: %s", s.log)
			}
		})
	}
}

// What fails is shown, wherever the threshold is set: findings that are left out
// of the reports fail nothing, so a gate would be green for ever.
func TestThresholds(t *testing.T) {
	config := "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec: {failOn: warning, rules: {cors-max-age: warning}}\n"
	p := repotest.NewPull(t, files{".gatefix.yaml": config}, files{"old.yaml": read(t, "old.yaml")}, nil, nil)
	if s := pullStep(p, "min-severity", "error").run(t); s.status != 2 || !strings.Contains(s.log, `failOn "warning" of .gatefix.yaml is below min-severity "error"`) {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
	if s := pullStep(p, "min-severity", "warning").run(t); s.status != 1 {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
	if s := pullStep(p, "min-severity", "error", "fail-on", "error").run(t); s.status != 0 {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}

// Nothing that a pull request may hold leads out of the workspace.
func TestConfinedConfiguration(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(secret, []byte("kind: CustomResourceDefinition\nTOKEN: hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config := "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec: {crds: [%s]}\n"
	for _, crds := range []string{secret, "../" + filepath.Base(secret), "link.yaml", "dir"} {
		p := repotest.NewPull(t, files{"gateway.yaml": read(t, "gateway.yaml")}, files{".gatefix.yaml": fmt.Sprintf(config, crds)}, nil, nil)
		for _, link := range []string{"link.yaml", "dir/link.yaml", "Kptfile"} {
			name := filepath.Join(p.Dir, link)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(secret, name); err != nil {
				t.Fatal(err)
			}
		}
		s := pullStep(p).run(t)
		if s.status != 2 || strings.Contains(s.log+s.summary, "hunter2") || strings.Contains(s.log, "TOKEN") {
			t.Errorf("%s: status %d\n%s", crds, s.status, s.log)
		}
	}
}

// Whoever reviews a pull request is told of what it suppresses, and not of what
// was suppressed before.
func TestIgnores(t *testing.T) {
	ignored := strings.Replace(read(t, "old.yaml"), "      maxAge: 1h", "      maxAge: 1h # gatefix:ignore cors-max-age -- %s", 1)
	p := repotest.NewPull(t, files{"old.yaml": fmt.Sprintf(ignored, "old")}, files{"new.yaml": strings.ReplaceAll(fmt.Sprintf(ignored, "new"), "legacy", "fresh")}, nil, nil)
	s := pullStep(p).run(t)
	if !strings.Contains(s.log, "::notice title=gatefix::the change brings 1 ignore of findings: new.yaml:14\n") || s.status != 0 {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}

// The pipeline of a kpt package configures its files; a pull request that turns
// the rule off there is judged by the one before with config-from: base.
func TestPackage(t *testing.T) {
	kptfile := "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: p}\npipeline:\n  mutators:\n  - image: ghcr.io/gatefix/gatefix:v1\n    configMap: {%s}\n"
	off := fmt.Sprintf(kptfile, `rules.cors-max-age: "off", rules.cors-origin-object: "off", rules.cors-unknown-field: "off"`)
	p := repotest.NewPull(t, files{"p/Kptfile": fmt.Sprintf(kptfile, ""), "p/gateway.yaml": read(t, "gateway.yaml")},
		files{"p/Kptfile": off, "p/gateway.yaml": read(t, "gateway-bad.yaml")}, nil, nil)
	if s := pullStep(p).run(t); s.status != 0 || s.outputs()["findings"] != "0" {
		t.Errorf("head: status %d\n%s", s.status, s.log)
	}
	if s := pullStep(p, "config-from", "base").run(t); s.status != 1 || s.outputs()["findings"] != "3" {
		t.Errorf("base: status %d\n%s", s.status, s.log)
	}
}

// Hostile input ends in an error, and not in a runner that is busy for hours.
func TestTimeout(t *testing.T) {
	s := pullStep(broken(t))
	s.timeout = time.Nanosecond
	if s.run(t); s.status != 2 || !strings.Contains(s.log, "takes too long") || s.outputs()["conclusion"] != "error" {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}

// A gate before which nobody checked the repository out would be green for ever.
func TestNoCheckout(t *testing.T) {
	s := pullStep(broken(t))
	s.dir = t.TempDir()
	if s.run(t); s.status != 2 || !strings.Contains(s.log, "::error title=gatefix::the workspace is empty; check the repository out") {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}

// What cannot be written is not repaired, and fails the step as before.
func TestWriteFails(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	p := broken(t)
	if err := os.Chmod(filepath.Join(p.Dir, "deploy/gateway.yaml"), 0o444); err != nil {
		t.Fatal(err)
	}
	if s := pullStep(p, "fix", "write").run(t); s.status != 1 || s.outputs()["fixed"] != "0" || !strings.Contains(s.log, "cannot be written") {
		t.Errorf("status %d\n%s", s.status, s.log)
	}
}

// A repository that was checked out into a directory is its own root.
func TestCheckoutPath(t *testing.T) {
	p := broken(t)
	workspace := t.TempDir()
	if err := os.Rename(p.Dir, filepath.Join(workspace, "src")); err != nil {
		t.Fatal(err)
	}
	s := pullStep(p, "working-directory", "src/deploy", "json-file", "report.json")
	s.dir = workspace
	if s.run(t); !strings.Contains(s.log, "file=deploy/gateway.yaml,") || strings.Contains(s.log, "legacy") || s.outputs()["scope-source"] != "git" {
		t.Errorf("%s", s.log)
	}
	// Steps behind look for files from the workspace on.
	if !strings.Contains(content(t, filepath.Join(workspace, "report.json")), `"deploy/gateway.yaml"`) {
		t.Error("the report is not where the workspace begins")
	}
}
