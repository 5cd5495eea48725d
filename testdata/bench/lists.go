package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// text makes an input of a given text.
func text(s string) func(string) error {
	return func(path string) error { return os.WriteFile(path, []byte(s), 0o644) }
}

// written makes an input that write writes.
func written(path string, write func(w *bufio.Writer)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	write(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// list makes a ResourceList as kpt writes it: a third each of Deployments,
// ConfigMaps and HTTPRoutes, which alone have rules to themselves.
func list(n int, maxAge string) func(string) error {
	return func(path string) error {
		return written(path, func(w *bufio.Writer) {
			w.WriteString("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n")
			for i := range n {
				w.WriteString(listItem(i, maxAge))
			}
			w.WriteString("functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n  data: {}\n")
		})
	}
}

func listItem(i int, maxAge string) string {
	annotations := fmt.Sprintf(`  annotations:
    config.kubernetes.io/index: '%[1]d'
    config.kubernetes.io/path: 'res-%[2]d.yaml'
    internal.config.kubernetes.io/index: '%[1]d'
    internal.config.kubernetes.io/path: 'res-%[2]d.yaml'
    internal.config.kubernetes.io/seqindent: 'compact'
    internal.config.kubernetes.io/annotations-migration-resource-id: '%[3]d'
    internal.config.kubernetes.io/id: '%[3]d'
    config.k8s.io/id: '%[3]d'
`, i%10, i/10, i+1)
	body := resource(i, maxAge)
	at := strings.Index(body, "\n  labels:\n") + 1
	body = body[:at] + annotations + body[at:]
	return "- " + strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n  ") + "\n"
}

// resource is the i-th of a mixed set.
func resource(i int, maxAge string) string {
	name := fmt.Sprintf("-%d", i/3)
	switch i % 3 {
	case 0:
		return strings.ReplaceAll(deployment, "-N", name)
	case 1:
		return strings.ReplaceAll(settings, "-N", name)
	}
	return strings.NewReplacer("-N", name, "AGE", maxAge).Replace(route)
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: dep-N
  namespace: shop
  labels:
    app.kubernetes.io/name: dep-N
    app.kubernetes.io/part-of: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: dep-N
  template:
    metadata:
      labels:
        app.kubernetes.io/name: dep-N
        app.kubernetes.io/part-of: shop
    spec:
      serviceAccountName: sa-N
      containers:
      - name: main
        image: registry.example.com/team/dep-N:v1.2.3
        args: ["--port=8080", "--log-level=info"]
        env:
        - name: LOG_LEVEL
          value: info
        - name: DB_HOST
          valueFrom:
            configMapKeyRef:
              name: cm-N
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
        volumeMounts:
        - name: config
          mountPath: /etc/config
      volumes:
      - name: config
        configMap:
          name: cm-N
`

const settings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cm-N
  namespace: shop
  labels:
    app.kubernetes.io/part-of: shop
data:
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
    setting.8.name = value-8
    setting.9.name = value-9
    setting.10.name = value-10
    setting.11.name = value-11
`

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-N
  namespace: shop
  labels:
    app.kubernetes.io/part-of: shop
spec:
  parentRefs:
  - name: gw
    namespace: infra
    sectionName: https
  hostnames:
  - svc-N.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /api/v0
      headers:
      - name: x-tenant
        value: t-0
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        set:
        - name: x-env
          value: prod
    backendRefs:
    - name: svc-N-0
      port: 8080
      weight: 100
  - matches:
    - path:
        type: PathPrefix
        value: /api/v1
      headers:
      - name: x-tenant
        value: t-1
    filters:
    - type: CORS
      cors:
        allowOrigins:
        - https://app.example.com
        maxAge: AGE
    backendRefs:
    - name: svc-N-1
      port: 8080
      weight: 100
  - matches:
    - path:
        type: PathPrefix
        value: /api/v2
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        set:
        - name: x-env
          value: prod
    backendRefs:
    - name: svc-N-2
      port: 8080
      weight: 100
`
