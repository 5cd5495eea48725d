package gateway

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// world holds the objects that all tests ask about.
const world = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: in-house}
spec: {controllerName: agentgateway.dev/agentgateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: agentgateway-lookalike}
spec: {controllerName: example.com/proxy}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: templated}
spec: {controllerName: "${CONTROLLER}"}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ai, namespace: infra, labels: {tier: edge, team: ai}}
spec: {gatewayClassName: in-house}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web, namespace: infra, labels: {tier: edge}}
spec: {gatewayClassName: kgateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: dev-renamed
  namespace: infra
  annotations:
    internal.config.kubernetes.io/previousNames: renamed
    internal.config.kubernetes.io/previousNamespaces: infra
spec: {gatewayClassName: agentgateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: extra, namespace: apps}
spec: {parentRef: {name: ai, namespace: infra}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: odd, namespace: apps}
spec: {parentRef: {group: example.com, kind: Hub, name: ai}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: llm, namespace: apps}
spec: {ai: {provider: {openai: {}}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-gateway, namespace: infra}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: ai}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-renamed, namespace: infra}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: renamed}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-edge, namespace: infra}
spec: {targetSelectors: [{group: gateway.networking.k8s.io, kind: Gateway, matchLabels: {tier: edge}}]}
---
apiVersion: enterpriseagentgateway.solo.io/v1alpha1
kind: EnterpriseAgentgatewayPolicy
metadata: {name: on-team, namespace: infra}
spec: {targetSelectors: [{group: gateway.networking.k8s.io, kind: Gateway, matchLabels: {tier: edge, team: ai}}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-any-route, namespace: apps}
spec: {targetSelectors: [{group: gateway.networking.k8s.io, kind: HTTPRoute, matchLabels: {}}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: elsewhere, namespace: apps}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: ai}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: edge-elsewhere, namespace: apps}
spec: {targetSelectors: [{group: gateway.networking.k8s.io, kind: Gateway, matchLabels: {tier: edge}}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-set, namespace: apps}
spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: ListenerSet, name: extra}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-backend, namespace: apps}
spec: {targetRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: llm}]}
`

func parse(t testing.TB, text string) *object.Set {
	t.Helper()
	f, err := source.Parse("world.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Docs {
		if d.Err() != nil {
			t.Fatal(d.Err())
		}
	}
	return object.NewSet([]*source.File{f}, nil)
}

// modelWith returns the model of the world and one route, whose spec is given.
func modelWith(t testing.TB, spec string) (*Model, *object.Object) {
	t.Helper()
	set := parse(t, world+"---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: apps}\nspec: "+spec+"\n")
	return New(set.Of), set.Of(object.HTTPRoute)[0]
}

func TestClass(t *testing.T) {
	m, _ := modelWith(t, "{}")
	tests := map[string]Product{
		"agentgateway":              Agentgateway,
		"in-house":                  Agentgateway,
		"istio-agentgateway":        Agentgateway,
		"istio-agentgateway-egress": Agentgateway,
		"enterprise-agentgateway":   Agentgateway,
		"kgateway":                  Kgateway,
		"agentgateway-lookalike":    Other,
		"templated":                 Unknown,
		"${CLASS}":                  Unknown,
		"":                          Unknown,
		"acme":                      Unknown,
	}
	for name, want := range tests {
		if got := m.Class(name); got != want {
			t.Errorf("Class(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestParents(t *testing.T) {
	tests := []struct {
		refs      string
		gateways  string // found ones by name, "?" not in the input, "-" none
		product   Product
		delegated bool
	}{
		{"[{name: ai, namespace: infra}]", "ai", Agentgateway, false},
		{"[{group: gateway.networking.k8s.io, kind: Gateway, name: web, namespace: infra, sectionName: http}]", "web", Kgateway, false},
		{"[{name: ai}]", "?", Unknown, false},
		{"[{name: renamed, namespace: infra}]", "dev-renamed", Agentgateway, false},
		{"[{name: web, namespace: infra}, {name: elsewhere}]", "web ?", Unknown, false},
		{"[{name: web, namespace: infra}, {name: ai, namespace: infra}]", "web ai", Agentgateway, false},
		{"[{kind: ListenerSet, name: extra}]", "ai", Agentgateway, false},
		{"[{kind: ListenerSet, name: odd}]", "-", Unknown, false},
		{"[{kind: ListenerSet, name: gone}]", "-", Unknown, false},
		{"[{group: '', kind: Service, name: web}]", "-", Unknown, false},
		{"[{kind: HTTPRoute, name: parent}]", "-", Unknown, true},
		{"[]", "", Unknown, true},
	}
	for _, test := range tests {
		t.Run(test.refs, func(t *testing.T) {
			m, route := modelWith(t, "{parentRefs: "+test.refs+"}")
			var found []string
			for _, p := range m.Parents(route) {
				found = append(found, gatewayName(p))
			}
			if got := strings.Join(found, " "); got != test.gateways {
				t.Errorf("gateways %q, want %q", got, test.gateways)
			}
			if got := m.RouteProduct(route); got != test.product {
				t.Errorf("product %v, want %v", got, test.product)
			}
			if got := IsDelegated(route); got != test.delegated {
				t.Errorf("delegated %v, want %v", got, test.delegated)
			}
		})
	}
}

func gatewayName(p Parent) string {
	switch {
	case p.Gateway == nil:
		return "-"
	case p.Gateway.Object == nil:
		return "?"
	}
	return p.Gateway.Object.Name
}

func TestBackends(t *testing.T) {
	m, route := modelWith(t, `{rules: [{backendRefs: [
	  {name: svc, port: 80},
	  {group: agentgateway.dev, kind: AgentgatewayBackend, name: llm},
	  {group: agentgateway.dev, kind: AgentgatewayBackend, name: llm, namespace: other},
	  {kind: AgentgatewayBackend, name: llm}]}]}`)
	want := []string{
		"Service apps/svc false",
		"AgentgatewayBackend.agentgateway.dev apps/llm true",
		"AgentgatewayBackend.agentgateway.dev other/llm false",
		"AgentgatewayBackend apps/llm false",
	}
	var got []string
	for _, r := range m.Backends(route, route.Get("spec", "rules", 0)) {
		line := r.Kind.String() + " " + r.Namespace + "/" + r.Name + " false"
		if r.Object != nil {
			line = strings.Replace(line, "false", "true", 1)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPolicies(t *testing.T) {
	m, route := modelWith(t, "{}")
	tests := []struct {
		name string
		ref  Reference
		want string
	}{
		{"by name and by labels", To(m.Find(object.Gateway, "infra", "ai")), "on-gateway on-edge on-team"},
		{"by one label", To(m.Find(object.Gateway, "infra", "web")), "on-edge"},
		{"by an earlier name", To(m.Find(object.Gateway, "infra", "dev-renamed")), "on-renamed"},
		{"without labels", To(route), "on-any-route"},
		{"a Gateway outside the input", Reference{Kind: object.Gateway, Namespace: "apps", Name: "ai"}, "elsewhere"},
		{"a backend", To(m.Find(object.AgentgatewayBackend, "apps", "llm")), "on-backend"},
		{"another kind of the same name", Reference{Kind: object.Service, Namespace: "infra", Name: "ai"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := policyNames(m.Policies(test.ref)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestRoutePolicies(t *testing.T) {
	tests := map[string]string{
		"[{name: ai, namespace: infra}]":        "on-any-route on-gateway on-edge on-team",
		"[{kind: ListenerSet, name: extra}]":    "on-any-route on-set on-gateway on-edge on-team",
		"[{name: nowhere, namespace: outside}]": "on-any-route",
	}
	for refs, want := range tests {
		m, route := modelWith(t, "{parentRefs: "+refs+"}")
		if got := policyNames(m.RoutePolicies(route)); got != want {
			t.Errorf("%s: got %q, want %q", refs, got, want)
		}
	}
}

func policyNames(policies []*object.Object) string {
	names := make([]string, len(policies))
	for i, p := range policies {
		names[i] = p.Name
	}
	return strings.Join(names, " ")
}

// A question must read no more kinds than it needs, and each kind once.
func TestReads(t *testing.T) {
	_, route := modelWith(t, "{parentRefs: [{name: ai, namespace: infra}], rules: [{backendRefs: [{name: svc}]}]}")
	tests := []struct {
		name string
		ask  func(*Model)
		want map[object.Kind]int
	}{
		{"services", func(m *Model) { m.Backends(route, route.Get("spec", "rules", 0)) }, map[object.Kind]int{}},
		{"parents", func(m *Model) { m.Parents(route); m.Parents(route) }, map[object.Kind]int{object.Gateway: 1}},
		{"product", func(m *Model) { m.Class("a"); m.Class("b") }, map[object.Kind]int{object.GatewayClass: 1}},
		{"policies", func(m *Model) { m.Policies(To(route)); m.Policies(To(route)) },
			map[object.Kind]int{object.AgentgatewayPolicy: 1, object.EnterprisePolicy: 1}},
	}
	for _, test := range tests {
		got := map[object.Kind]int{}
		test.ask(New(func(k object.Kind) []*object.Object { got[k]++; return nil }))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
