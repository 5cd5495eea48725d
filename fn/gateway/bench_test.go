package gateway

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// fleet writes a Gateway of many listeners, each for a hostname of its own, in
// each of some namespaces, and routes spread over them.
func fleet(routes, gateways, listeners int) string {
	var b strings.Builder
	for g := range gateways {
		fmt.Fprintf(&b, "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: infra-%d}\nspec:\n  gatewayClassName: agentgateway\n  listeners:\n", g)
		for l := range listeners {
			fmt.Fprintf(&b, "  - {name: l%d, port: 443, protocol: HTTPS, hostname: \"*.h%d.example.com\", allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: web}}}}}\n", l, l)
		}
	}
	for r := range routes {
		section := ""
		if r%2 == 0 {
			section = fmt.Sprintf(", sectionName: l%d", r%listeners)
		}
		fmt.Fprintf(&b, "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r%d, namespace: team-%d}\nspec:\n  hostnames: [a.h%d.example.com]\n  parentRefs: [{name: gw, namespace: infra-%d%s}]\n  rules: [{backendRefs: [{name: web, port: 80, namespace: other}]}]\n",
			r, r%20, r%listeners, r%gateways, section)
	}
	for n := range 20 {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team-%d, labels: {team: web}}\n", n)
	}
	return b.String()
}

// BenchmarkAttach is the attachment of routes to Gateways of 50 listeners. The
// time a route must not rise with the number of routes and Gateways.
func BenchmarkAttach(b *testing.B) {
	for _, size := range []struct{ routes, gateways int }{{1000, 1}, {1000, 20}, {4000, 1}, {4000, 80}} {
		b.Run(fmt.Sprintf("%d-routes-%d-gateways", size.routes, size.gateways), func(b *testing.B) {
			f, err := source.Parse("fleet.yaml", []byte(fleet(size.routes, size.gateways, 50)))
			if err != nil {
				b.Fatal(err)
			}
			set := object.NewSet([]*source.File{f}, nil)
			set.Load(map[object.Kind]object.Wanted{object.HTTPRoute: nil, object.Gateway: nil, object.Namespace: nil}, nil)
			b.ResetTimer()
			for b.Loop() {
				m := New(set.Of)
				for _, r := range set.Of(object.HTTPRoute) {
					if a := m.Attach(r); a[0].Status != Yes {
						b.Fatalf("%s: %s", r, outcome(a[0]))
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size.routes), "ns/route")
		})
	}
}
