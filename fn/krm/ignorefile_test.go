package krm

import (
	"strings"
	"testing"
)

// An ignore may name a file, as the host names it: from the package that is
// rendered, or from the kustomization that is built.
func TestIgnoresNameFiles(t *testing.T) {
	const policy = "- apiVersion: agentgateway.dev/v1alpha1\n  kind: AgentgatewayPolicy\n  metadata:\n    name: p\n    namespace: shop\n    annotations:\nANN" +
		"  spec:\n    targetRefs:\n    - {group: gateway.networking.k8s.io, kind: Gateway, name: gw}\n    traffic:\n      cors: {allowOrigins: ['*'], maxAge: 24h}\n"
	const kptfile = "- apiVersion: kpt.dev/v1\n  kind: Kptfile\n  metadata:\n    name: pkg\n    annotations:\n      internal.config.kubernetes.io/package-path: /srv/pkg\n      internal.config.kubernetes.io/path: Kptfile\n"
	const (
		render = "      internal.config.kubernetes.io/package-path: /srv/pkg/sub\n      internal.config.kubernetes.io/path: cors/p.yaml\n"
		eval   = "      config.kubernetes.io/path: sub/cors/p.yaml\n"
		build  = "      kustomize.config.k8s.io/id: 'name: p'\n      config.kubernetes.io/origin: 'path: sub/cors/p.yaml'\n"
		other  = "      a: b\n"
	)
	for _, c := range []struct {
		file, annotations string
		ignored           bool
	}{
		{"sub/cors/p.yaml", render, true},
		{"sub", render, true},
		{"p.*", render, true},
		{"cors", render, false},
		{"sub/cors/*.yaml", eval, true},
		{"q.yaml", eval, false},
		{"sub/", build, true},
		{"p.yaml", build, true},
		{"p.yaml", other, false},
	} {
		input := head + "functionConfig: {apiVersion: gatefix.dev/v1alpha1, kind: Gatefix, spec: {mode: check, ignore: [{rule: cors-max-age, reason: x, file: '" + c.file + "'}]}}\nitems:\n" +
			kptfile + strings.Replace(policy, "ANN", c.annotations, 1)
		output, exit, _ := Process([]byte(input), Env{Now: today})
		if (exit == 0) != c.ignored || strings.Contains(string(output), "cors-max-age]") == c.ignored {
			t.Errorf("%s, %s: exit %d\n%s", c.file, c.annotations, exit, output)
		}
	}
}
