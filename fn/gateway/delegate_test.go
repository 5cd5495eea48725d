package gateway

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
)

const family = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: parent, namespace: infra}
spec:
  rules:
  - backendRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: named, namespace: team1}]
  - backendRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: "app=web", namespace: team1}]
  - backendRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: "*", namespace: team2}]
  - backendRefs: [{group: delegation.kgateway.dev, kind: label, name: l, namespace: team3}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: kgateway, namespace: team3, labels: {delegation.kgateway.dev/label: l}}
spec: {rules: []}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: named, namespace: team1}
spec: {parentRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: parent, namespace: infra}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: labelled, namespace: team1, labels: {app: web}}
spec: {rules: []}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: attached, namespace: team2}
spec: {parentRefs: [{name: gw}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: any, namespace: team2}
spec: {rules: []}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: stranger, namespace: team1}
spec: {parentRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: parent, namespace: infra}]}
`

func TestDelegation(t *testing.T) {
	set := parse(t, family)
	m := New(set.Of)
	routes := map[string]*object.Object{}
	for _, r := range set.Of(object.HTTPRoute) {
		routes[r.Name] = r
	}
	for i, want := range []string{"named", "labelled", "any"} {
		var got []string
		for _, c := range m.Children(m.BackendRefs(routes["parent"])[i].Reference) {
			got = append(got, c.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("rule %d: %v, want %s", i, got, want)
		}
	}
	for name, want := range map[string]int{"named": 1, "labelled": 1, "any": 1, "kgateway": 1, "stranger": 0, "parent": 0} {
		if got := len(m.Delegators(routes[name])); got != want {
			t.Errorf("%s: %d delegators, want %d", name, got, want)
		}
	}
	for name, want := range map[string]string{"named": "yes", "stranger": "delegation"} {
		if got := outcome(m.Attach(routes[name])[0]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestPrecedes(t *testing.T) {
	set := parse(t, `
kind: A
apiVersion: v1
metadata: {name: z, namespace: a, creationTimestamp: "2026-01-01T00:00:00Z"}
---
kind: A
apiVersion: v1
metadata: {name: a, namespace: b, creationTimestamp: "2026-01-02T00:00:00Z"}
---
kind: A
apiVersion: v1
metadata: {name: b, namespace: a}
---
kind: A
apiVersion: v1
metadata: {name: c, namespace: b, creationTimestamp: "2026-01-02T00:00:00Z"}
`)
	m, o := New(set.Of), set.Of(object.Kind{Name: "A"})
	tests := []struct {
		a, b        int
		first, sure bool
	}{{0, 1, true, true}, {1, 0, false, true}, {2, 1, true, false}, {0, 2, false, false}, {1, 3, true, true}}
	for _, test := range tests {
		if first, sure := m.Precedes(o[test.a], o[test.b]); first != test.first || sure != test.sure {
			t.Errorf("%d, %d: %v, %v", test.a, test.b, first, sure)
		}
	}
}
