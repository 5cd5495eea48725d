//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kptHost is one way of running the function under kpt.
type kptHost struct {
	name     string
	tools    []string
	pipeline string // how the Kptfile names the function
	render   []string
	eval     []string
}

var kptHosts = []kptHost{
	{"exec", []string{"kpt"}, "exec: gatefix", []string{"fn", "render", "--allow-exec"}, []string{"fn", "eval", "--exec", "gatefix"}},
	{"container", []string{"kpt", "docker"}, "image: " + image, []string{"fn", "render", "--image-pull-policy", "Never"}, []string{"fn", "eval", "--image", image, "--image-pull-policy", "Never"}},
}

func eachKpt(t *testing.T, check func(*testing.T, kptHost)) {
	t.Helper()
	for _, h := range kptHosts {
		t.Run(h.name, func(t *testing.T) {
			need(t, h.tools...)
			check(t, h)
		})
	}
}

// kptBad is bad as kpt itself lays it out; it collapses spaces before comments.
var kptBad = strings.Replace(bad, "   # a day", " # a day", 1)

const kptfile = "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: pkg\n"

// pkg is a package with one below it.
func (h kptHost) pkg(t *testing.T, manifests string, more map[string]string) string {
	t.Helper()
	files := map[string]string{
		"Kptfile":            kptfile + "pipeline:\n  mutators:\n  - " + h.pipeline + "\n    configPath: gatefix.yaml\n",
		"gatefix.yaml":       "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: gatefix\n  annotations:\n    config.kubernetes.io/local-config: \"true\"\ndata:\n  failOn: error\n",
		"sub/Kptfile":        kptfile,
		"sub/manifests.yaml": manifests,
	}
	for name, text := range more {
		files[name] = text
	}
	return folder(t, files)
}

// files returns the files of a folder by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out[path] = read(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sameFiles(t *testing.T, what string, before, after map[string]string, except ...string) {
	t.Helper()
	if len(before) != len(after) {
		t.Errorf("%s: %d files before, %d after", what, len(before), len(after))
	}
next:
	for name, text := range before {
		for _, e := range except {
			if strings.HasSuffix(name, e) {
				continue next
			}
		}
		if after[name] != text {
			t.Errorf("%s: %s changed:\n%s", what, name, after[name])
		}
	}
}

func TestKptRender(t *testing.T) {
	eachKpt(t, func(t *testing.T, h kptHost) {
		dir, results := h.pkg(t, kptBad, nil), t.TempDir()
		before := files(t, dir)
		o := command(t, dir, "kpt", append(h.render, "--results-dir", results)...)
		if o.exit != 0 {
			t.Fatalf("exit %d: %s", o.exit, o.stderr)
		}
		after := files(t, dir)
		sameFiles(t, "render", before, after, "manifests.yaml")
		contains(t, "manifests.yaml", read(t, dir+"/sub/manifests.yaml"), "maxAge: 86400 # a day", "# the comment goes", "kind: Service")
		contains(t, "what kpt shows", o.stderr, "[info] gateway.networking.k8s.io/v1/HTTPRoute/shop/web spec.rules[0].filters[0].cors.maxAge: "+fixedLine)
		if strings.Contains(o.stderr, "objects checked") {
			t.Errorf("kpt shows standard error as well:\n%s", o.stderr)
		}
		got := read(t, results+"/results.yaml")
		contains(t, "results.yaml", got, "exitCode: 0", "path: sub/manifests.yaml", "proposedValue: 86400", "rule: cors-max-age")
		if exec := h.name == "exec"; exec != strings.Contains(got, `line: "15"`) {
			t.Errorf("the line is told: %v:\n%s", !exec, got)
		}

		o = command(t, dir, "kpt", h.render...)
		if o.exit != 0 || strings.Contains(o.stderr, "fixed:") {
			t.Errorf("a second run, exit %d: %s", o.exit, o.stderr)
		}
		sameFiles(t, "a second run", after, files(t, dir))
	})
}

func TestKptRenderFailsOnErrors(t *testing.T) {
	eachKpt(t, func(t *testing.T, h kptHost) {
		dir := h.pkg(t, hopeless, nil)
		before := files(t, dir)
		o := command(t, dir, "kpt", h.render...)
		if o.exit == 0 {
			t.Error("exit 0")
		}
		contains(t, "what kpt shows", o.stderr, "[error] gateway.networking.k8s.io/v1/HTTPRoute/shop/web spec.rules[0].filters[0].cors.maxAge: "+errorLine)
		sameFiles(t, "a failed run", before, files(t, dir), "Kptfile") // newer versions of kpt note the failure there
	})
}

