package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var policyFieldOutsideSection = &lint.Rule{
	Name:     "policy-field-outside-section",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayPolicy},
	Outcome:  lint.Outcome{lint.Pruned, lint.Rejected},
	Doc: lint.Doc{
		Summary: "a field directly under an AgentgatewayPolicy's spec that belongs into one of its sections",
		Why: "What an AgentgatewayPolicy does stands in three sections: `traffic` for what happens to requests on their way to a route, `backend` for the way to a " +
			"backend, `frontend` for the listener. kgateway's TrafficPolicy has the same fields directly under `spec`, hence the habit.",
		Repair:    "Move the field into its section. `http`, `tcp`, `tls`, `extAuth` and `transformation` stand in several sections: only the author knows which one is meant.",
		FixSafety: "Safe: the field exists in one section only, and its value is moved as it is. It is not offered where the section already has it.",
		Forecast: "A client that asks for strict validation, as kubectl does, is refused: `unknown field \"spec.cors\"`. Without it (Argo CD, Flux, server-side apply) the field is " +
			"pruned in silence, or, where nothing else is left in the policy, the object is rejected because no section is set.",
		Links: []string{"https://agentgateway.dev/docs/kubernetes/latest/reference/api/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		spec := o.Get("spec")
		if !spec.IsMapping() || spec.IsTemplate() {
			return
		}
		for _, pair := range spec.Get().Pairs {
			checkPolicyField(p, o, spec, pair.Key.Value)
		}
	},
}

// policySections are the fields of each section, of every release from kgateway
// 2.2 to agentgateway 1.4.
var policySections = []struct {
	name   string
	fields []string
}{
	{"traffic", []string{
		"apiKeyAuthentication", "authorization", "basicAuthentication", "buffer", "cors", "csrf", "delay", "directResponse", "extAuth", "extProc",
		"headerModifiers", "hostRewrite", "jwtAuthentication", "phase", "rateLimit", "retry", "timeouts", "transformation",
	}},
	{"backend", []string{"ai", "auth", "extAuth", "health", "http", "mcp", "tcp", "tls", "transformation", "tunnel"}},
	{"frontend", []string{"accessLog", "connect", "http", "metrics", "networkAuthorization", "proxyProtocol", "tcp", "tls", "tracing"}},
}

// policyFields are the fields that a policy does have under spec.
var policyFields = []string{"targetRefs", "targetSelectors", "traffic", "backend", "frontend", "strategy"}

// sectionsOf returns the sections that have a field of that name.
func sectionsOf(field string) []string {
	var out []string
	for _, s := range policySections {
		if slices.Contains(s.fields, field) {
			out = append(out, s.name)
		}
	}
	return out
}

func checkPolicyField(p *lint.Pass, o *object.Object, spec *source.Node, field string) {
	if slices.Contains(policyFields, field) {
		return
	}
	at := lint.AtKey(o, spec, field)
	sections := sectionsOf(field)
	switch {
	case len(sections) > 1:
		p.Reportf(at, "spec has no field %q; allowed: spec.%s", field, strings.Join(sections, "."+field+", spec.")+"."+field)
	case len(sections) == 1 && spec.Get(sections[0], field) != nil:
		p.Report(at, fmt.Sprintf("spec has no field %q, and spec.%s.%s is set too; keep one", field, sections[0], field),
			lint.See(lint.AtKey(o, spec.Get(sections[0]), field), "the one that counts"))
	case len(sections) == 1:
		p.Report(at, fmt.Sprintf("spec has no field %q; write spec.%s.%s", field, sections[0], field),
			lint.With(lint.Safe, fmt.Sprintf("move it to spec.%s.%s", sections[0], field), intoSection(o, spec, sections[0], field)...))
	}
}

// intoSection moves a field of spec into a section, which is made where it is
// not there.
func intoSection(o *object.Object, spec *source.Node, section, field string) []source.Edit {
	var edits []source.Edit
	if s := spec.Get(section); s == nil {
		edits = append(edits, source.Insert(o.Doc, source.P("spec", section), source.Map{}, before(spec, field)))
	} else if s.IsNull() {
		edits = append(edits, source.Set(o.Doc, source.P("spec", section), source.Map{}))
	}
	return append(edits, source.Move(o.Doc, source.P("spec", field), source.P("spec", section, field)))
}

// before returns the key in front of a key of a mapping, or "".
func before(n *source.Node, key string) string {
	last := ""
	for _, p := range n.Get().Pairs {
		if p.Key.Value == key {
			return last
		}
		last = p.Key.Value
	}
	return ""
}
