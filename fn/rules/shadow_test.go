package rules

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
)

// A finding on two resources, or on two places of one, is of use only where it
// shows the other place and tells what the controller will say of it.
func TestFindingsShowTheOtherPlace(t *testing.T) {
	for _, rule := range []*lint.Rule{
		corsPreflightUnroutable, duplicateProviderName, getOnlyLLMRoute, listenerSetNotAllowed, reservedPort, shadowedPolicy, shadowedRoute,
	} {
		for _, c := range cases(t, rule, "bad") {
			findings := lint.Run(c.input(t), []*lint.Rule{rule}, c.config(t, lint.CheckMode)).Findings
			if len(findings) == 0 {
				t.Errorf("%s: nothing is found", c.name)
			}
			for _, f := range findings {
				if len(f.Related) == 0 {
					t.Errorf("%s: no other place: %s", filepath.Base(c.name), f)
				}
				if !strings.Contains(f.Message, "status") {
					t.Errorf("%s: no forecast: %s", filepath.Base(c.name), f)
				}
			}
		}
	}
}

// Two policies of one kustomization, one of which a patch changes, are not
// judged by what their files say; nor are the ports of a Gateway.
func TestPatchedObjectsAreNotJudged(t *testing.T) {
	for _, c := range []struct {
		rule *lint.Rule
		text string
	}{
		{reservedPort, `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: a}
spec: {gatewayClassName: agentgateway, listeners: [{name: a, port: 15021, protocol: HTTP}]}
`},
		{shadowedPolicy, `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p, namespace: a}
spec: {targetRefs: [{kind: Gateway, name: gw}], traffic: {timeouts: {request: 1s}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: q, namespace: a}
spec: {targetRefs: [{kind: Gateway, name: gw}], traffic: {timeouts: {request: 2s}}}
`},
	} {
		for patch, want := range map[string]int{"": 1, patchOf(c.rule): 0} {
			in := inputOf(t, "all.yaml", c.text)
			in.Files = append(in.Files, inputOf(t, "kustomization.yaml", kustomization+patch).Files...)
			got := lint.Run(in, []*lint.Rule{c.rule}, lint.Defaults()).Findings
			if len(got) != want {
				t.Errorf("%s: %d findings, want %d with patch %q: %v", c.rule.Name, len(got), want, patch, got)
			}
		}
	}
}

const kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n"

func patchOf(rule *lint.Rule) string {
	return "patches:\n- target: {kind: " + rule.Kinds[0].Name + "}\n  patch: '[{op: add, path: /spec/x, value: y}]'\n"
}
