//go:build e2e

package e2e

import (
	"strings"
	"testing"
)

// bad is one mistake that is repaired, among other text.
const bad = `# the comment goes with kustomize, and stays with kpt
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
  namespace: shop
spec:
  parentRefs:
  - name: ai-gateway
  rules:
  - filters:
    - type: CORS
      cors:
        allowOrigins: ["https://app.example.com"]
        maxAge: 24h   # a day
    backendRefs:
    - name: web
      port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  ports:
  - port: 80
`

const (
	fixedLine = `fixed: set maxAge to 86400 (maxAge "24h" is a string`
	errorLine = "maxAge 0 is out of range"
)

// hopeless is a mistake that is reported only.
var hopeless = strings.Replace(bad, "24h", "0", 1)

// kustomizeHost is one way of running the function under kustomize.
type kustomizeHost struct {
	name     string
	tools    []string
	build    []string // the command, without the folder
	function string
}

const (
	execFunction      = "exec: {path: gatefix}"
	containerFunction = "container: {image: " + image + "}"
)

var kustomizeHosts = []kustomizeHost{
	{"5.8 exec", []string{"kustomize"}, []string{"kustomize", "build", "--enable-alpha-plugins", "--enable-exec"}, execFunction},
	{"5.5 exec", []string{"kustomize-5.5.0"}, []string{"kustomize-5.5.0", "build", "--enable-alpha-plugins", "--enable-exec"}, execFunction},
	{"5.8 container", []string{"kustomize", "docker"}, []string{"kustomize", "build", "--enable-alpha-plugins"}, containerFunction},
	{"5.5 container", []string{"kustomize-5.5.0", "docker"}, []string{"kustomize-5.5.0", "build", "--enable-alpha-plugins"}, containerFunction},
	{"kubectl container", []string{"kubectl", "docker"}, []string{"kubectl", "kustomize", "--enable-alpha-plugins"}, containerFunction},
}

func (h kustomizeHost) run(t *testing.T, dir string) outcome {
	t.Helper()
	return command(t, dir, h.build[0], append(h.build[1:], ".")...)
}

// project returns a kustomization with the function under the field.
func (h kustomizeHost) project(t *testing.T, field, manifests, spec string) string {
	t.Helper()
	return folder(t, map[string]string{
		"manifests.yaml":     manifests,
		"kustomization.yaml": "resources: [manifests.yaml]\nbuildMetadata: [originAnnotations]\n" + field + ": [gatefix.yaml]\n",
		"gatefix.yaml": "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nmetadata:\n  name: gatefix\n  annotations:\n    config.kubernetes.io/function: |\n      " +
			h.function + "\nspec: {" + spec + "}\n",
	})
}

func eachKustomize(t *testing.T, check func(*testing.T, kustomizeHost)) {
	t.Helper()
	for _, h := range kustomizeHosts {
		t.Run(h.name, func(t *testing.T) {
			need(t, h.tools...)
			check(t, h)
		})
	}
}

func TestKustomizeRepairs(t *testing.T) {
	eachKustomize(t, func(t *testing.T, h kustomizeHost) {
		once := h.run(t, h.project(t, "transformers", bad, ""))
		if once.exit != 0 {
			t.Fatalf("exit %d: %s", once.exit, once.stderr)
		}
		contains(t, "standard output", once.stdout, "maxAge: 86400", "kind: Service")
		if strings.Contains(once.stdout, "internal.config") || strings.Contains(once.stdout, "results") {
			t.Errorf("something is left behind:\n%s", once.stdout)
		}
		contains(t, "standard error", once.stderr, "manifests.yaml:", fixedLine, "gatefix: 2 objects checked, 1 repaired, 1 reference outside the input\n")
		if h.function == execFunction {
			contains(t, "standard error", once.stderr, "manifests.yaml:15:17: info: HTTPRoute shop/web")
		}
		twice := h.run(t, h.project(t, "transformers", once.stdout, ""))
		if twice.exit != 0 || twice.stdout != once.stdout {
			t.Errorf("a second run, exit %d, changes the output:\n%s", twice.exit, twice.stdout)
		}
		contains(t, "standard error", twice.stderr, "gatefix: 2 objects checked, nothing to report, 1 reference outside the input\n")
	})
}

