package rules

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
)

// What two rules can see is reported by the one that knows more of it: two
// findings at one place, with two fixes of which one is made, count one mistake
// twice.
func TestOneMistakeIsOneFinding(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // line and rule
	}{
		{"the spelling of a CORS method", `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p, namespace: a}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}]
  traffic: {cors: {allowOrigins: ["*"], allowMethods: [get]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  parentRefs: [{name: gw}]
  rules:
  - matches: [{method: post}]
    filters: [{type: CORS, cors: {allowOrigins: ["*"], allowMethods: [Get]}}]
`, []string{"7 cors-value", "15 enum-case", "16 cors-value"}},
		{"a backend of another kind", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  parentRefs: [{name: gw}]
  rules:
  - backendRefs: [{name: llm}]
  - matches: [{path: {value: /b}}]
    backendRefs: [{name: llm, port: 80}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: llm, namespace: a}
spec: {ai: {provider: {openai: {}}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: a}
spec: {ports: [{port: 80}]}
`, []string{"8 backend-ref-kind", "10 dangling-backend-ref"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range lint.Run(inputOf(t, "all.yaml", c.text), All, lint.Defaults()).Findings {
				got = append(got, fmt.Sprintf("%d %s", f.At.Position().Line, f.Name))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}
