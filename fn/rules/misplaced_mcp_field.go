package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// mcpStaticFields say how an MCP server is reached, in every version.
var mcpStaticFields = []string{"host", "port", "path", "protocol"}

var misplacedMCPField = &lint.Rule{
	Name:     "misplaced-mcp-field",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Outcome:  lint.Outcome{lint.Pruned},
	Doc: lint.Doc{
		Summary:   "Address or protocol of an MCP target outside static",
		Why:       "`host`, `port`, `path` and `protocol` of an MCP target stand in its `static`, not beside it.",
		Repair:    "Move the field into `static`. Where `static` has it already, where the target has a selector, or where host and port would not both be set, the choice is yours.",
		FixSafety: "Safe: the field has one meaning, and only one place where it is read.",
		Forecast:  "A strict client is refused: unknown field. Other clients (Argo CD, Flux) have the field pruned in silence; a target without `static` is then rejected.",
		Links:     []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, target := range o.Get("spec", "mcp", "targets").Seq() {
			for _, field := range mcpStaticFields {
				if hasValue(target, field) {
					reportMCPField(p, o, target, field)
				}
			}
		}
	},
}

func reportMCPField(p *lint.Pass, o *object.Object, target *source.Node, field string) {
	at, to := lint.AtKey(o, target, field), target.Path().Join("static")
	message := fmt.Sprintf("%q is not a field of an MCP target; allowed: in %s; ", field, to)
	static := target.Get("static")
	has := func(name string) bool { return hasValue(target, name) || hasValue(static, name) }
	switch {
	case target.Has("selector"):
		p.Report(at, message+"a target with a selector has no address: remove it")
	case static.Has(field):
		p.Report(at, message+"static has one already: keep one")
	case field == "host" && hasValue(static, "backendRef"):
		p.Report(at, message+"static has a backendRef, which says where the target is: keep one")
	case !has("port") || !has("host") && !hasValue(static, "backendRef"):
		p.Report(at, message+"move it there, with host and port both set")
	default:
		p.Report(at, message+"move it there", lint.With(lint.Safe, fmt.Sprintf("move %s to %s", field, to),
			source.Move(o.Doc, target.Path().Join(field), to.Join(field))))
	}
}
