package rules

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Files of one folder that name no namespace may have nothing to do with each
// other: what one of them refers to is missing only where another holds nearly
// that name.
func TestParentInAnotherFileOfTheFolder(t *testing.T) {
	const head = "apiVersion: gateway.networking.k8s.io/v1\n"
	for name, want := range map[string]string{
		"edge-gateway": "",
		"edge-gatway":  `warning: there is no Gateway "edge-gatway"; did you mean "edge-gateway"?`,
		"acme":         "",
	} {
		in := lint.Input{}
		for file, text := range map[string]string{
			"k8s/gateway.yaml": head + "kind: Gateway\nmetadata: {name: edge-gateway}\nspec: {gatewayClassName: x, listeners: [{name: http, port: 80, protocol: HTTP}]}\n",
			"k8s/route.yaml":   head + "kind: HTTPRoute\nmetadata: {name: r}\nspec: {parentRefs: [{name: " + name + "}]}\n",
		} {
			f, err := source.Parse(file, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			in.Files = append(in.Files, f)
		}
		got := ""
		for _, f := range lint.Run(in, All, lint.Defaults()).Findings {
			got += f.String()
		}
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
