package source

import (
	"fmt"
	"strings"
	"testing"
)

// stream returns n documents of some 40 lines each.
func stream(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `---
# route %[1]d
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-%[1]d
  namespace: team-%[2]d
  labels: {app: web, tier: "gold"}
spec:
  parentRefs:
  - name: gw   # shared
    namespace: infra
  hostnames: ["a%[1]d.example.com", "b.example.com"]
  rules:
  - matches:
    - path: {type: PathPrefix, value: /api}
      headers:
      - name: version
        value: two
    filters:
    - type: CORS
      cors:
        allowOrigins: ["https://app.example.com"]
        maxAge: 86400
    backendRefs:
    - name: svc-%[1]d
      port: 8080
      weight: 90
    - name: svc-%[1]d-canary
      port: 8080
      weight: 10
`, i, i%20)
	}
	return []byte(b.String())
}

// Splitting into documents and reading their kinds, without parsing.
func BenchmarkSplit(b *testing.B) {
	text := stream(1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f, _ := Parse("bench.yaml", text)
		for _, d := range f.Docs {
			d.Peek()
		}
	}
}

// Parsing every document, positions included.
func BenchmarkParse(b *testing.B) {
	text := stream(1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f, _ := Parse("bench.yaml", text)
		for _, d := range f.Docs {
			d.Root()
		}
	}
}

// One edit in every document, proven by parsing the result.
func BenchmarkApply(b *testing.B) {
	text := stream(1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f, _ := Parse("bench.yaml", text)
		var all []Edit
		for _, d := range f.Docs {
			all = append(all, Set(d, P("spec", "parentRefs", 0, "name"), "other"))
		}
		if r := Apply([]*File{f}, [][]Edit{all}); r.Rejected[0] != nil {
			b.Fatal(r.Rejected[0])
		}
	}
}
