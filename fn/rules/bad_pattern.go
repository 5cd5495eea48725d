package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var badPattern = &lint.Rule{
	Name:     "bad-pattern",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    schemaKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	General:  true,
	Doc: lint.Doc{
		Summary: "text that does not have the form the field wants",
		Why: "Names of objects are lower-case letters, digits and hyphens, a hostname has no scheme and no port, a duration has a unit. The API server compares such " +
			"fields with a pattern, and shows the pattern instead of a reason.",
		Repair:    "Write the text in the form that the message shows. A duration without a unit becomes seconds: `\"10\"` → `10s`.",
		FixSafety: "Safe: the object is rejected today, and a number without a unit means seconds in the tools people come from.",
		Forecast:  "The API server rejects the object: `spec.rules[0].timeouts.request: Invalid value: \"10\": spec.rules[0].timeouts.request in body should match '^([0-9]{1,5}(h|m|s|ms)){1,4}$'`.",
		Links:     []string{"https://gateway-api.sigs.k8s.io/geps/gep-2257/"},
	},
	Check: checkSchema(schema.BadPattern),
}
