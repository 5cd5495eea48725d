package rules

import (
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// targetSections returns the names that a sectionName may have for the target of a
// policy; known is false where the input does not tell all of them.
func targetSections(p *lint.Pass, m *gateway.Model, t gateway.Target, target *object.Object) (names []string, known bool) {
	names, known = m.Sections(target)
	switch target.Kind {
	case object.Gateway:
		names, known = gatewaySections(p, m, target, names, known)
	case object.Service:
		if t.Policy.Kind == object.AgentgatewayPolicy {
			// Agentgateway reads a number, and takes a name for port 0.
			// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/utils/utils.go#L114
			names = slices.DeleteFunc(names, func(name string) bool { _, err := strconv.Atoi(name); return err != nil })
		}
		known = known && len(names) > 0
	case object.AgentgatewayBackend:
		names, known = backendSections(target, names, known)
	}
	return names, known
}

// gatewaySections adds the listeners of ListenerSets: agentgateway finds them by
// the Gateway's name, too. Which sets there are, the input shows in part.
func gatewaySections(p *lint.Pass, m *gateway.Model, o *object.Object, names []string, known bool) ([]string, bool) {
	for _, set := range m.ListenerSets(o) {
		for _, l := range m.Listeners(set.Object) {
			names = append(names, l.Name)
			known = known && !lint.HasPlaceholder(l.Name)
		}
	}
	from := o.Get("spec", "allowedListeners", "namespaces", "from")
	open := from != nil && from.Text() != "None"
	return names, known && (!open || p.Config.Assume.Complete)
}

// backendSections adds the one provider of a backend without groups, which
// agentgateway calls "backend". Targets of MCP that a selector finds are named
// after their Services.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/utils/utils.go#L18
func backendSections(o *object.Object, names []string, known bool) ([]string, bool) {
	if o.Get("spec", "ai", "provider") != nil {
		names = append(names, "backend")
	}
	for _, target := range o.Get("spec", "mcp", "targets").Seq() {
		known = known && !target.Has("selector")
	}
	return names, known && (o.Get("spec", "ai") != nil || o.Get("spec", "mcp") != nil || o.Get("spec", "static") != nil)
}
