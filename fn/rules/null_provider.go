package rules

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

var nullProvider = &lint.Rule{
	Name:     "null-provider",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary:   "LLM provider that is written without a value",
		Why:       "`anthropic:` without a value is null in YAML. The API server drops nulls, and then the backend has no provider at all.",
		Repair:    "Write the empty mapping: `anthropic: {}`. Where the provider needs a field, such as `projectId` of `vertexai`, the message names it.",
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
	name := null[0]
	at := lint.AtKey(o, provider, name)
	n := provider.Get(name)
	needs, known := requiredOf(p, o, n)
	switch {
	case !known: // no release that is judged by has it
	case len(needs) > 0:
		p.Reportf(at, "provider %q has no value, which counts as absent; allowed: a mapping; write %s: {%s: …}", name, name, strings.Join(needs, ": …, "))
	default:
		p.Report(at, fmt.Sprintf("provider %q has no value, which counts as absent; allowed: a mapping; write %s: {}", name, name),
			lint.With(lint.Safe, fmt.Sprintf("set %s to {}", name), source.Set(o.Doc, n.Path(), source.Map{})))
	}
}

// requiredOf returns the fields that a mapping at the place of a value must
// have; known is false where the pinned release has no such place.
func requiredOf(p *lint.Pass, o *object.Object, n *source.Node) (fields []string, known bool) {
	r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions(p.Config.Versions))
	if !ok {
		return nil, false
	}
	f := r.Field(n.Path())
	if f == nil {
		return nil, false
	}
	return f.Required, true
}
