package gateway

import (
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
)

const targeted = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: apps, labels: {team: web}}
spec: {rules: [{name: first}, {}, {name: last}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: b, namespace: other, labels: {team: web}}
spec: {rules: [{name: "${RULE}"}]}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: apps}
spec: {ports: [{name: http, port: 80}, {port: 443}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: mcp, namespace: apps}
spec: {mcp: {targets: [{name: one}, {name: two}]}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: llm, namespace: apps}
spec: {ai: {groups: [{providers: [{name: p1, policies: {auth: {secretRef: {name: key}}}}]}, {providers: [{name: p2}]}]}}
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: TrafficPolicy
metadata: {name: traffic, namespace: apps}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: a, sectionName: first}]
  targetSelectors: [{group: gateway.networking.k8s.io, kind: HTTPRoute, matchLabels: {team: web}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: tls, namespace: apps}
spec: {targetRefs: [{group: "", kind: Service, name: s, sectionName: http}]}
---
apiVersion: example.com/v1
kind: Policy
metadata: {name: old, namespace: other}
spec: {targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: a}}
`

func TestSections(t *testing.T) {
	set := parse(t, targeted)
	m := New(set.Of)
	for _, test := range []struct {
		kind  object.Kind
		name  string
		want  string
		known bool
	}{
		{object.HTTPRoute, "a", "first last", true},
		{object.HTTPRoute, "b", "", false},
		{object.Service, "s", "http 80 443", true},
		{object.AgentgatewayBackend, "mcp", "one two", true},
		{object.AgentgatewayBackend, "llm", "p1 p2", true},
		{object.TrafficPolicy, "traffic", "", false},
	} {
		names, known := m.Sections(m.Namesakes(test.kind, test.name)[0])
		if strings.Join(names, " ") != test.want || known != test.known {
			t.Errorf("%s %s: %v, %v", test.kind, test.name, names, known)
		}
	}
}

func TestTargets(t *testing.T) {
	set := parse(t, targeted)
	m := New(set.Of)
	traffic := Targets(set.Of(object.TrafficPolicy)[0])
	if len(traffic) != 2 || traffic[0].Section() != "first" || traffic[0].Selects || !traffic[1].Selects {
		t.Fatalf("%+v", traffic)
	}
	if got := m.Resolve(traffic[0].Reference); got.Presence != Present || got.Object.Name != "a" {
		t.Errorf("%+v", got)
	}
	if got := m.Selected(traffic[1]); len(got) != 1 || got[0].Name != "a" {
		t.Errorf("selected %v: a policy reaches its own namespace only", got)
	}
	routes := set.Of(object.HTTPRoute)
	if got := m.Targeting(To(routes[0]), object.TrafficPolicy, object.Kind{Group: "example.com", Name: "Policy"}); len(got) != 2 {
		t.Errorf("%d targets mean a: by name and by label, and not from another namespace", len(got))
	}
	if got := m.Targeting(To(set.Of(object.Service)[0]), object.BackendTLSPolicy); len(got) != 1 || got[0].Policy.Name != "tls" {
		t.Errorf("%+v", got)
	}
	if got := Targets(m.Namesakes(object.Kind{Group: "example.com", Name: "Policy"}, "old")[0]); len(got) != 1 || got[0].Name != "a" {
		t.Errorf("%+v", got)
	}
}

func TestNested(t *testing.T) {
	set := parse(t, targeted)
	got := New(set.Of).Nested(set.Of(object.AgentgatewayBackend)[1], "secretRef", object.Secret)
	if len(got) != 1 || got[0].String() != "Secret apps/key" {
		t.Errorf("%v", got)
	}
}

func TestClassOf(t *testing.T) {
	m, _ := modelWith(t, "{}")
	for name, want := range map[string]Class{
		"agentgateway":                     {Product: Agentgateway, Controller: AgentgatewayController},
		"in-house":                         {Product: Agentgateway, Controller: AgentgatewayController},
		"kgateway-waypoint":                {Product: Kgateway, Controller: KgatewayController, Waypoint: true},
		"enterprise-agentgateway-waypoint": {Product: Agentgateway, Enterprise: true, Waypoint: true},
		"istio-agentgateway-waypoint":      {Product: Agentgateway, Waypoint: true},
		"agentgateway-lookalike":           {Product: Other},
		"templated":                        {},
		"nobody-knows":                     {},
	} {
		if got := m.ClassOf(name); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if names := m.KnownClasses(); !slices.Contains(names, "in-house") || !slices.Contains(names, "kgateway") {
		t.Errorf("%v", names)
	}
}
