package krm

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What selectors of kpt leave out is not missing: here the Gateway "edge" of
// a route is, and another Gateway is there.
func TestSelections(t *testing.T) {
	const route = "- apiVersion: gateway.networking.k8s.io/v1\n  kind: HTTPRoute\n  metadata:\n    name: web\n    namespace: shop\n    annotations:\nANN" +
		"  spec:\n    parentRefs:\n    - name: edge\n"
	const gateway = "- apiVersion: gateway.networking.k8s.io/v1\n  kind: Gateway\n  metadata:\n    name: inner\n    namespace: shop\n    annotations:\nANN" +
		"  spec:\n    gatewayClassName: agentgateway\n    listeners:\n    - name: http\n      port: 80\n      protocol: HTTP\n"
	const kptfile = "- apiVersion: kpt.dev/v1\n  kind: Kptfile\n  metadata:\n    name: pkg\n    annotations:\nANN"
	const (
		of   = "      internal.config.kubernetes.io/package-path: /srv/pkg\n"
		sub  = "      internal.config.kubernetes.io/package-path: /srv/pkg/sub\n"
		eval = "      internal.config.kubernetes.io/path: a.yaml\n"
	)
	annotated := func(item, annotations string) string { return strings.Replace(item, "ANN", annotations, 1) }
	validator := func(rest string) string {
		return annotated(kptfile, of) + "  pipeline:\n    validators:\n    - image: gatefix/gatefix:v1\n" + rest
	}
	for name, c := range map[string]struct {
		items   string
		missing bool
	}{
		"no host":                        {annotated(route, eval) + annotated(gateway, eval), true},
		"the whole package":              {validator("") + annotated(route, of) + annotated(gateway, sub), true},
		"marked":                         {annotated(route, eval+"      internal.config.k8s.io/kpt-resource-id: '1'\n") + annotated(gateway, eval), false},
		"marked, newer kpt":              {annotated(route, eval+"      internal.config.kubernetes.io/kpt-resource-id: '1'\n") + annotated(gateway, eval), false},
		"the Kptfile is left out":        {annotated(route, of) + annotated(gateway, of), false},
		"only a Kptfile below is there":  {annotated(route, of) + annotated(gateway, of) + annotated(kptfile, sub), false},
		"a validator that excludes":      {validator("      exclude:\n      - name: edge\n") + annotated(route, of) + annotated(gateway, of), false},
		"a validator that selects":       {validator("      selectors:\n      - namespace: shop\n") + annotated(route, of) + annotated(gateway, of), false},
		"another validator that selects": {validator("    - image: other\n      selectors:\n      - namespace: shop\n") + annotated(route, of) + annotated(gateway, of), true},
	} {
		output, exit, _ := Process([]byte(head+"items:\n"+c.items), Env{Now: today})
		if missing := strings.Contains(string(output), "dangling-parent-ref"); missing != c.missing || missing != (exit == 1) {
			t.Errorf("%s: missing: %v, exit %d:\n%s", name, missing, exit, output)
		}
	}
	output, exit, _ := Process([]byte(head+"functionConfig: {apiVersion: v1, kind: ConfigMap, data: {assume: complete}}\nitems:\n"+annotated(route, of)+annotated(gateway, of)), Env{Now: today})
	if exit != 1 || !strings.Contains(string(output), "dangling-parent-ref") {
		t.Errorf("assume: complete counts for nothing, exit %d:\n%s", exit, output)
	}
}

// kpt drops what a validator returns, so a validator must not say that it
// repaired anything, and must fail.
func TestValidatorsRepairNothing(t *testing.T) {
	const (
		annotations = "    annotations:\n      internal.config.kubernetes.io/package-path: /srv/pkg\n"
		policy      = "- apiVersion: agentgateway.dev/v1alpha1\n  kind: AgentgatewayPolicy\n  metadata:\n    name: p\n    namespace: shop\n" + annotations +
			"  spec:\n    targetRefs:\n    - {group: gateway.networking.k8s.io, kind: Gateway, name: gw}\n    traffic:\n      cors: {allowOrigins: ['*'], maxAge: 24h}\n"
		kptfile = "- apiVersion: kpt.dev/v1\n  kind: Kptfile\n  metadata:\n    name: pkg\n" + annotations + "  pipeline: "
	)
	for name, c := range map[string]struct {
		items    string
		repaired bool
	}{
		"a mutator":                      {kptfile + "{mutators: [{exec: gatefix}]}\n", true},
		"a validator":                    {kptfile + "{validators: [{exec: gatefix}]}\n", false},
		"both":                           {kptfile + "{mutators: [{exec: gatefix}], validators: [{exec: gatefix}]}\n", true},
		"a mutator of some, a validator": {kptfile + "{mutators: [{exec: gatefix, selectors: [{kind: HTTPRoute}]}], validators: [{exec: gatefix}]}\n", false},
		"a validator of some":            {"", false},
		"another pipeline":               {kptfile + "{validators: [{exec: other}]}\n", true},
	} {
		for _, config := range []string{"", "functionConfig: {apiVersion: v1, kind: ConfigMap, data: {mode: fix}}\n"} {
			output, exit, _ := Process([]byte(head+config+"items:\n"+c.items+policy), Env{Now: today})
			text := string(output)
			if repaired := strings.Contains(text, "maxAge: 86400}"); repaired != c.repaired || repaired != (exit == 0) || repaired == strings.Contains(text, "; under mutators gatefix repairs it [cors-max-age]") {
				t.Errorf("%s, %q: repaired: %v, exit %d:\n%s", name, config, repaired, exit, text)
			}
		}
	}
}

// kpt runs a function in its own working directory; what a configuration in a
// package names stands beside the configuration.
func TestDefinitionsBesideTheConfiguration(t *testing.T) {
	pkg := t.TempDir()
	if err := os.MkdirAll(filepath.Join(pkg, "config", "crds"), 0o755); err != nil {
		t.Fatal(err)
	}
	const definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: foos.example.com}\n" +
		"spec:\n  group: example.com\n  scope: Namespaced\n  names: {kind: Foo, plural: foos}\n" +
		"  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]\n"
	if err := os.WriteFile(filepath.Join(pkg, "config", "crds", "foo.yaml"), []byte(definition), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	const item = "items:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: a\n"
	for annotations, want := range map[string]int{
		"{internal.config.kubernetes.io/package-path: '" + filepath.ToSlash(pkg) + "', internal.config.kubernetes.io/path: config/gatefix.yaml}": 0,
		"{internal.config.kubernetes.io/package-path: '" + filepath.ToSlash(pkg) + "', internal.config.kubernetes.io/path: gatefix.yaml}":        1,
		"{}": 1,
	} {
		input := head + "functionConfig: {apiVersion: gatefix.dev/v1alpha1, kind: Gatefix, metadata: {annotations: " + annotations + "}, spec: {crds: [crds]}}\n" + item
		if output, exit, notes := Process([]byte(input), Env{Now: today}); exit != want {
			t.Errorf("%s: exit %d\n%s%s", annotations, exit, notes, output)
		}
	}
}
