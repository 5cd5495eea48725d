package krm

import (
	"strings"
	"testing"
)

// crossing is items of which the route, in the namespace, lacks a grant.
func crossing(namespace string) string {
	return `- apiVersion: v1
  kind: Service
  metadata: {name: web, namespace: shop}
- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: {name: r, namespace: ` + namespace + `}
  spec:
    parentRefs: [{name: edge}]
    rules: [{backendRefs: [{name: web, namespace: shop, port: 80}]}]
`
}

const unsafeFixes = "functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  data: {unsafeFixes: 'true'}\n"

// A repair may add an object: it stands behind the others, which keep their
// bytes, however the list is written.
func TestAddedItem(t *testing.T) {
	items, config := crossing("apps"), unsafeFixes
	for _, list := range []string{"items:\n", "items: # whole\n"} {
		input := head + list + items + config
		output, exit, notes := Process([]byte(input), Env{})
		rest, ok := strings.CutPrefix(string(output), head+list+items+"- apiVersion: gateway.networking.k8s.io/v1beta1\n  kind: ReferenceGrant\n")
		if !ok || exit != 0 || !strings.Contains(rest, config) {
			t.Errorf("exit %d, %s\n%s", exit, notes, output)
		}
		again, exit, _ := Process(output, Env{})
		if l, _ := decode(again); exit != 0 || len(l.Items) != 3 || len(l.Results) != 0 {
			t.Errorf("the second time, exit %d:\n%s", exit, again)
		}
	}
}

// What is found in an added object, which no file holds yet, is a result like
// any other.
func TestFoundInAddedItem(t *testing.T) {
	input := head + "items:\n" + crossing("Apps_1") + unsafeFixes
	output, exit, notes := Process([]byte(input), Env{})
	l, ok := decode(output)
	if !ok || len(l.Items) != 3 || exit != 1 || !strings.Contains(string(output), `namespace \"Apps_1\" does not match`) {
		t.Errorf("exit %d, %s\n%s", exit, notes, output)
	}
}
