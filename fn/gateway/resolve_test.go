package gateway

import (
	"testing"

	"github.com/gatefix/gatefix/fn/object"
)

func gatewayText(name, namespace, rest string) string {
	return "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: " + name + inNamespace(namespace) + rest +
		"}\nspec: {gatewayClassName: x, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}\n"
}

// What a reference means depends on which documents name their namespace, and
// on what is applied together. The route refers to a Gateway gw.
func TestResolve(t *testing.T) {
	const list = "kind: Kustomization\nresources: [gw.yaml, route.yaml]\n"
	tests := []struct {
		name      string
		files     map[string]string
		namespace string // of the route
		ref       string
		want      string
	}{
		{"one file", map[string]string{"a/route.yaml": gatewayText("gw", "", "")}, "", "name: gw", "yes"},
		{"one folder", map[string]string{"a/gw.yaml": gatewayText("gw", "", "")}, "", "name: gw", "yes"},
		{"another folder, the only one of that name", map[string]string{"b/gw.yaml": gatewayText("gw", "", "")}, "", "name: gw", "yes"},
		{"other folders, several of that name", map[string]string{"b/gw.yaml": gatewayText("gw", "", ""), "c/gw.yaml": gatewayText("gw", "", "")}, "", "name: gw", "? " + string(SpaceUnknown)},
		{"the nearest of several", map[string]string{"a/gw.yaml": gatewayText("gw", "", ""), "c/gw.yaml": gatewayText("gw", "", "")}, "", "name: gw", "yes"},
		{"one file, another name", map[string]string{"a/route.yaml": gatewayText("edge", "", "")}, "", "name: gw", "parent"},
		{"one folder, another name", map[string]string{"a/gw.yaml": gatewayText("edge", "", "")}, "", "name: gw", "? " + string(NotInInput)},
		{"another folder, another name", map[string]string{"b/gw.yaml": gatewayText("edge", "", "")}, "", "name: gw", "? " + string(NotInInput)},
		{"only the Gateway names its namespace", map[string]string{"a/gw.yaml": gatewayText("gw", "infra", "")}, "", "name: gw", "? " + string(SpaceUnknown)},
		{"only the Gateway names its namespace, another name", map[string]string{"a/gw.yaml": gatewayText("edge", "infra", "")}, "", "name: gw", "? " + string(NotInInput)},
		{"only the route names its namespace", map[string]string{"a/gw.yaml": gatewayText("gw", "", "")}, "apps", "name: gw", "? " + string(SpaceUnknown)},
		{"the reference names the namespace", map[string]string{"b/gw.yaml": gatewayText("gw", "infra", "")}, "", "name: gw, namespace: infra", "yes"},
		{"the reference names another", map[string]string{"b/gw.yaml": gatewayText("gw", "infra", "") + gatewayText("edge", "apps", "")}, "", "name: gw, namespace: apps", "parent"},
		{"one kustomization", map[string]string{"a/gw.yaml": gatewayText("gw", "", ""), "a/kustomization.yaml": list}, "", "name: gw", "yes"},
		{"one kustomization, another name", map[string]string{"a/gw.yaml": gatewayText("edge", "", ""), "a/kustomization.yaml": list}, "", "name: gw", "parent"},
		{"the namespace of the kustomization", map[string]string{"b/gw.yaml": gatewayText("gw", "infra", ""), "a/kustomization.yaml": "namespace: infra\n" + list}, "", "name: gw", "yes"},
		{"the namespace of the kustomization, another name", map[string]string{"b/gw.yaml": gatewayText("edge", "infra", ""), "a/kustomization.yaml": "namespace: infra\n" + list}, "", "name: gw", "parent"},
		{"listed and not listed", map[string]string{"a/gw.yaml": gatewayText("edge", "", ""), "a/kustomization.yaml": "kind: Kustomization\nresources: [route.yaml]\n"}, "", "name: gw", "? " + string(NotInInput)},
		{"one placeholder", map[string]string{"b/gw.yaml": gatewayText("gw", "'${NS}'", "")}, "'${NS}'", "name: gw", "yes"},
		{"another placeholder", map[string]string{"b/gw.yaml": gatewayText("gw", "'${NS}'", "")}, "'${OTHER}'", "name: gw", "? " + string(SpaceUnknown)},
		{"a name that is filled in later", map[string]string{"b/gw.yaml": gatewayText("'${GW}'", "apps", "") + gatewayText("edge", "apps", "")}, "apps", "name: gw", "? " + string(Placeholder)},
		{"an earlier name", map[string]string{"b/gw.yaml": gatewayText("dev-gw", "apps", ", annotations: {internal.config.kubernetes.io/previousNames: gw, internal.config.kubernetes.io/previousNamespaces: default}")}, "apps", "name: gw", "yes"},
		{"an earlier namespace", map[string]string{"b/gw.yaml": gatewayText("dev-gw", "dev", ", annotations: {internal.config.kubernetes.io/previousNames: gw, internal.config.kubernetes.io/previousNamespaces: infra}")}, "dev", "name: gw, namespace: infra", "yes"},
		{"no earlier name in an earlier namespace", map[string]string{"b/gw.yaml": gatewayText("dev-gw", "dev", ", annotations: {internal.config.kubernetes.io/previousNames: gw, internal.config.kubernetes.io/previousNamespaces: infra}")}, "dev", "name: gone, namespace: infra", "parent"},
		{"two of one name and namespace, equally near", map[string]string{"b/gw.yaml": gatewayText("gw", "infra", ""), "c/gw.yaml": gatewayText("gw", "infra", "")}, "apps", "name: gw, namespace: infra", "? " + string(SeveralSuch)},
		{"two of one name and namespace, one nearer", map[string]string{"a/x/gw.yaml": gatewayText("gw", "infra", ""), "c/gw.yaml": gatewayText("gw", "infra", "")}, "apps", "name: gw, namespace: infra", "yes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.files["a/route.yaml"] += route(object.HTTPRoute, test.namespace, "{parentRefs: [{"+test.ref+"}]}")
			set := files(t, test.files)
			m := New(set.Of)
			if got := outcome(m.Attach(set.Of(object.HTTPRoute)[0])[0]); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// The configuration may say what exists beside the input.
func TestAssume(t *testing.T) {
	text := gatewayText("edge", "infra", "") + route(object.HTTPRoute, "apps", "{parentRefs: [{name: gw, namespace: infra}]}")
	elsewhere := route(object.HTTPRoute, "apps", "{parentRefs: [{name: gw, namespace: other}]}")
	tests := []struct {
		name, text, want string
		assume           object.Assume
	}{
		{"nothing", text, "parent", object.Assume{}},
		{"the Gateway", text, "? " + string(AssumedThere), object.Assume{Objects: []object.Assumed{{Kind: "Gateway", Namespace: "infra", Name: "gw"}}}},
		{"every Gateway of the namespace", text, "? " + string(AssumedThere), object.Assume{Objects: []object.Assumed{{Kind: "Gateway.gateway.networking.k8s.io", Namespace: "infra", Name: "*"}}}},
		{"another Gateway", text, "parent", object.Assume{Objects: []object.Assumed{{Kind: "Gateway", Namespace: "infra", Name: "gx"}}}},
		{"no Gateway there", elsewhere, "? " + string(NotInInput), object.Assume{}},
		{"all is there", elsewhere, "parent", object.Assume{Complete: true}},
		{"all is there but the Gateway", elsewhere, "? " + string(AssumedThere), object.Assume{Complete: true, Objects: []object.Assumed{{Kind: "Gateway", Name: "gw"}}}},
		{"a part of what there is", text, "? " + string(NotInInput), object.Assume{Partial: true}},
	}
	for _, test := range tests {
		if got := outcome(attachOnly(t, object.HTTPRoute, test.text, Assuming(test.assume))); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// A Service that something in the input may create is not called absent.
func TestMakers(t *testing.T) {
	const base = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: apps}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: tls, namespace: apps}\n"
	tests := []struct {
		name, maker string
		kind        object.Kind
		ref         string
		want        Presence
	}{
		{"nothing", "", object.Service, "gone", Absent},
		{"a Gateway of that name", gatewayText("gone", "apps", ""), object.Service, "gone", Outside},
		{"a Gateway of another namespace", gatewayText("gone", "infra", ""), object.Service, "gone", Absent},
		{"a release", "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x, namespace: flux}\nspec: {targetNamespace: apps}\n", object.Service, "gone", Outside},
		{"a release elsewhere", "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x, namespace: flux}\n", object.Service, "gone", Absent},
		{"an application", "---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x, namespace: argocd}\nspec: {destination: {namespace: apps}}\n", object.Secret, "gone", Outside},
		{"an application that deploys to wherever", "---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x, namespace: argocd}\n", object.Secret, "gone", Outside},
		{"an application set", "---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: x, namespace: argocd}\nspec: {template: {spec: {destination: {namespace: other}}}}\n", object.Secret, "gone", Absent},
		{"a certificate", "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: x, namespace: apps}\nspec: {secretName: gone}\n", object.Secret, "gone", Outside},
		{"a certificate for another", "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: gone, namespace: apps}\nspec: {secretName: other}\n", object.Secret, "gone", Absent},
		{"an external secret of that name", "---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: gone, namespace: apps}\n", object.Secret, "gone", Outside},
		{"a sealed secret", "---\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: gone, namespace: apps}\n", object.Secret, "gone", Outside},
		{"a generator", "---\nkind: Kustomization\nsecretGenerator: [{name: gone}]\n", object.Secret, "gone", Outside},
		{"a generator of something else", "---\nkind: Kustomization\nconfigMapGenerator: [{name: gone}]\n", object.Secret, "gone", Absent},
		{"charts", "---\nkind: Kustomization\nnamespace: apps\nhelmCharts: [{name: x}]\n", object.Service, "gone", Outside},
	}
	for _, test := range tests {
		set := parse(t, base+test.maker)
		got := New(set.Of).Resolve(Reference{Kind: test.kind, Namespace: "apps", Name: test.ref})
		if got.Presence != test.want {
			t.Errorf("%s: %+v, want %v", test.name, got, test.want)
		}
	}
}
