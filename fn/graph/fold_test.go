package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/lint"
)

// routesTo are a Gateway and n routes to a Service each, in k namespaces; every
// seventh route names a section that is not there.
func routesTo(n, k int) string {
	var b strings.Builder
	b.WriteString(`apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
`)
	for i := range n {
		section := "http"
		if i%7 == 3 {
			section = "https"
		}
		fmt.Fprintf(&b, `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r%[1]d, namespace: team%[2]d}
spec:
  parentRefs: [{name: edge, namespace: infra, sectionName: %[3]s}]
  hostnames: [h%[1]d.example.com]
  rules: [{matches: [{path: {type: PathPrefix, value: /%[1]d}}], backendRefs: [{name: s%[1]d, port: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: s%[1]d, namespace: team%[2]d}
spec: {ports: [{port: 80}]}
`, i, i%k, section)
	}
	return b.String()
}

// titles are the first lines of what a folded graph draws.
func titles(g *graph.Graph) []string {
	var out []string
	for _, n := range g.Nodes {
		title := n.Name
		if len(n.Members) > 0 {
			title = fmt.Sprintf("%d %s", len(n.Members), n.Kind.Name)
		}
		out = append(out, strings.TrimSpace(n.Namespace+" "+title))
	}
	return out
}

func TestFold(t *testing.T) {
	g, _ := judge(parse(t, "in.yaml", routesTo(20, 2)))
	folded := g.Fold(2)
	want := []string{
		"infra edge", "infra http",
		"team0 9 HTTPRoute", "team0 r10", "team0 9 Service", "team0 s10",
		"team1 8 HTTPRoute", "team1 r17", "team1 r3", "team1 8 Service", "team1 s17", "team1 s3",
	}
	got := titles(folded)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a set of more than two is one (-want +got):\n%s", diff)
	}
	for _, e := range folded.Edges {
		if e.From.Name == "edge" && e.To.Kind.Name == "HTTPRoute" && (e.State != graph.Broken || len(e.Findings) == 0) {
			t.Errorf("a broken edge is %v with %d findings", e.State, len(e.Findings))
		}
	}
	if whole := g.Fold(0); len(whole.Nodes) != len(g.Nodes) {
		t.Errorf("0 folds: %d nodes of %d", len(whole.Nodes), len(g.Nodes))
	}
	if len(g.Fold(9).Nodes) != len(g.Nodes) {
		t.Error("a set of nine is folded where ten are asked for")
	}
	if n := len(g.Nodes); n != 42 {
		t.Errorf("folding changed the graph: %d nodes", n)
	}
}

// One node differs, by a policy: it stands apart, and its Service with it.
func TestFoldKeepsWhatDiffers(t *testing.T) {
	g, _ := judge(parse(t, "in.yaml", strings.ReplaceAll(routesTo(6, 1), "sectionName: https", "sectionName: http")+`---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: p, namespace: team0}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: r2}]
  traffic: {timeouts: {request: 1s}}
`))
	got := titles(g.Fold(2))
	want := []string{"infra edge", "infra http", "team0 r2", "team0 5 HTTPRoute", "team0 p", "team0 s2", "team0 5 Service"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A listener a domain is how many Gateways look.
func TestFoldListeners(t *testing.T) {
	gateway := strings.Replace(edge, "listeners:\n", "listeners:\n"+strings.Repeat("  - {name: dNN, port: 443, protocol: HTTPS, hostname: dNN.example.com}\n", 10), 1)
	routes := ""
	for i := range 10 {
		gateway = strings.Replace(strings.Replace(gateway, "dNN", fmt.Sprint("d", i), 1), "dNN", fmt.Sprint("d", i), 1)
		routes += fmt.Sprintf(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r%[1]d, namespace: a}
spec: {parentRefs: [{name: edge, sectionName: d%[1]d}], rules: [{backendRefs: [{name: s, port: 80}]}]}
---`, i)
	}
	g, _ := judge(parse(t, "in.yaml", gateway+routes))
	got := titles(g.Fold(2))
	want := []string{"a edge", "a 10 Listener", "a one", "a tcp", "a two", "a 10 HTTPRoute", "a s"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Two backends are too few to be drawn as one, so that their routes are not
// either: a picture would not tell whose they are.
func TestFoldBesidesSmallSets(t *testing.T) {
	input := edge
	for i := range 8 {
		input += fmt.Sprintf(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r%d, namespace: a}
spec: {parentRefs: [{name: edge, sectionName: two}], rules: [{backendRefs: [{name: s%d, port: 80}]}]}
---`, i, i%2)
	}
	g, _ := judge(parse(t, "in.yaml", input))
	for over, want := range map[int][]string{
		2: {"a edge", "a one", "a tcp", "a two", "a 4 HTTPRoute", "a 4 HTTPRoute", "a s0", "a s1"},
		1: {"a edge", "a one", "a tcp", "a two", "a 8 HTTPRoute", "a 2 Service"},
	} {
		got := titles(g.Fold(over))
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("more than %d (-want +got):\n%s", over, diff)
		}
	}
}

// What is folded again counts what it stands for.
func TestFoldTwice(t *testing.T) {
	g, _ := judge(parse(t, "in.yaml", routesTo(3000, 1500)))
	if text := draw(t, "mermaid", g.Fold(1)); !strings.Contains(text, "<b>3000 HTTPRoutes</b>") || !strings.Contains(text, "<b>3000 Services</b>") {
		t.Errorf("routes or Services got lost:\n%s", text)
	}
}