// kpt drops what a validator returns, so one that repairs would hide mistakes.
func TestKptValidatorOnlyChecks(t *testing.T) {
	eachKpt(t, func(t *testing.T, h kptHost) {
		for _, selectors := range []string{"", "    selectors:\n    - kind: HTTPRoute\n"} {
			dir := h.pkg(t, kptBad, map[string]string{"Kptfile": kptfile + "pipeline:\n  validators:\n  - " + h.pipeline + "\n" + selectors})
			before := files(t, dir)
			o := command(t, dir, "kpt", h.render...)
			if o.exit == 0 {
				t.Error("exit 0")
			}
			contains(t, "what kpt shows", o.stderr, "[error]", "; under mutators gatefix repairs it [cors-max-age]")
			sameFiles(t, "a validator", before, files(t, dir), "Kptfile")
		}
	})
}

// What selectors leave out is not missing.
func TestKptSelections(t *testing.T) {
	const gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: NAME, namespace: shop}\nspec:\n  gatewayClassName: agentgateway\n  listeners: [{name: http, port: 80, protocol: HTTP}]\n---\n"
	manifests := strings.Replace(gateway, "NAME", "ai-gateway", 1) + strings.Replace(gateway, "NAME", "other", 1) + strings.Replace(bad, "24h", "86400", 1)
	eachKpt(t, func(t *testing.T, h kptHost) {
		for _, list := range []string{"mutators", "validators"} {
			dir := h.pkg(t, manifests, map[string]string{"Kptfile": kptfile + "pipeline:\n  " + list + ":\n  - " + h.pipeline + "\n    exclude:\n    - name: ai-gateway\n"})
			if o := command(t, dir, "kpt", h.render...); o.exit != 0 {
				t.Errorf("%s: exit %d: %s", list, o.exit, o.stderr)
			}
		}
	})
}

// Selectors that match nothing give the function an empty list.
func TestKptRenderOfNothing(t *testing.T) {
	eachKpt(t, func(t *testing.T, h kptHost) {
		dir := h.pkg(t, kptBad, map[string]string{"Kptfile": kptfile + "pipeline:\n  mutators:\n  - " + h.pipeline + "\n    selectors:\n    - kind: Nothing\n"})
		before := files(t, dir)
		if o := command(t, dir, "kpt", h.render...); o.exit != 0 {
			t.Errorf("exit %d: %s", o.exit, o.stderr)
		}
		sameFiles(t, "a run on nothing", before, files(t, dir), "Kptfile")
	})
}

func TestKptEval(t *testing.T) {
	eachKpt(t, func(t *testing.T, h kptHost) {
		dir := h.pkg(t, kptBad, nil)
		before := files(t, dir)
		o := command(t, dir, "kpt", append(h.eval, "--", "mode=check", "failOn=none")...)
		contains(t, "what kpt shows", o.stderr, "[error]", "mode: fix repairs it [cors-max-age]")
		if o.exit != 0 {
			t.Errorf("failOn=none: exit %d: %s", o.exit, o.stderr)
		}
		sameFiles(t, "mode=check", before, files(t, dir))
		if o = command(t, dir, "kpt", append(h.eval, "--", "mdoe=check")...); o.exit == 0 {
			t.Errorf("a wrong key: exit 0: %s", o.stderr)
		}
		contains(t, "what kpt shows", o.stderr, `unknown key "mdoe"`)
		sameFiles(t, "a wrong key", before, files(t, dir))
		if o = command(t, dir, "kpt", h.eval...); o.exit != 0 {
			t.Errorf("exit %d: %s", o.exit, o.stderr)
		}
		sameFiles(t, "eval", before, files(t, dir), "manifests.yaml")
		contains(t, "manifests.yaml", read(t, dir+"/sub/manifests.yaml"), "maxAge: 86400 # a day")
	})
}

// In a pipe nobody shows results: standard error must.
func TestKptPipe(t *testing.T) {
	need(t, "kpt")
	dir := folder(t, map[string]string{"pkg/manifests.yaml": bad})
	list := command(t, dir, "kpt", "fn", "source", "pkg")
	o := pipe(t, dir, list.stdout, "gatefix")
	if o.exit != 0 {
		t.Fatalf("exit %d: %s", o.exit, o.stderr)
	}
	contains(t, "standard error", o.stderr, fixedLine, "gatefix: 2 objects checked, 1 repaired, 1 reference outside the input\n")
	if sink := pipe(t, dir, o.stdout, "kpt", "fn", "sink", "out"); sink.exit != 0 {
		t.Fatalf("exit %d: %s", sink.exit, sink.stderr)
	}
	contains(t, "out/manifests.yaml", read(t, dir+"/out/manifests.yaml"), "maxAge: 86400 # a day", "# the comment goes")
}