func TestKustomizeFailsOnErrors(t *testing.T) {
	eachKustomize(t, func(t *testing.T, h kustomizeHost) {
		o := h.run(t, h.project(t, "transformers", hopeless, ""))
		if o.exit == 0 || o.stdout != "" {
			t.Errorf("exit %d:\n%s", o.exit, o.stdout)
		}
		contains(t, "standard error", o.stderr, errorLine, "gatefix: 2 objects checked, 1 error, 1 reference outside the input\n")
		if o := h.run(t, h.project(t, "transformers", hopeless, "failOn: none")); o.exit != 0 || !strings.Contains(o.stdout, "kind: Service") {
			t.Errorf("failOn: none: exit %d: %s", o.exit, o.stderr)
		}
	})
}

func TestKustomizeTellsWhatIsWrongWithTheConfiguration(t *testing.T) {
	eachKustomize(t, func(t *testing.T, h kustomizeHost) {
		o := h.run(t, h.project(t, "transformers", bad, "mode: fxi"))
		if o.exit == 0 {
			t.Errorf("exit 0:\n%s", o.stdout)
		}
		contains(t, "standard error", o.stderr, "gatefix: gatefix.yaml: error: Gatefix gatefix spec.mode: ", `mode "fxi" is not known; did you mean "fix"?`)
	})
}

// A function that leaves nothing out keeps what other transformers rely on.
func TestKustomizeWithoutRelevantResources(t *testing.T) {
	const other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {x: y}}\ndata: {a: \"1\"}\n"
	eachKustomize(t, func(t *testing.T, h kustomizeHost) {
		dir := h.project(t, "transformers", other, "")
		without := command(t, folder(t, map[string]string{"kustomization.yaml": "resources: [manifests.yaml]\nbuildMetadata: [originAnnotations]\n", "manifests.yaml": other}), h.build[0], append(h.build[1:], ".")...)
		if with := h.run(t, dir); with.stdout != without.stdout || with.exit != 0 {
			t.Errorf("exit %d:\n%s\nwithout the function:\n%s", with.exit, with.stdout, without.stdout)
		}
	})
}

// The documentation says that validators do not work, and that a missing flag
// skips the function. Should kustomize change that, it is to be known.
func TestWhatKustomizeDoesNotDo(t *testing.T) {
	eachKustomize(t, func(t *testing.T, h kustomizeHost) {
		fine := strings.Replace(bad, "24h", "86400", 1)
		if o := h.run(t, h.project(t, "validators", fine, "")); o.exit == 0 || !strings.Contains(o.stderr, "validator shouldn't modify the resource map") {
			t.Errorf("validators: exit %d: %s", o.exit, o.stderr)
		}
		if h.function != execFunction {
			return
		}
		o := command(t, h.project(t, "transformers", bad, ""), h.build[0], "build", "--enable-alpha-plugins", ".")
		if o.exit != 0 || strings.Contains(o.stderr, "gatefix: ") || !strings.Contains(o.stdout, "24h") {
			t.Errorf("without --enable-exec: exit %d: %s", o.exit, o.stderr)
		}
	})
}

func TestKustomizeFnRun(t *testing.T) {
	need(t, "kustomize")
	dir := folder(t, map[string]string{"manifests.yaml": bad})
	results := t.TempDir()
	o := command(t, dir, "kustomize", "fn", "run", ".", "--enable-exec", "--exec-path", "gatefix", "--results-dir", results)
	if o.exit != 0 {
		t.Fatalf("exit %d: %s", o.exit, o.stderr)
	}
	contains(t, "manifests.yaml", read(t, dir+"/manifests.yaml"), "maxAge: 86400 # a day", "# the comment goes")
	contains(t, "standard error", o.stderr, "manifests.yaml:15:17: info: ", "gatefix: 2 objects checked, 1 repaired, 1 reference outside the input\n")
	contains(t, "results", read(t, results+"/results-0.yaml"), "fixed: set maxAge to 86400", "path: manifests.yaml", "rule: cors-max-age", `line: "15"`)
}
