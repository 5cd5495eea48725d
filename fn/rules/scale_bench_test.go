package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/fn/source"
)

// BenchmarkScale checks inputs in which everything is alike, where a rule that
// holds each object against each other takes longer than the input is long: four
// times as many objects are to take some four times as long.
func BenchmarkScale(b *testing.B) {
	for _, c := range []struct {
		name string
		text func(n int) string
	}{
		{"routes of one path", routesOfOnePath},
		{"policies of one target", policiesOfOneTarget},
		{"names that nothing has", missingNames},
		{"fields of another place", misplacedFields},
		{"ignores", ignores},
		{"Gateways whose names are taken", takenGateways},
	} {
		for _, n := range []int{500, 2000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) { benchmarkCheck(b, c.text(n)) })
		}
	}
}

func benchmarkCheck(b *testing.B, text string) {
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	for b.Loop() {
		f, err := source.Parse("in.yaml", []byte(text))
		if err != nil {
			b.Fatal(err)
		}
		if found := lint.Run(lint.Input{Files: []*source.File{f}}, rules.All, cfg).Findings; len(found) == 0 {
			b.Fatal("nothing found")
		}
	}
}

// manyDocs repeats a document; %[1]d is its number.
func manyDocs(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\n"+format, i)
	}
	return b.String()
}

const oneGateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: default}
spec: {gatewayClassName: agentgateway, listeners: [{name: http, port: 80, protocol: HTTP}]}
`

// routesOfOnePath have one host name in common and one of their own.
func routesOfOnePath(n int) string {
	return oneGateway + manyDocs(n, `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r%[1]d, namespace: default}
spec:
  parentRefs: [{name: gw}]
  hostnames: [a.example.com, h%[1]d.example.com]
  rules: [{backendRefs: [{name: web, port: 80}]}]
`) + manyDocs(2, `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: twin%[1]d, namespace: default}
spec:
  parentRefs: [{name: gw}]
  hostnames: [twins.example.com]
  rules: [{backendRefs: [{name: web, port: 80}]}]
`)
}

func policiesOfOneTarget(n int) string {
	return oneGateway + manyDocs(n, `apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p%[1]d, namespace: default}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}]
  traffic: {timeouts: {request: 10s}}
`)
}

// missingNames are routes to Services that are not there, beside as many that
// have nearly that name.
func missingNames(n int) string {
	return oneGateway + manyDocs(n, `apiVersion: v1
kind: Service
metadata: {name: service-%[1]d, namespace: default}
spec: {ports: [{port: 80}]}
`) + manyDocs(n, `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r%[1]d, namespace: default}
spec:
  parentRefs: [{name: gw}]
  hostnames: [h%[1]d.example.com]
  rules: [{backendRefs: [{name: servce-%[1]d, port: 80}]}]
`)
}

// misplacedFields are targets of one backend, each with fields one level too high.
func misplacedFields(n int) string {
	var b strings.Builder
	b.WriteString(`apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: tools, namespace: default}
spec:
  mcp:
    targets:
`)
	for i := range n {
		fmt.Fprintf(&b, "    - name: t%d\n      host: tools.example.com\n      port: 80\n", i)
	}
	return b.String()
}

// ignores are comments above mistakes, beside one mistake that has none.
func ignores(n int) string {
	var b strings.Builder
	b.WriteString("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  none: 1\n")
	for i := range n {
		fmt.Fprintf(&b, "  # gatefix:ignore unknown-field -- because\n  field%d: 1\n", i)
	}
	return b.String()
}

func takenGateways(n int) string {
	return manyDocs(n, `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw%[1]d, namespace: default}
spec: {gatewayClassName: agentgateway, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: v1
kind: Service
metadata: {name: gw%[1]d, namespace: default}
spec: {selector: {app: web}, ports: [{port: 80}]}
`)
}
