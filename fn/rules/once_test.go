package rules

import (
	"fmt"
	"slices"
	"strings"
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
		{"parents in a field of another name", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  parentRef: [{name: gw}]
  rules: [{backendRefs: [{name: web, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: a}
spec: {gatewayClassName: agentgateway, listeners: [{name: http, port: 80, protocol: HTTP}]}
`, []string{"6 unknown-field"}},
		{"what is missing, and what a repair brings", `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: llm, namespace: a}
spec:
  ai:
    provider:
      anthropic:
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: tools, namespace: a}
spec:
  mcp:
    targets:
    - {name: t, host: tools.a.svc, port: 80}
    - {name: u}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p, namespace: a}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}]
  cors: {allowOrigins: ["*"]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: none, namespace: a}
spec: {ai: {provider: {host: "http://llm", port: 80}}}
`, []string{"8 null-provider", "16 misplaced-mcp-field", "16 misplaced-mcp-field", "17 constraint", "24 policy-field-outside-section", "29 constraint", "29 host-with-scheme"}},
		{"a target that some release takes", `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: tenant, namespace: apps}
spec:
  targetRefs: [{group: gateway.networking.x-k8s.io, kind: XListenerSet, name: tenant}]
  traffic: {timeouts: {request: 5s}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: tenants, namespace: apps}
spec:
  targetSelectors: [{group: gateway.networking.x-k8s.io, kind: XListenerSet, matchLabels: {team: a}}]
  traffic: {timeouts: {request: 5s}}
`, nil},
		{"matches that are no list", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  parentRefs: [{name: gw}]
  rules:
  - backendRefs: [{name: web, port: 80}]
  - matches: {path: {type: PathPrefix, value: /b}}
    backendRefs: [{name: web, port: 80}]
`, []string{"9 wrong-type"}},
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

// A Gateway gets another name and a route that means it the namespace it forgot:
// the route ends with both, in whatever order the two stand.
func TestRenameTakesForgottenNamespaceAlong(t *testing.T) {
	controller := `
apiVersion: apps/v1
kind: Deployment
metadata: {name: agentgateway, namespace: agentgateway-system}
spec: {selector: {matchLabels: {agentgateway: agentgateway}}}
`
	gateway := `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: agentgateway, namespace: agentgateway-system}
spec:
  gatewayClassName: agentgateway
  listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
`
	routes := `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: apps}
spec: {parentRefs: [{name: agentgateway, namespace: agentgateway-system}], rules: [{matches: [{path: {value: /a}}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: b, namespace: apps}
spec: {parentRefs: [{name: agentgateway}], rules: [{matches: [{path: {value: /b}}]}]}
`
	for _, text := range []string{controller + "---" + gateway + "---" + routes, routes + "---" + gateway + "---" + controller} {
		cfg := lint.Defaults()
		cfg.Mode, cfg.UnsafeFixes = lint.FixMode, true
		r := lint.Run(inputOf(t, "all.yaml", text), All, cfg)
		if n := strings.Count(string(r.Files[0].Bytes()), "parentRefs: [{name: ai-gateway, namespace: agentgateway-system}]"); n != 2 || len(r.Findings) > 0 {
			t.Errorf("%d of 2 routes are right; %v\n%s", n, r.Findings, r.Files[0].Bytes())
		}
	}
}
