package krm

import (
	"strings"
	"testing"
)

const valuesApp = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: kgateway
  namespace: argocd
  annotations:
    internal.config.kubernetes.io/path: app.yaml
spec:
  source:
    repoURL: cr.kgateway.dev/kgateway-dev/charts
    chart: kgateway
    targetRevision: v2.2.0
    helm:
      values: |
        # Production.
        controller:
          enableAgentgateway: true
          replicaCount: 2 # two
`

// A finding in the YAML of a string names the way through the string, and the
// line of the file on which the string starts: a host may have written it anew.
func TestValuesInText(t *testing.T) {
	item := "- " + strings.TrimSuffix(strings.ReplaceAll(valuesApp, "\n", "\n  "), "  ")
	list := func(spec string) []byte {
		return []byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n  apiVersion: gatefix.dev/v1alpha1\n  kind: Gatefix\n" +
			"  metadata: {name: gatefix}\n  spec: " + spec + "\nitems:\n" + item)
	}
	env := Env{Now: today, ReadFile: func(string) ([]byte, error) { return []byte("# On disk.\n" + valuesApp), nil }}

	output, exit, _ := Process(list("{mode: check}"), env)
	for _, want := range []string{"path: spec.source.helm.values.controller.enableAgentgateway\n", "line: \"15\"\n", "severity: warning\n"} {
		if !strings.Contains(string(output), want) {
			t.Errorf("no %q in\n%s", want, output)
		}
	}
	if exit != 0 || strings.Contains(string(output), "currentValue") {
		t.Errorf("exit %d\n%s", exit, output)
	}

	output, _, _ = Process(list("{unsafeFixes: true}"), env)
	want := strings.Replace(item, "            enableAgentgateway: true\n", "", 1)
	if !strings.Contains(string(output), want) {
		t.Errorf("the item is not\n%s\nin\n%s", want, output)
	}
}
