package rules

import (
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/schema"
)

// An item that repeats an earlier one of a set is removed; of a list with keys,
// an item that only has the same keys is not.
func TestRepeatsAreRemoved(t *testing.T) {
	rule := *missingField
	rule.Name, rule.Check = "repeats", checkSchema(schema.Constraint)
	text := `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec:
  rules:
  - filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        remove: [x-a, x-b, x-a]
        set:
        - {name: x, value: a}
        - {name: x, value: b}
        - {value: a, name: x}
`
	want := `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec:
  rules:
  - filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        remove: [x-a, x-b]
        set:
        - {name: x, value: a}
        - {name: x, value: b}
`
	cfg := lint.Defaults()
	cfg.Mode = lint.FixMode
	res := lint.Run(inputOf(t, "in.yaml", text), []*lint.Rule{&rule}, cfg)
	if got := string(res.Files[0].Bytes()); got != want {
		t.Errorf("%s\n%v", got, res.Findings)
	}
	if len(res.Findings) != 1 || res.Findings[0].Message != `set[1] has the same name "x" as set[0]; allowed: each once` {
		t.Error(res.Findings)
	}
}
