package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var helmValueIgnored = &lint.Rule{
	Name:     "helm-value-ignored",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    helm.Kinds,
	Reads:    helm.Reads,
	Outcome:  lint.Outcome{lint.Outside},
	Doc: lint.Doc{
		Summary: "a Helm value that the chart does not read",
		Why: "Helm takes any value, and the charts of agentgateway and kgateway come without a schema, so a value that the chart does not know is passed over in silence. " +
			"The usual ones: `controller.enableAgentgateway` and, since 2.2, `agentgateway.enabled` in the kgateway chart, which turns agentgateway off whatever the values say; " +
			"`controller.xds.tls.enabled` in agentgateway 1.2 and later; variables that begin with `KGW_` under `controller.extraEnv` in charts that do not read them.\n\n" +
			"Values are read wherever they are written: `values` and `valuesFrom` of Flux (a ConfigMap, or the stringData of a Secret, of the input), " +
			"`valuesObject`, `values` and `parameters` of Argo CD, `valuesInline` and files of the input of kustomize, `valuesContent` and `set` of k3s. " +
			"Only charts from the official registries are judged, and only where every version that the manifest lets be installed ignores the value; " +
			"without a version, the newest one counts. A value that a placeholder or a template fills in is not judged.",
		Repair: "Remove the value and do what the message says instead. To run agentgateway, install its own charts, `agentgateway-crds` and `agentgateway`. " +
			"Gatefix removes the value, also inside a block of text, and writes `controller.xds.mode` in place of `controller.xds.tls.enabled`.",
		FixSafety: "Unsafe: removing what has no effect changes nothing today, but what the author wanted is still missing. The new `controller.xds.mode` does take effect.",
		Forecast:  "Helm installs the release without a word. A value `false` that turns off what is off anyway is reported as information.",
		Links: []string{
			"https://github.com/kgateway-dev/kgateway.dev/issues/570",
			"https://github.com/kgateway-dev/kgateway/blob/v2.2.0/install/helm/kgateway/templates/deployment.yaml#L110",
		},
	},
	Check: checkHelmValues,
}

func checkHelmValues(p *lint.Pass, o *object.Object) {
	for _, r := range helm.Releases(o, p) {
		if !r.Chart.Address.Official() {
			continue
		}
		for _, row := range helm.IgnoredValues {
			if row.Chart != r.Chart.Name || !r.Chart.Within(row.Versions) {
				continue
			}
			for i := range r.Values {
				for _, s := range r.Values[i].Settings(row.Path...) {
					reportIgnored(p, &r, &row, s)
				}
			}
		}
	}
}

func reportIgnored(p *lint.Pass, r *helm.Release, row *helm.Ignored, s helm.Setting) {
	if isOpaque(s.At, s.Value) || slices.Contains(row.Except, s.At.Value) {
		return
	}
	message := fmt.Sprintf("%q has no effect in %s: %s; %s", s.Name, &r.Chart, row.Because, row.Instead)
	var options []lint.Option
	if s.Object != r.Object {
		options = append(options, lint.See(lint.At(r.Object, r.At), "values of this release"))
	}
	if s.Value.Text() == "false" && !row.Mode {
		options = append(options, lint.As(lint.Info))
	}
	p.Report(lint.In(s.Doc, s.At), message, append(options, ignoredFix(row, s))...)
}

// ignoredFix removes a value, or writes what took its place.
func ignoredFix(row *helm.Ignored, s helm.Setting) lint.Option {
	mode := map[string]string{"true": "tls", "false": "plaintext"}[s.Value.Text()]
	if row.Mode && mode != "" {
		if edits := s.Replace(1, "mode", mode); len(edits) > 1 {
			return lint.With(lint.Unsafe, fmt.Sprintf("write controller.xds.mode: %s", mode), edits...)
		}
	}
	return lint.With(lint.Unsafe, fmt.Sprintf("remove %q", s.Name), s.Remove())
}
