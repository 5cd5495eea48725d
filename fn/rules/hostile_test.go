package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// hostile is a route and a policy that hold a value which its aliases make grow
// without end, where fixes copy and where expressions are looked for.
const hostile = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw}
spec:
  gatewayClassName: agentgateway
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: ollama}
spec:
  ai: {provider: {openai: {}, host: ollama.models.svc, port: 11434}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
  annotations:
%[1]sspec:
  parentRefs: [{name: gw}]
  rules:
  - matches:
    - path: {type: PathPrefix, value: /ollama}
    - path: {type: PathPrefix, value: /local}
    backendRefs:
    - {group: agentgateway.dev, kind: AgentgatewayBackend, name: ollama}
    timeouts: *x19
  - backendRefs:
    - name: web
      port: 80
      filters:
      - {type: URLRewrite, urlRewrite: {hostname: *x19}}
    filters:
    - {type: RequestHeaderModifier, requestHeaderModifier: {remove: [a]}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: web
  annotations:
%[1]sspec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}]
  traffic: {authorization: {policy: {matchExpressions: *x19}}}
`

// Hostile aliases end in findings: no fix copies what they stand for, and nothing
// goes through all of it.
func TestHostileAliases(t *testing.T) {
	aliases := "    x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
	for i := 1; i < 20; i++ {
		aliases += fmt.Sprintf("    x%d: &x%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*x%d, ", i-1), 10))
	}
	f, err := source.Parse("hostile.yaml", fmt.Appendf(nil, hostile, aliases))
	if err != nil {
		t.Fatal(err)
	}
	cfg := lint.Defaults()
	cfg.Mode, cfg.UnsafeFixes = lint.FixMode, true
	found := map[string]bool{}
	for _, f := range lint.Run(lint.Input{Files: []*source.File{f}}, All, cfg).Findings {
		found[f.Name] = true
	}
	for _, name := range []string{"unstripped-llm-prefix", "filter-at-wrong-level"} {
		if !found[name] {
			t.Errorf("no %s, but %v", name, found)
		}
	}
}
