package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var constraint = &lint.Rule{
	Name:     "constraint",
	Severity: lint.Error,
	Since:    "0.2",
	General:  true,
	Kinds:    schemaKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary: "fields that do not go together, or items of a list that repeat each other",
		Why: "Each field is right by itself, but not beside another: two of `ai`, `mcp` and `static` in one backend, a filter whose type is not that of its settings, " +
			"a host without a port, two listeners of one name. The answer of the API server speaks of the whole object and often names no field.\n\n" +
			"The demands come from the CustomResourceDefinitions of the releases, or from those given with `--crds`, whose rules in CEL are all evaluated. " +
			"Of the known APIs every rule in CEL is known here that one document can break.",
		Repair:    "Keep what the message says belongs together. An item that repeats another in all it holds is removed.",
		FixSafety: "Safe: of two items that are the same, one is kept.",
		Forecast:  "The API server rejects the object: `spec: Invalid value: exactly one of the fields in [ai static mcp] must be set`.",
		Links:     []string{"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules"},
	},
	Check: checkSchema(schema.Constraint),
}
