package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// files makes a directory of n files of one object each: 10 % Gateways, 60 %
// HTTPRoutes, 30 % AgentgatewayBackends, with comments, in 20 namespaces.
func files(n int) func(string) error {
	return func(path string) error {
		for i := range n {
			dir := filepath.Join(path, fmt.Sprintf("team-%d", i%20))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			body := strings.NewReplacer("TEAM", fmt.Sprintf("team-%d", i%20), "NUMBER", fmt.Sprint(i)).Replace(ours(i))
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("object-%d.yaml", i)), []byte(body), 0o644); err != nil {
				return err
			}
		}
		return nil
	}
}

func ours(i int) string {
	switch i / 20 % 10 {
	case 1:
		return gateway
	case 2, 3, 4:
		return []string{aiBackend, mcpBackend, staticBackend}[i/20%3]
	}
	return teamRoute
}

const gateway = `# the door of the team
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: gw-NUMBER
  namespace: TEAM
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    port: 80
    protocol: HTTP
    hostname: "*.TEAM.example.com"
    allowedRoutes:
      namespaces:
        from: Same
  - name: https
    port: 443 # terminates here
    protocol: HTTPS
    hostname: "*.TEAM.example.com"
    tls:
      mode: Terminate
      certificateRefs:
      - name: cert-NUMBER
`

const teamRoute = `# what the team serves
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-NUMBER
  namespace: TEAM
  labels:
    app: web
spec:
  parentRefs:
  - name: shared
    namespace: infra
  hostnames:
  - r-NUMBER.TEAM.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /api
      headers:
      - name: x-version # canary
        value: two
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        add:
        - name: x-team
          value: TEAM
    backendRefs:
    - name: svc-NUMBER
      port: 8080
      weight: 90
    - name: svc-NUMBER-canary
      port: 8080
      weight: 10
  - matches:
    - path:
        type: PathPrefix
        value: /static
    backendRefs:
    - name: static-NUMBER
      port: 8080
`

const aiBackend = `# a model
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: ai-NUMBER
  namespace: TEAM
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    auth:
      secretRef:
        name: openai-NUMBER
`

const mcpBackend = `# tools
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: mcp-NUMBER
  namespace: TEAM
spec:
  mcp:
    targets:
    - name: server # the only one
      static:
        host: mcp.TEAM.svc.cluster.local
        port: 8080
        protocol: StreamableHTTP
`

const staticBackend = `# elsewhere
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: static-NUMBER
  namespace: TEAM
spec:
  static:
    host: api.example.com
    port: 8443
`

// kustomization makes a directory that kustomize builds n resources of.
func kustomization(n int) func(string) error {
	return func(path string) error {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
		list := "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
		for from := 0; from < n; from += 10 {
			name := fmt.Sprintf("res-%d.yaml", from/10)
			list += "- " + name + "\n"
			err := written(filepath.Join(path, name), func(w *bufio.Writer) {
				for i := from; i < min(from+10, n); i++ {
					w.WriteString("---\n" + resource(i, "300"))
				}
			})
			if err != nil {
				return err
			}
		}
		return os.WriteFile(filepath.Join(path, "kustomization.yaml"), []byte(list), 0o644)
	}
}

// renamed makes a Gateway whose name is taken, and n routes that refer to it.
func renamed(n int) func(string) error {
	return func(path string) error {
		return written(path, func(w *bufio.Writer) {
			w.WriteString(collision)
			for i := range n {
				w.WriteString("---\n" + strings.NewReplacer("-N", fmt.Sprintf("-%d", i), "name: gw\n    namespace: infra\n    sectionName: https", "name: agentgateway\n    namespace: agentgateway-system",
					"AGE", "300").Replace(route))
			}
		})
	}
}

// collision is a Gateway that would get the Deployment of its own controller.
const collision = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway
  namespace: agentgateway-system
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    port: 80
    protocol: HTTP
    allowedRoutes:
      namespaces:
        from: All
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: agentgateway
  namespace: agentgateway-system
spec:
  selector:
    matchLabels:
      agentgateway: agentgateway
  template:
    metadata:
      labels:
        agentgateway: agentgateway
    spec:
      containers:
      - name: agentgateway
        image: cr.agentgateway.dev/controller:v1.4.1
`
