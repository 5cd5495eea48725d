package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

var outOfRange = &lint.Rule{
	Name:     "out-of-range",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    schemaKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	General:  true,
	Doc: lint.Doc{
		Summary: "value that is not one of those allowed, or is too small, too large, too short or too long",
		Why: "Fields have words of their own, which differ from product to product and from release to release, and bounds: a port is 1 to 65535, an HTTPRoute has " +
			"at most 16 rules, a name is not empty.",
		Repair:   "Write one of the values that the message lists, or stay within the bounds it names.",
		Forecast: "The API server rejects the object: `spec.traffic.phase: Unsupported value: \"Early\": supported values: \"PreRouting\", \"PostRouting\"`.",
		Links:    []string{"https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation"},
	},
	Check: checkSchema(schema.OutOfRange),
}
