package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var unknownField = &lint.Rule{
	Name:     "unknown-field",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    schemaKinds,
	General:  true,
	Outcome:  lint.Outcome{lint.Pruned},
	Doc: lint.Doc{
		Summary: "field that the API does not have",
		Why: "A field that is misspelled, stands in the wrong mapping, or belongs to another release is not part of the object. A client that asks for strict " +
			"validation, as `kubectl apply` does, is refused. Others, Argo CD and Flux among them, are told that all is well, and the field is gone.",
		Repair: "Write the field by its name, in the place where it exists: the message names the field it may mean, the place that has one of that name, or the " +
			"release that has it. Set `versions` in the configuration where the cluster does not run the newest release.",
		FixSafety: "Safe where only the case of letters differs from the one field it can mean, which is not there yet: no value is lost. Other names are suggestions, never applied.",
		Forecast:  "`kubectl apply` fails: `strict decoding error: unknown field \"spec.trafic\"`. Argo CD, Flux and other clients without strict validation: silence, the API server prunes the field.",
		Links: []string{
			"https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
			"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning",
		},
	},
	Check: checkSchema(schema.UnknownField),
}
