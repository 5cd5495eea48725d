package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var duplicateProviderName = &lint.Rule{
	Name:     "duplicate-provider-name",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Reads:    append([]object.Kind{object.Kustomization}, gateway.PolicyKinds...),
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "two groups of an LLM backend with a provider of the same name",
		Why: "The name of a provider is what a policy means by `sectionName`. It is to be unique in all groups of a backend, but the schema holds only the names of " +
			"one group against each other. A policy for that name then applies to both providers, with its key and its model, though it was written for one.",
		Repair:   "Give each provider a name of its own, and name it in the policies that mean it. Gatefix cannot know which of the two a policy means.",
		Forecast: "Accepted by the API server, and the status of the backend says Accepted=True: no condition tells. Within one group the API server rejects the second.",
		Links: []string{
			"https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go#L183",
		},
	},
	Check: func(p *lint.Pass, backend *object.Object) {
		type first struct {
			group int
			node  *source.Node
		}
		seen := map[string]first{}
		for i, group := range backend.Get("spec", "ai", "groups").Seq() {
			for _, provider := range group.Get("providers").Seq() {
				name := provider.Get("name")
				text, ok := lint.Value(name)
				if !ok || text == "" {
					continue
				}
				if f, dup := seen[text]; !dup {
					seen[text] = first{i, name}
				} else if f.group != i && !p.Patched(backend) {
					reportProvider(p, backend, name, f.node, fmt.Sprintf("group %d", f.group+1))
				}
			}
		}
	},
}

func reportProvider(p *lint.Pass, backend *object.Object, name, first *source.Node, where string) {
	options := []lint.Option{lint.See(lint.At(backend, first), "the provider of that name in %s", where)}
	policies := modelOf(p).Targeting(gateway.To(backend), gateway.PolicyKinds...)
	for _, t := range policies {
		if t.Section() == name.Text() {
			options = append(options, lint.See(lint.At(t.Policy, t.Node.Get("sectionName")), "applies to both"))
		}
	}
	p.Report(lint.At(backend, name), fmt.Sprintf(
		"provider %q has the name of one in %s; a policy for sectionName %q means both; give each a name of its own; "+
			"no condition tells: the status will say Accepted=True", name.Text(), where, name.Text()), options...)
}
