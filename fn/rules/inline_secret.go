package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var inlineSecret = &lint.Rule{
	Name:     "inline-secret",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    backendAuthKinds,
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "the key of a backend written into the manifest",
		Why: "`auth.key` holds the key itself. It is readable by everybody who may read the object or the repository, and it stays in the history of both " +
			"after it is replaced.",
		Repair:   "Replace the key, put the new one into a Secret under the key `Authorization`, and refer to it: `auth: {secretRef: {name: …}}`. The value is never shown.",
		Forecast: "Accepted, and it works.",
		Links:    []string{"https://agentgateway.dev/docs/kubernetes/latest/llm/api-keys/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, auth := range backendAuths(o) {
			if v, ok := lint.Value(auth.Get("key")); ok && v != "" {
				p.Reportf(lint.AtKey(o, auth, "key"), "the key itself stands in the manifest; put it into a Secret and write secretRef: {name: …}")
			}
		}
	},
}
