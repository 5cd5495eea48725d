package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// policyPartly is what an AgentgatewayPolicy says of a reference that leads
// nowhere: the rest of it is in force, and what needs the backend fails closed.
var policyPartly = gateway.Condition{Type: "Accepted", Status: "True", Reason: "PartiallyValid"}

// consequence says what happens to the traffic, and what the status will say.
func (b missingBackend) consequence() string {
	from := b.ref.From.Kind
	if from == object.AgentgatewayPolicy {
		return "what needs it fails; the policy's status will say " + policyPartly.String()
	}
	if b.ref.Kind == object.HTTPRoute {
		text := "requests handed on to it are answered with 404"
		switch b.m.RouteProduct(b.ref.From) {
		case gateway.Agentgateway, gateway.Unknown:
			text += ", and with agentgateway no status says so"
		case gateway.Kgateway:
			text += "; the status will say ResolvedRefs=False (BackendNotFound)"
		}
		return text
	}
	c := gateway.Condition{Type: "ResolvedRefs", Status: "False", Reason: "BackendNotFound"}
	if b.m.Grant(b.ref.Reference).Allowed == gateway.No {
		c.Reason = "RefNotPermitted" // asked for first
	}
	return withoutBackend(b.ref) + "; the status will say " + c.String()
}

// withoutBackend says what happens to the traffic of a backendRef that cannot be
// used.
func withoutBackend(b gateway.BackendRef) string {
	switch {
	case b.Mirror:
		return "nothing is mirrored to it"
	case b.From.Kind == object.HTTPRoute || b.From.Kind == object.GRPCRoute:
		return "requests to it are answered with 500"
	}
	return "connections to it fail"
}

// otherKind finds an AgentgatewayBackend where a Service of the name is missing.
// The port goes: it is a Service's.
func (b missingBackend) otherKind() (string, []lint.Option) {
	r := b.ref.Reference
	as := r
	as.Kind = object.AgentgatewayBackend
	if r.Kind != object.Service || b.m.Present(as) == nil {
		return "", nil
	}
	edits := []source.Edit{setField(r, "group", object.AgentgatewayGroup, ""), setField(r, "kind", object.AgentgatewayBackend.Name, "group")}
	if r.Node.Has("port") {
		edits = append(edits, source.Delete(r.From.Doc, r.Node.Path().Join("port")))
	}
	return fmt.Sprintf("; an AgentgatewayBackend of that name is there: write group: %s and kind: %s", object.AgentgatewayGroup, object.AgentgatewayBackend.Name),
		[]lint.Option{lint.See(lint.AtName(b.m.Present(as)), "%s", b.m.Present(as)), lint.With(lint.Unsafe, "set group and kind", edits...)}
}

// elsewhere finds the backend in another namespace.
func (b missingBackend) elsewhere() (string, []lint.Option) {
	r := b.ref.Reference
	spaces, options := seeNamesakes(b.m, r)
	switch {
	case len(spaces) == 0:
		return "", nil
	case len(spaces) > 1:
		return "; namespaces " + quoted(spaces) + " have one", options
	}
	hint := fmt.Sprintf("; the one of that name is in namespace %q: write namespace: %s", spaces[0], spaces[0])
	if r.Kind != object.HTTPRoute {
		hint += ", which takes a ReferenceGrant there"
	}
	return hint, append(options, lint.With(lint.Unsafe, fmt.Sprintf("set namespace to %q", spaces[0]), setField(r, "namespace", spaces[0], "name")))
}
