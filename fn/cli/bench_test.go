package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const benchRoute = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-%[1]d
  namespace: shop
spec:
  parentRefs:
  - name: agentgateway # shared
    namespace: agentgateway-system
  hostnames:
  - r-%[1]d.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /api
    backendRefs:
    - name: svc-%[1]d
      port: 8080
`

const benchCollision = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway
  namespace: agentgateway-system
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: http, port: 80, protocol: HTTP}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: agentgateway
  namespace: agentgateway-system
spec:
  selector:
    matchLabels: {agentgateway: agentgateway}
  template:
    metadata:
      labels: {agentgateway: agentgateway}
    spec:
      containers:
      - name: agentgateway
        image: cr.agentgateway.dev/controller:v1.4.1
`

// One object a file, 10,000 files.
func BenchmarkCheckFiles(b *testing.B) {
	dir := b.TempDir()
	for i := range 10_000 {
		writeBench(b, filepath.Join(dir, fmt.Sprintf("r%d.yaml", i)), fmt.Sprintf(benchRoute, i))
	}
	benchmark(b, ExitOK, "check", dir)
}

// One route with 50,000 rules, 10 MB.
func BenchmarkCheckOneDocument(b *testing.B) {
	var text strings.Builder
	text.WriteString("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r\nspec:\n  rules:\n")
	for i := range 50_000 {
		fmt.Fprintf(&text, "  - matches:\n    - path:\n        type: PathPrefix\n        value: /api/v%[1]d\n    backendRefs:\n    - name: svc-%[1]d # of some length\n      port: 8080\n", i)
	}
	file := filepath.Join(b.TempDir(), "one.yaml")
	writeBench(b, file, text.String())
	benchmark(b, ExitFindings, "check", file)
}

// A Gateway gets another name, and 10,000 routes with it.
func BenchmarkRename(b *testing.B) {
	var text strings.Builder
	text.WriteString(benchCollision)
	for i := range 10_000 {
		text.WriteString("---\n" + fmt.Sprintf(benchRoute, i))
	}
	file := filepath.Join(b.TempDir(), "all.yaml")
	writeBench(b, file, text.String())
	benchmark(b, ExitFindings, "fix", "--unsafe", "--diff", file)
}

func writeBench(b *testing.B, name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

func benchmark(b *testing.B, want int, args ...string) {
	b.ReportAllocs()
	for b.Loop() {
		c := Command{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard}
		if got := c.Main(args); got != want {
			b.Fatalf("exit %d, want %d", got, want)
		}
	}
}
