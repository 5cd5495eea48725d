package krm

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// manyItems writes a list as kpt does: one third each of Deployments,
// ConfigMaps and HTTPRoutes, of which rules read the last alone.
func manyItems(n int, maxAge string) []byte {
	var b strings.Builder
	b.WriteString(head + "items:")
	if n == 0 {
		b.WriteString(" []")
	}
	b.WriteString("\n")
	for i := range n {
		part := []string{deployment, settings, route}[i%3]
		part = strings.ReplaceAll(part, "NAME", fmt.Sprintf("shop-%d", i))
		part = strings.ReplaceAll(part, "MAXAGE", maxAge)
		b.WriteString(strings.ReplaceAll(part, "INDEX", fmt.Sprint(i)))
	}
	b.WriteString("functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n  data: {}\n")
	return []byte(b.String())
}

const metadata = `  metadata:
    name: NAME
    namespace: shop
    labels:
      app.kubernetes.io/name: NAME
      app.kubernetes.io/part-of: shop
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'NAME.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'NAME.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
      internal.config.kubernetes.io/annotations-migration-resource-id: 'INDEX'
      internal.config.kubernetes.io/id: 'INDEX'
      config.k8s.io/id: 'INDEX'
`

const deployment = `- apiVersion: apps/v1
  kind: Deployment
` + metadata + `  spec:
    replicas: 2
    selector:
      matchLabels:
        app.kubernetes.io/name: NAME
    template:
      metadata:
        labels:
          app.kubernetes.io/name: NAME
      spec:
        serviceAccountName: NAME
        containers:
        - name: main
          image: registry.example.com/team/NAME:v1.2.3
          args: ["--port=8080", "--log-level=info"]
          env:
          - name: LOG_LEVEL
            value: info
          - name: DB_HOST
            valueFrom:
              configMapKeyRef:
                name: NAME
                key: db-host
          ports:
          - containerPort: 8080
            name: http
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 10
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
`

const settings = `- apiVersion: v1
  kind: ConfigMap
` + metadata + `  data:
    db-host: db-1.internal.example.com
    feature.flag: "true"
    app.properties: |
      setting.0.name = value-0
      setting.1.name = value-1
      setting.2.name = value-2
      setting.3.name = value-3
      setting.4.name = value-4
      setting.5.name = value-5
      setting.6.name = value-6
      setting.7.name = value-7
`

const route = `- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
` + metadata + `  spec:
    parentRefs:
    - name: ai-gateway
      namespace: infra
      sectionName: https
    hostnames:
    - NAME.example.com
    rules:
    - matches:
      - path:
          type: PathPrefix
          value: /api/v0
        headers:
        - name: x-tenant
          value: t-0
      filters:
      - type: CORS
        cors:
          allowOrigins:
          - https://app.example.com
          maxAge: MAXAGE
      backendRefs:
      - name: NAME
        port: 8080
        weight: 100
    - matches:
      - path:
          type: PathPrefix
          value: /api/v1
      filters:
      - type: RequestHeaderModifier
        requestHeaderModifier:
          set:
          - name: x-env
            value: prod
      backendRefs:
      - name: NAME
        port: 8080
`

func BenchmarkMain(b *testing.B) {
	for _, c := range []struct {
		name   string
		n      int
		maxAge string
	}{
		{"no-op", 0, ""}, {"no-op", 100, "86400"}, {"no-op", 1_000, "86400"}, {"no-op", 10_000, "86400"}, {"no-op", 100_000, "86400"},
		{"repair-every-route", 1_000, "24h"}, {"repair-every-route", 10_000, "24h"},
	} {
		b.Run(fmt.Sprintf("%s/%d", c.name, c.n), func(b *testing.B) {
			input := manyItems(c.n, c.maxAge)
			b.SetBytes(int64(len(input)))
			b.ReportAllocs()
			for b.Loop() {
				if !IsResourceList(input) || Main(bytes.NewReader(input), io.Discard, io.Discard) != 0 {
					b.Fatal("failed")
				}
			}
		})
	}
}

func BenchmarkIsResourceList(b *testing.B) {
	input := manyItems(10_000, "86400")
	for b.Loop() {
		if !IsResourceList(input) {
			b.Fatal("no")
		}
	}
}

// A run without repairs must not touch a byte, however long the list.
func TestNoOpKeepsEveryByte(t *testing.T) {
	input := manyItems(300, "86400")
	output, exit, _ := Process(input, Env{})
	if exit != 0 || !bytes.Equal(input, output) {
		t.Errorf("exit %d, %d bytes in, %d out", exit, len(input), len(output))
	}
}
