package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/graph"
)

// name is a node in a few words: Gateway infra/edge, infra/edge#http.
func name(n *graph.Node) string {
	kind := n.Kind.Name + " "
	if n.Owner != nil {
		kind = n.Owner.Name + "#"
	}
	if n.Presence != graph.Present {
		kind = n.Presence.String() + " " + kind
	}
	return strings.TrimSpace(kind + n.Name)
}

// wires are the edges of a graph but those of listeners, a line each.
func wires(g *graph.Graph) string {
	var b strings.Builder
	for _, e := range g.Edges {
		if e.Kind == graph.ListenerEdge {
			continue
		}
		fmt.Fprintf(&b, "%s -> %s: %s", name(e.From), name(e.To), e.Kind)
		for _, detail := range []string{e.Label, strings.TrimPrefix(e.State.String(), "ok"), e.Reason} {
			if detail != "" {
				fmt.Fprintf(&b, ", %s", detail)
			}
		}
		for _, f := range e.Findings {
			fmt.Fprintf(&b, " [%s]", f.Name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

const edge = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: a}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: one, port: 80, protocol: HTTP, hostname: "*.example.com"}
  - {name: two, port: 81, protocol: HTTP}
  - {name: tcp, port: 82, protocol: TCP}
---
`

// TestWiring tells what references become: one case a kind of reference.
func TestWiring(t *testing.T) {
	for _, c := range []struct{ about, input, want string }{
		{"some of the listeners", edge + `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec: {parentRefs: [{name: edge}]}
`, "Gateway edge -> HTTPRoute r: parentRef, one, two\n"},
		{"hostnames stand in the route, and speak of its parentRef", edge + `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec: {parentRefs: [{name: edge, sectionName: one}], hostnames: [example.org]}
`, "edge#one -> HTTPRoute r: parentRef, broken, no host name in common [hostname-mismatch]\n"},
		{"placeholders are no mistake", edge + `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec: {parentRefs: [{name: "${GATEWAY}"}], rules: [{backendRefs: [{name: "${SERVICE}", port: 80}]}]}
`, "outside Gateway ${GATEWAY} -> HTTPRoute r: parentRef, unknown, a placeholder stands in for it\n" +
			"HTTPRoute r -> outside Service ${SERVICE}: backendRef, unknown, a placeholder stands in for it\n"},
		{"a label of delegation, and a route that is its own parent", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: top, namespace: a}
spec: {rules: [{backendRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: team=x}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: one, namespace: a, labels: {team: x}}
spec: {parentRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: top}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: two, namespace: a, labels: {team: x}}
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: three, namespace: a}
spec: {parentRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: top}]}
`, "HTTPRoute top -> HTTPRoute one: delegation\n" +
			"HTTPRoute top -> HTTPRoute three: parentRef, refused, it hands no request on to the route\n" +
			"HTTPRoute top -> HTTPRoute two: delegation\n"},
		{"a mesh", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec: {parentRefs: [{group: "", kind: Service, name: s, port: 8080}], rules: [{backendRefs: [{name: s, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: a}
spec: {ports: [{port: 80}]}
`, "HTTPRoute r -> Service s: backendRef\n" +
			"Service s -> HTTPRoute r: parentRef, broken, it has no such port [section-mismatch]\n"},
		{"a ListenerSet that its Gateway does not allow", edge + `
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: b}
spec: {parentRef: {name: edge, namespace: a}, listeners: [{name: three, port: 83, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: b}
spec: {parentRefs: [{group: gateway.networking.k8s.io, kind: ListenerSet, name: more}]}
`, "Gateway edge -> ListenerSet more: listenerSet, refused, the Gateway does not allow it\n" +
			"ListenerSet more -> HTTPRoute r: parentRef, refused, its Gateway does not allow the ListenerSet\n"},
		{"policies: a listener, labels, a section that is not there, and what they ask", edge + `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p, namespace: a}
spec:
  targetRefs:
  - {group: gateway.networking.k8s.io, kind: Gateway, name: edge, sectionName: tcp}
  - {group: gateway.networking.k8s.io, kind: Gateway, name: edge, sectionName: udp}
  targetSelectors:
  - {group: gateway.networking.k8s.io, kind: HTTPRoute, matchLabels: {team: x}}
  traffic:
    extAuth: {backendRef: {name: auth, port: 9000}, grpc: {}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: one, namespace: a, labels: {team: x}}
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: two, namespace: a, labels: {team: x}}
spec: {}
`, "AgentgatewayPolicy p -> Gateway edge: targetRef, udp, refused, it has no such section\n" +
			"AgentgatewayPolicy p -> edge#tcp: targetRef\n" +
			"AgentgatewayPolicy p -> HTTPRoute one: targetRef\n" +
			"AgentgatewayPolicy p -> HTTPRoute two: targetRef\n" +
			"AgentgatewayPolicy p -> outside Service auth: uses, unknown, nothing of that kind and namespace is in the input\n"},
		{"a policy that a route names", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  rules:
  - filters: [{type: ExtensionRef, extensionRef: {group: gateway.kgateway.dev, kind: TrafficPolicy, name: p}}]
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: TrafficPolicy
metadata: {name: p, namespace: a}
spec: {}
`, "TrafficPolicy p -> HTTPRoute r: targetRef\n"},
		{"models", `
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: any, namespace: a}
spec: {virtualModel: {weighted: {targets: [{modelRef: {name: one}}, {modelRef: {name: gone}}]}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: one, namespace: a}
spec: {provider: OpenAI, parentRefs: [{name: edge}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: two, namespace: a}
spec: {provider: OpenAI, baseURL: "https://llm.example.com/v1"}
`, "outside Gateway edge -> AgentgatewayModel one: parentRef, unknown, nothing of that kind and namespace is in the input\n" +
			"AgentgatewayModel any -> missing AgentgatewayModel gone: delegation, refused, the input holds none of that name\n" +
			"AgentgatewayModel any -> AgentgatewayModel one: delegation\n" +
			"AgentgatewayModel one -> Host api.openai.com: host\n" +
			"AgentgatewayModel two -> Host llm.example.com: host\n"},
		{"backends of kgateway, and a Service for a name outside", `
apiVersion: gateway.kgateway.dev/v1alpha1
kind: Backend
metadata: {name: b, namespace: a}
spec: {static: {hosts: [{host: a.example.com, port: 443}, {host: s.a.svc, port: 80}]}}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: a}
spec: {type: ExternalName, externalName: b.example.com}
`, "Backend b -> Host a.example.com: host\nBackend b -> Service s: host\nService s -> Host b.example.com: host\n"},
		{"what an alias repeats is written once", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  rules:
  - backendRefs: &refs [{name: s, port: 80}]
  - backendRefs: *refs
`, "HTTPRoute r -> outside Service s: backendRef, unknown, nothing of that kind and namespace is in the input\n"},
		{"what is not finished", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{}, null, {name: ""}], rules: [{backendRefs: [{}]}, null, x]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {listeners: [{}, null, x]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: b}
spec: {ai: {groups: [null, {providers: [null, x]}], provider: {openai: null}}, mcp: {targets: x}, static: null}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p}
spec: null
`, ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			g, _ := judge(parse(t, "in.yaml", c.input))
			if diff := cmp.Diff(c.want, wires(g)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Of objects of one name the files tell.
func TestTwins(t *testing.T) {
	g, _ := judge(parse(t, "prod.yaml", edge, "dev.yaml", edge))
	var ids []string
	for _, n := range g.Nodes {
		if n.Role == graph.Gateway {
			ids = append(ids, fmt.Sprint(n.ID, " ", n.Twin))
		}
	}
	want := []string{"Gateway.gateway.networking.k8s.io/a/edge true", "Gateway.gateway.networking.k8s.io/a/edge@prod.yaml true"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := draw(t, "mermaid", g); !strings.Contains(text, "in dev.yaml") || !strings.Contains(text, "in prod.yaml") {
		t.Error("the picture does not tell them apart:\n", text)
	}
}