// Mermaid draws no more than 500 edges and 50,000 characters. What is broken is
// in sight all the same.
func TestMermaidStaysWithinLimits(t *testing.T) {
	for _, c := range []struct{ routes, namespaces int }{{100, 4}, {1000, 1000}, {1000, 10}, {3000, 1500}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			g, _ := judge(parse(t, "in.yaml", routesTo(c.routes, c.namespaces)))
			text := draw(t, "mermaid", g)
			if len(text) > 50_000 {
				t.Errorf("%d characters", len(text))
			}
			if edges := strings.Count(text, "->"); edges > 500 {
				t.Errorf("%d edges", edges)
			}
			if !strings.Contains(text, "✗ section-mismatch") {
				t.Error("no finding is in sight")
			}
		})
	}
}

// A hundred routes are few nodes, folded as the command does.
func TestHundredRoutesAreReadable(t *testing.T) {
	g, _ := judge(parse(t, "in.yaml", routesTo(100, 4)))
	if n := len(g.Readable().Nodes); n > 20 {
		t.Errorf("%d nodes", n)
	}
}

// Where nothing is alike, what no finding speaks of is folded all the same, and
// the rest stays as it is.
func TestMessIsReadable(t *testing.T) {
	input := strings.Replace(routesTo(100, 7), "listeners:\n", "listeners:\n"+
		"  - {name: second, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}\n", 1)
	for i := range 100 {
		ref := fmt.Sprintf("{name: s%d, port: 80}", i)
		input = strings.Replace(input, "["+ref+"]", fmt.Sprintf("[%s, {name: s%d, port: 80}]", ref, i*i%31), 1)
		if i%3 == 0 {
			input = strings.Replace(input, fmt.Sprintf("sectionName: http}]\n  hostnames: [h%d.", i), fmt.Sprintf("sectionName: second}]\n  hostnames: [h%d.", i), 1)
		}
	}
	g, findings := judge(parse(t, "in.yaml", input))
	if n := len(g.Fold(2).Nodes); n < 100 {
		t.Fatalf("much is alike: %d nodes", n)
	}
	folded := g.Readable()
	if n := len(folded.Nodes); n > 80 {
		t.Errorf("%d nodes", n)
	}
	broken := 0
	for _, e := range folded.Edges {
		if broken += len(e.Findings); len(e.Findings) > 0 && len(e.Findings) != max(1, len(e.To.Members)) {
			t.Errorf("%d findings speak of %d routes", len(e.Findings), len(e.To.Members))
		}
	}
	if broken != len(findings) || broken == 0 {
		t.Errorf("%d findings are drawn, of %d", broken, len(findings))
	}
}

func TestAffected(t *testing.T) {
	g, findings := judge(parse(t, "in.yaml", routesTo(100, 4)))
	if len(findings) != 14 {
		t.Fatalf("%d findings", len(findings))
	}
	one := findings[:1]
	part := g.Affected(one)
	if diff := cmp.Diff([]string{"infra edge", "team3 r3", "team3 s3"}, titles(part)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := "Gateway edge -> HTTPRoute r3: parentRef, broken, it has no such listener [section-mismatch]\nHTTPRoute r3 -> Service s3: backendRef\n"
	if diff := cmp.Diff(want, wires(part)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(g.Affected(findings).Nodes); n != 1+14*2 {
		t.Errorf("%d nodes around all findings", n)
	}
	for _, none := range [][]*lint.Finding{nil, {{Name: "elsewhere"}}} {
		if part := g.Affected(none); len(part.Nodes)+len(part.Edges)+len(part.Elsewhere) > 0 {
			t.Errorf("around nothing are %v", titles(part))
		}
	}
}

// A finding in a backend shows the way to it from the Gateway, and where it leads.
func TestAffectedByABackend(t *testing.T) {
	g, findings := judge(parse(t, "in.yaml", edge+`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec:
  parentRefs: [{name: edge, sectionName: two}]
  rules: [{backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: b}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: other, namespace: a}
spec:
  parentRefs: [{name: edge, sectionName: two}]
  rules: [{backendRefs: [{name: s, port: 80}]}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: b, namespace: a}
spec: {static: {host: localhost, port: 80}}
`))
	var inBackend []*lint.Finding
	for _, f := range findings {
		if f.Name == "unreachable-dev-host" {
			inBackend = append(inBackend, f)
		}
	}
	want := "HTTPRoute r -> AgentgatewayBackend b: backendRef\nedge#two -> HTTPRoute r: parentRef\nAgentgatewayBackend b -> Host localhost:80: host [unreachable-dev-host]\n"
	got := strings.Split(wires(g.Affected(inBackend)), "\n")
	slices.Sort(got)
	lines := strings.Split(want, "\n")
	slices.Sort(lines)
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkGraph(b *testing.B) {
	for _, routes := range []int{100, 1000} {
		result := check(parse(b, "in.yaml", routesTo(routes, 10)))
		g, findings := of(result), result.Findings
		for _, bench := range []struct {
			name string
			run  func()
		}{
			{"New", func() { of(result) }},
			{"Fold", func() { g.Readable() }},
			{"Affected", func() { g.Affected(findings) }},
			{"Mermaid", func() { draw(b, "mermaid", g) }},
			{"DOT", func() { draw(b, "dot", g) }},
			{"JSON", func() { draw(b, "json", g) }},
		} {
			b.Run(fmt.Sprintf("%s/%d", bench.name, routes), func(b *testing.B) {
				for b.Loop() {
					bench.run()
				}
			})
		}
	}
}
