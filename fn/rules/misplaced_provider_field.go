package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// upstreamFields say where an LLM provider is reached; they stand beside the
// key of the provider. pathPrefix came with agentgateway 1.1.
var upstreamFields = []string{"host", "port", "path", "pathPrefix"}

var misplacedProviderField = &lint.Rule{
	Name:     "misplaced-provider-field",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Pruned},
	Doc: lint.Doc{
		Summary: "Address of an LLM provider at the wrong level",
		Why: "`host`, `port`, `path` and `pathPrefix` stand beside the key of the provider (`openai`, `anthropic` …), " +
			"neither inside it nor above `provider`.",
		Repair: "Move the field into `spec.ai.provider`, or into the provider of the group. Where the field is there already, " +
			"or the backend would still be rejected after the move, the choice is yours.",
		FixSafety: "Safe: the field has one meaning, and only one place where it is read.",
		Forecast: "A strict client is refused: unknown field. Other clients (Argo CD, Flux) have the field pruned in silence, " +
			"and requests go to the provider's public address.",
		Links: []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		ai := o.Get("spec", "ai")
		for _, provider := range llmProviders(o) {
			places := []misplacedIn{}
			if ai.Has("provider") && !ai.Has("groups") {
				places = append(places, misplacedIn{ai, "spec.ai"})
			}
			for _, name := range providerTypes {
				if n := provider.Get(name); n.IsMapping() {
					places = append(places, misplacedIn{n, name})
				}
			}
			checkProviderFields(p, o, provider, places)
		}
	},
}

// misplacedIn is a mapping that people take for the provider.
type misplacedIn struct {
	node *source.Node
	name string // for messages
}

func checkProviderFields(p *lint.Pass, o *object.Object, provider *source.Node, places []misplacedIn) {
	will := map[string]int{} // how often a field stands in any of the places
	for _, field := range upstreamFields {
		if hasValue(provider, field) {
			will[field]++
		}
		for _, in := range places {
			if hasValue(in.node, field) {
				will[field]++
			}
		}
	}
	for _, in := range places {
		for _, field := range upstreamFields {
			if hasValue(in.node, field) {
				reportProviderField(p, o, provider, in, field, will)
			}
		}
	}
}

func reportProviderField(p *lint.Pass, o *object.Object, provider *source.Node, in misplacedIn, field string, will map[string]int) {
	at := lint.AtKey(o, in.node, field)
	to := provider.Path()
	why := unmovable(field, will)
	if provider.Has("custom") {
		why = "move it there; a custom provider may have a backendRef or paths of its own instead"
	}
	if why != "" {
		p.Reportf(at, "%q is not a field of %s; allowed: in %s, beside the provider's key; %s", field, in.name, to, why)
		return
	}
	p.Report(at, fmt.Sprintf("%q is not a field of %s; allowed: in %s, beside the provider's key; move it there", field, in.name, to),
		lint.With(lint.Safe, fmt.Sprintf("move %s to %s", field, to),
			source.Move(o.Doc, in.node.Path().Join(field), to.Join(field))))
}

// unmovable says what stands in the way of a move: a field that is written
// twice, or the constraints that the API has between these fields.
func unmovable(field string, will map[string]int) string {
	switch {
	case will[field] > 1:
		return "it is written more than once: keep one"
	case (will["host"] > 0) != (will["port"] > 0):
		return "move it there, with host and port both set"
	case will["path"] > 0 && will["pathPrefix"] > 0:
		return "move it there, and keep one of path and pathPrefix"
	case will["pathPrefix"] > 0 && will["host"] == 0:
		return "move it there, and set host and port, which pathPrefix needs"
	}
	return ""
}
