//go:build e2e

package e2e

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// references uses every kind of reference in one namespace. The certificate
// and the key get generated names.
const references = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: agentgateway, namespace: infra}
spec:
  gatewayClassName: agentgateway
  infrastructure:
    parametersRef: {group: agentgateway.dev, kind: AgentgatewayParameters, name: sizes}
  allowedListeners: {namespaces: {from: Same}}
  listeners:
  - {name: https, protocol: HTTPS, port: 443, tls: {certificateRefs: [{name: certificate}]}}
  - {name: tcp, protocol: TCP, port: 9000}
  - {name: tls, protocol: TLS, port: 9443, tls: {mode: Passthrough}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayParameters
metadata: {name: sizes, namespace: infra}
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: infra}
spec:
  parentRef: {name: agentgateway}
  listeners:
  - {name: extra, protocol: HTTPS, port: 8443, tls: {certificateRefs: [{name: certificate}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: infra}
spec:
  parentRefs:
  - name: agentgateway
  - {kind: ListenerSet, group: gateway.networking.k8s.io, name: more}
  rules:
  - matches:
    - path: {type: PathPrefix, value: /web}
    filters:
    - type: RequestMirror
      requestMirror: {backendRef: {name: shop, port: 80}}
    backendRefs:
    - {name: shop, port: 80}
  - matches:
    - path: {type: PathPrefix, value: /v1}
    backendRefs:
    - {group: agentgateway.dev, kind: AgentgatewayBackend, name: model}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: calls, namespace: infra}
spec:
  parentRefs: [{name: agentgateway}]
  rules: [{backendRefs: [{name: shop, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: {name: bytes, namespace: infra}
spec:
  parentRefs: [{name: agentgateway}]
  rules: [{backendRefs: [{name: shop, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: sealed, namespace: infra}
spec:
  parentRefs: [{name: agentgateway}]
  hostnames: [a.example.com]
  rules: [{backendRefs: [{name: shop, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: trust, namespace: infra}
spec:
  targetRefs: [{group: "", kind: Service, name: shop}]
  validation:
    hostname: shop.example.com
    caCertificateRefs: [{group: "", kind: ConfigMap, name: authority}]
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: model, namespace: infra}
spec:
  ai:
    provider:
      openai: {}
  policies:
    auth: {secretRef: {name: model-credentials}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-gateway, namespace: infra}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: agentgateway}]
  traffic:
    rateLimit: {global: {backendRef: {name: shop, port: 80}, domain: shop, descriptors: [{entries: [{name: a, expression: request.path}]}]}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: on-route, namespace: infra}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: web}]
  traffic:
    basicAuthentication: {secretRef: {name: model-credentials}}
---
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: infra}
spec: {ports: [{port: 80}]}
`

const generators = `namespace: infra
secretGenerator:
- {name: certificate, literals: [a=b]}
- {name: model-credentials, literals: [Authorization=b]}
configMapGenerator:
- {name: authority, literals: [a=b]}
`

// rename is a function that gives Gateways named agentgateway another name, as
// Gatefix does, but leaves every reference to kustomize.
const rename = "#!/bin/sh\nexec sed 's/^    name: \\(.*\\)agentgateway$/    name: \\1ai-gateway/'\n"

const renameFunction = "apiVersion: example.com/v1\nkind: Rename\nmetadata:\n  name: rename\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ./rename.sh}\n"

const gatefixFunction = "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nmetadata:\n  name: gatefix\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: gatefix}\nspec:\n  controllers:\n  - {name: CONTROLLER, namespace: infra}\n"

const nameReference = "configurations: [gatefix-namereference.yaml]\n"

// nameProject writes a base and an overlay.
func nameProject(t *testing.T, base, overlay, function string) string {
	t.Helper()
	dir := folder(t, map[string]string{
		"kustomization.yaml":      "resources: [base]\n" + overlay,
		"base/kustomization.yaml": "resources: [manifests.yaml]\n" + generators + base,
		"base/manifests.yaml":     references,
	})
	for _, d := range []string{dir, dir + "/base"} {
		for name, text := range map[string]string{
			"gatefix-namereference.yaml": read(t, filepath.Join(repo, "examples/kustomize/gatefix-namereference.yaml")),
			"function.yaml":              function,
			"rename.sh":                  rename,
		} {
			if err := os.WriteFile(filepath.Join(d, name), []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestNamesStayTogether(t *testing.T) {
	const transformers = "transformers: [function.yaml]\n"
	for _, c := range []struct {
		name, base, overlay string
		function            string
		gateway             string
	}{
		{name: "prefix", overlay: "namePrefix: dev-\n" + nameReference, gateway: "dev-agentgateway"},
		{name: "prefix and suffix", base: "nameSuffix: -a\n", overlay: "namePrefix: dev-\nnameSuffix: -b\n" + nameReference, gateway: "dev-agentgateway-a-b"},
		{name: "a function renames", base: transformers + nameReference, function: renameFunction, gateway: "ai-gateway"},
		{name: "a function renames, then a prefix", base: transformers, overlay: "namePrefix: dev-\n" + nameReference, function: renameFunction, gateway: "dev-ai-gateway"},
		{name: "a prefix, then a function renames", overlay: "namePrefix: dev-\n" + transformers + nameReference, function: renameFunction, gateway: "dev-ai-gateway"},
		{name: "Gatefix", base: transformers, overlay: nameReference, function: strings.Replace(gatefixFunction, "CONTROLLER", "agentgateway", 1), gateway: "ai-gateway"},
		{name: "Gatefix, then a prefix", base: transformers, overlay: "namePrefix: dev-\n" + nameReference, function: strings.Replace(gatefixFunction, "CONTROLLER", "agentgateway", 1), gateway: "dev-ai-gateway"},
		{name: "a prefix, then Gatefix", overlay: "namePrefix: dev-\n" + transformers + nameReference, function: strings.Replace(gatefixFunction, "CONTROLLER", "dev-agentgateway", 1), gateway: "ai-gateway"},
	} {
		for _, h := range kustomizeHosts[:2] {
			t.Run(c.name+", "+h.name, func(t *testing.T) {
				need(t, h.tools...)
				o := h.run(t, nameProject(t, c.base, c.overlay, c.function))
				if o.exit != 0 {
					t.Fatalf("exit %d: %s", o.exit, o.stderr)
				}
				names, refs := namesIn(t, o.stdout)
				if !slices.Contains(names, "Gateway "+c.gateway) {
					t.Errorf("no Gateway %s among %v", c.gateway, names)
				}
				if len(refs) < 20 {
					t.Errorf("only %d references were found", len(refs))
				}
				for _, r := range dangling(names, refs) {
					t.Errorf("%s points at nothing", r)
				}
			})
		}
	}
}

// The file must be what keeps names together.
func TestWithoutTheFileNamesFallApart(t *testing.T) {
	need(t, "kustomize")
	o := kustomizeHosts[0].run(t, nameProject(t, "", "namePrefix: dev-\n", ""))
	if names, refs := namesIn(t, o.stdout); o.exit != 0 || len(dangling(names, refs)) < 20 {
		t.Errorf("exit %d; dangling: %v", o.exit, dangling(names, refs))
	}
}

var refKey = regexp.MustCompile(`(Ref|Refs)$`)

// namesIn returns the objects of a stream, and the names under every key that
// ends in Ref or Refs, with the kind where the reference says it.
func namesIn(t *testing.T, text string) (names, refs []string) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	for {
		var o map[string]any
		if err := d.Decode(&o); errors.Is(err, io.EOF) {
			return names, refs
		} else if err != nil {
			t.Fatal(err)
		}
		names = append(names, o["kind"].(string)+" "+o["metadata"].(map[string]any)["name"].(string))
		refs = append(refs, refsIn(o, "")...)
	}
}

func refsIn(v any, key string) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["name"].(string); ok && refKey.MatchString(key) {
			kind, _ := v["kind"].(string)
			if kind == "" {
				kind = map[string]string{"parentRefs": "Gateway", "parentRef": "Gateway", "backendRefs": "Service", "backendRef": "Service"}[key]
			}
			out = append(out, kind+" "+name)
		}
		for k, x := range v {
			out = append(out, refsIn(x, k)...)
		}
	case []any:
		for _, x := range v {
			out = append(out, refsIn(x, key)...)
		}
	}
	return out
}

// dangling returns the references that no object answers to. One without a
// kind is answered by a Secret.
func dangling(names, refs []string) (out []string) {
	for _, r := range refs {
		if strings.HasPrefix(r, " ") {
			r = "Secret" + r
		}
		if !slices.Contains(names, r) {
			out = append(out, r)
		}
	}
	return out
}
