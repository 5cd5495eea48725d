package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// A rename takes time in proportion to the number of references: ten times the
// routes, ten times the time.
func BenchmarkRenameGateway(b *testing.B) {
	for _, routes := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("%d routes", routes), func(b *testing.B) {
			text := collidingGateway(routes)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				f, err := source.Parse("all.yaml", text)
				if err != nil {
					b.Fatal(err)
				}
				cfg := lint.Defaults()
				cfg.Mode = lint.FixMode
				r := lint.Run(lint.Input{Files: []*source.File{f}}, []*lint.Rule{gatewayNameCollision}, cfg)
				if got := strings.Count(string(r.Files[0].Bytes()), "- name: ai-gateway\n"); got != routes {
					b.Fatalf("%d routes refer to the new name", got)
				}
			}
		})
	}
}

// collidingGateway is a Service and a Gateway of one name, and routes of the
// Gateway, each beside an object that does not mention it.
func collidingGateway(routes int) []byte {
	var text strings.Builder
	text.WriteString("apiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: infra}\nspec: {selector: {app: web}}\n---\n" +
		"apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: infra}\nspec: {gatewayClassName: agentgateway}\n")
	for i := range routes {
		fmt.Fprintf(&text, "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: route-%d\n  namespace: apps\n"+
			"spec:\n  parentRefs:\n  - name: edge\n    namespace: infra\n  rules:\n  - matches:\n    - path: {type: PathPrefix, value: /%d}\n    backendRefs:\n    - name: web\n      port: 80\n", i, i)
		fmt.Fprintf(&text, "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: key-%d\nstringData:\n  Authorization: x\n", i)
	}
	return []byte(text.String())
}
