package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var missingField = &lint.Rule{
	Name:     "missing-field",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    schemaKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	General:  true,
	Doc: lint.Doc{
		Summary: "required field that is not there",
		Why: "Some fields must be written, at least once their mapping is there. A key without a value counts as missing: the API server takes `port:` for no port. " +
			"Fields that have a default are never missing.",
		Repair:   "Write the field that the message names. Gatefix does not make up values.",
		Forecast: "The API server rejects the object: `spec.static.port: Required value`.",
		Links:    []string{"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation"},
	},
	Check: checkSchema(schema.MissingField),
}
