package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var wrongType = &lint.Rule{
	Name:     "wrong-type",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    schemaKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	General:  true,
	Doc: lint.Doc{
		Summary: "value of another type than the field has",
		Why: "YAML tells types by how a value is written: `\"8080\"` is a string, `8080` a number, `yes` a boolean for kubectl. A list of one is written with a dash. " +
			"The API server converts nothing.",
		Repair: "Write the value in the type that the message names. A number or a boolean in quotes loses them, a plain number where text belongs gets them, and a " +
			"bare number where a duration belongs becomes seconds: `10` → `10s`.",
		FixSafety: "Safe: the value stays the same, and the object is rejected today. A number without a unit means seconds in the tools people come from.",
		Forecast:  "The API server rejects the object: `spec.static.port: Invalid value: \"string\": spec.static.port in body must be of type integer: \"string\"`.",
		Links:     []string{"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation"},
	},
	Check: checkSchema(schema.WrongType),
}
