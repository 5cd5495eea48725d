package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var policiesUnderProvider = &lint.Rule{
	Name:     "policies-under-provider",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Pruned},
	Doc: lint.Doc{
		Summary: "policies under spec.ai.provider",
		Why: "The policies of a backend with one provider stand under `spec.policies`. Only the providers of a group, `spec.ai.groups[].providers[]`, have policies of " +
			"their own. Where they are pruned, the requests go out without the key, or without TLS, that they set.",
		Repair:    "Move them to `spec.policies`. Where that is set too, put both together.",
		FixSafety: "Unsafe: policies of the backend hold for all it does. It is not offered where the backend has policies already.",
		Forecast:  "A strict client is refused: unknown field. Other clients (Argo CD, Flux) have the field pruned in silence.",
		Links:     []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		provider := o.Get("spec", "ai", "provider")
		if !hasValue(provider, "policies") {
			return
		}
		at, from := lint.AtKey(o, provider, "policies"), provider.Path().Join("policies")
		if theirs := o.Get("spec").Key("policies"); theirs != nil {
			p.Report(at, fmt.Sprintf("%q is not a field of %s; put it together with spec.policies", "policies", provider.Path()),
				lint.See(lint.At(o, theirs), "the policies of the backend"))
			return
		}
		p.Report(at, fmt.Sprintf("%q is not a field of %s; write spec.policies", "policies", provider.Path()),
			lint.With(lint.Unsafe, "move it to spec.policies", source.Move(o.Doc, from, source.P("spec", "policies"))))
	},
}
