package rules

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
)

// No code of HTTP is promised where there is no HTTP: a connection just fails,
// and what is mirrored is answered by nobody.
func TestAnswersAreThoseOfTheProtocol(t *testing.T) {
	const text = `
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: a, namespace: apps}
spec: {rules: [{backendRefs: [{name: web, namespace: shop, port: 80}, {name: own, port: 81}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: b, namespace: apps}
spec:
  rules:
  - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web, namespace: shop, port: 80}}}]
    backendRefs: [{name: own, port: 81}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: own, namespace: apps}
spec: {ports: [{port: 80}]}
`
	want := []string{"connections to it fail; the status", "connections to it fail, and", "nothing is mirrored to it; the status", "requests will be answered with 503, and"}
	found := lint.Run(inputOf(t, "all.yaml", text), []*lint.Rule{missingReferenceGrant, servicePortMismatch}, lint.Defaults()).Findings
	if len(found) != len(want) {
		t.Fatalf("%d findings, want %d: %v", len(found), len(want), found)
	}
	for i, f := range found {
		if !strings.Contains(f.Message, want[i]) {
			t.Errorf("%s; want %q", f, want[i])
		}
	}
}
