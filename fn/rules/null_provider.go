package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// bareProviders are the providers that need no field of their own: the empty
// mapping is valid in every version since agentgateway.dev exists.
var bareProviders = []string{"openai", "anthropic", "gemini"}

var nullProvider = &lint.Rule{
	Name:     "null-provider",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary:   "LLM provider that is written without a value",
		Why:       "`anthropic:` without a value is null in YAML. The API server drops nulls, and then the backend has no provider at all.",
		Repair:    "Write the empty mapping: `anthropic: {}`.",
		FixSafety: "Safe: an empty mapping is the only value that says the provider and nothing more.",
		Forecast:  "The API server drops the null and rejects the object: exactly one provider must be set.",
		Links:     []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, provider := range llmProviders(o) {
			checkNullProvider(p, o, provider)
		}
	},
}

// checkNullProvider is silent beside a provider that has a value: the null is
// dropped, and what is left is valid.
func checkNullProvider(p *lint.Pass, o *object.Object, provider *source.Node) {
	var null []string
	for _, name := range providerTypes {
		switch n := provider.Get(name); {
		case n == nil:
		case n.IsNull():
			null = append(null, name)
		default:
			return
		}
	}
	if len(null) != 1 {
		return
	}
	for _, name := range bareProviders {
		if name == null[0] {
			n := provider.Get(name)
			p.Report(lint.AtKey(o, provider, name),
				fmt.Sprintf("provider %q has no value, which counts as absent; allowed: a mapping; write %s: {}", name, name),
				lint.With(lint.Safe, fmt.Sprintf("set %s to {}", name), source.Set(o.Doc, n.Path(), source.Map{})))
		}
	}
}
