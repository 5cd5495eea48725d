package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

var enumCase = &lint.Rule{
	Name:     "enum-case",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    ourKinds(),
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary: "an allowed value in another spelling",
		Why: "The words of the APIs are written in one way only: `SSE`, not `sse`; `StreamableHTTP`, not `streamable-http`; `PathPrefix`, not `Prefix`, which is how an " +
			"Ingress says it; `Mask` and `Reject`, not `MASK` and `REJECT` as before kgateway 2.2.",
		Repair:    "Write the value as the API spells it.",
		FixSafety: "Safe: one allowed value only is the same but for upper and lower case, hyphens and underscores, or is what that word is called elsewhere.",
		Forecast:  "The API server rejects the object: `Unsupported value: \"sse\": supported values: \"SSE\", \"StreamableHTTP\"`.",
		Links:     []string{"https://github.com/kgateway-dev/kgateway/issues/13008"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, problem := range schemaProblems(p, o) {
			if problem.Class == schema.OutOfRange && len(problem.Allowed) > 0 && !isCORSMethod(problem.Node) {
				checkEnum(p, o, problem)
			}
		}
	},
}

func checkEnum(p *lint.Pass, o *object.Object, problem schema.Problem) {
	written, ok := lint.Value(problem.Node)
	if !ok {
		return
	}
	if write := enumMeant(written, problem.Allowed); write != "" {
		p.Report(lint.At(o, problem.Node), fmt.Sprintf("%q is spelled %q; allowed: %s", written, write, strings.Join(problem.Allowed, ", ")),
			lint.With(lint.Safe, fmt.Sprintf("write %s", write), source.Set(o.Doc, problem.Node.Path(), write)))
	}
}

// enumAliases are what values of the APIs are called in an Ingress, in Istio and
// in the documentation of proxies, plain. Envoy limits rates by the MINUTE.
var enumAliases = map[string]string{
	"prefix":     "PathPrefix",
	"regex":      "RegularExpression",
	"regexp":     "RegularExpression",
	"http2":      "HTTP2",
	"streamable": "StreamableHTTP",
	"streaming":  "StreamableHTTP",
	"second":     "Seconds",
	"minute":     "Minutes",
	"hour":       "Hours",
}

// enumMeant returns the one allowed value that a word means, or "".
func enumMeant(word string, allowed []string) string {
	var found []string
	for _, a := range allowed {
		if plain(a) == plain(word) || enumAliases[plain(word)] == a {
			found = append(found, a)
		}
	}
	if len(found) != 1 || slices.Contains(allowed, word) {
		return ""
	}
	return found[0]
}

// plain drops what people spell differently.
func plain(word string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(word))
}
