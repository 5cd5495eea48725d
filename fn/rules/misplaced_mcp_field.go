package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	Outcome:  lint.Outcome{lint.Pruned, lint.Rejected},
	Doc: lint.Doc{
		Summary: "Address or protocol of an MCP target outside static",
		Why: "`host`, `port`, `path` and `protocol` of an MCP target stand in its `static`, not beside it, not in a `services` inside of it, and not in `mcp` itself, " +
			"which has targets even where there is one server.",
		Repair:    "Move the field into `static`. Where `static` has it already, where the target has a selector, or where host and port would not both be set, the choice is yours.",
		FixSafety: "Safe: the field has one meaning, and only one place where it is read.",
		Forecast:  "A strict client is refused: unknown field. Other clients (Argo CD, Flux) have the field pruned in silence; a target without `static` is then rejected.",
		Links:     []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		mcp := o.Get("spec", "mcp")
		reportMCPItself(p, o, mcp)
		for _, target := range mcp.Get("targets").Seq() {
			reportMCPServices(p, o, target.Get("static"))
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

// reportMCPItself looks for a server that is written in place of the targets.
func reportMCPItself(p *lint.Pass, o *object.Object, mcp *source.Node) {
	var found, shown []string
	for _, field := range mcpStaticFields {
		if !hasValue(mcp, field) {
			continue
		}
		found = append(found, strconv.Quote(field))
		if v := mcp.Get(field); v.Kind == source.Scalar && !lint.Opaque(v) {
			shown = append(shown, field+": "+v.Value)
		}
	}
	if len(found) == 0 {
		return
	}
	message := fmt.Sprintf("%s: no field of mcp; allowed: in static of a target; ", strings.Join(found, ", "))
	if mcp.Has("targets") {
		p.Report(lint.AtKey(o, mcp, mcpFieldOf(mcp)), message+"move them to the target that they are about")
		return
	}
	p.Report(lint.AtKey(o, o.Get("spec"), "mcp"), message+fmt.Sprintf("write targets: [{name: …, static: {%s}}]", strings.Join(shown, ", ")))
}

// mcpFieldOf is the first field that says how a server is reached.
func mcpFieldOf(n *source.Node) string {
	i := slices.IndexFunc(mcpStaticFields, func(field string) bool { return hasValue(n, field) })
	return mcpStaticFields[i]
}

// reportMCPServices looks for a server in a services of static. Its fields are
// moved first, then what is left of it goes.
func reportMCPServices(p *lint.Pass, o *object.Object, static *source.Node) {
	services := static.Get("services")
	if services == nil || services.IsNull() {
		return
	}
	at, to := lint.AtKey(o, static, "services"), static.Path()
	message := fmt.Sprintf("%q is not a field of %s; allowed: host, port, path and protocol there; ", "services", to)
	switch {
	case services.IsMapping() && len(services.Pairs) == 0:
		p.Report(at, message+"remove it", lint.With(lint.Safe, "remove services", source.Delete(o.Doc, to.Join("services"))))
	case movable(services, static):
		p.Report(at, message+"move its fields there", lint.With(lint.Safe, fmt.Sprintf("move the fields of services to %s", to), movesUp(o, services, to)...))
	default:
		p.Report(at, message+"write its fields there")
	}
}

// movable reports whether all that services has is the address of one server,
// and static has none of it.
func movable(services, static *source.Node) bool {
	if !services.IsMapping() {
		return false
	}
	for _, key := range keysOf(services) {
		if !slices.Contains(mcpStaticFields, key) || static.Has(key) {
			return false
		}
	}
	has := func(field string) bool { return hasValue(services, field) || hasValue(static, field) }
	return has("port") && has("host") != hasValue(static, "backendRef")
}

func movesUp(o *object.Object, from *source.Node, to source.Path) []source.Edit {
	var out []source.Edit
	for _, key := range keysOf(from) {
		out = append(out, source.Move(o.Doc, from.Path().Join(key), to.Join(key)))
	}
	return out
}
