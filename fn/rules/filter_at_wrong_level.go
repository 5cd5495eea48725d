package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var filterAtWrongLevel = &lint.Rule{
	Name:     "filter-at-wrong-level",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.HTTPRoute, object.GRPCRoute},
	Reads: []object.Kind{
		object.Gateway, object.GatewayClass, object.ListenerSet, object.XListenerSet, object.Kustomization,
	},
	Outcome: lint.Outcome{
		lint.Condition("ResolvedRefs", "False", "BackendError"),
		lint.Condition("ResolvedRefs", "False", "IncompatibleFilters"),
		lint.Rejected,
	},
	Doc: lint.Doc{
		Summary: "a filter where agentgateway or the Gateway API does not take it",
		Why: "A rule of a route has `filters`, and so has each of its backendRefs. The API server takes the same types in both places; agentgateway takes URLRewrite, " +
			"CORS and ExternalAuth under the rule only, and ExtensionRef nowhere. Such a rule is left out of what the proxy gets.\n\n" +
			"`ReplacePrefixMatch` replaces the prefix that the rule matched, so the rule has to have exactly one match, of type PathPrefix. That is checked on every HTTPRoute. " +
			"The first is reported only where a parent of the route is known to be of agentgateway or, for other types than ExtensionRef, a backend of the rule is an AgentgatewayBackend.",
		Repair: "Move the filter up to the `filters` of the rule. Gatefix does where the rule has one backendRef. What an ExtensionRef was to do is the business of an " +
			"AgentgatewayPolicy that targets the route. A rule of several matches has to be split into rules of one match each, which is left to you.",
		FixSafety: "Safe where the rule has one backendRef and mirrors nothing: the filter then sees the same requests. Unsafe where the rule mirrors requests, " +
			"as what is mirrored may be rewritten too.",
		Forecast: "Where `ReplacePrefixMatch` is not alone with one PathPrefix match: rejected by the API server. Else accepted by it, and the status of the route says " +
			"ResolvedRefs=False (BackendError) for a filter of a backendRef of an HTTPRoute, and ResolvedRefs=False (IncompatibleFilters) for one of a GRPCRoute and for an " +
			"ExtensionRef of a rule. A route whose parent does not exist gets no status.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter",
			"https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/translator/conversion.go#L448",
		},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		if p.Patched(route) {
			return
		}
		m := modelOf(p)
		for _, rule := range route.Get("spec", "rules").Seq() {
			r := filteredRule{p, m, route, rule}
			if route.Kind == object.HTTPRoute {
				r.checkPrefix()
			}
			if r.knowsNoExtension() {
				r.checkExtensions()
			}
			if r.servedByAgentgateway() {
				r.checkLevels()
			}
		}
	},
}

// filteredRule is one rule of a route, with the filters of it and of its
// backendRefs.
type filteredRule struct {
	p     *lint.Pass
	m     *gateway.Model
	route *object.Object
	rule  *source.Node
}

// servedByAgentgateway reports whether agentgateway will translate the rule. A
// parent that is another product's outweighs the kind of the backend.
func (r filteredRule) servedByAgentgateway() bool {
	switch r.m.RouteProduct(r.route) {
	case gateway.Agentgateway:
		return true
	case gateway.Unknown:
		for _, b := range r.rule.Get("backendRefs").Seq() {
			if gateway.Refer(r.route, b, object.Service).Kind == object.AgentgatewayBackend {
				return true
			}
		}
	}
	return false
}

// knowsNoExtension reports whether the route is certainly agentgateway's and not
// that of its commercial edition, which may have extensions of its own.
func (r filteredRule) knowsNoExtension() bool {
	gw := r.gateway()
	return gw != nil && !r.m.ClassOf(gw.Get("spec", "gatewayClassName").Text()).Enterprise
}

// gateway is the first parent that is known to be of agentgateway, or nil.
func (r filteredRule) gateway() *object.Object {
	for _, parent := range r.m.Parents(r.route) {
		if gw := parent.Gateway; gw != nil && gw.Object != nil && r.m.Product(gw.Object) == gateway.Agentgateway {
			return gw.Object
		}
	}
	return nil
}

// checkExtensions reports a filter of a rule that agentgateway does not have.
func (r filteredRule) checkExtensions() {
	for _, f := range r.rule.Get("filters").Seq() {
		if f.Get("type").Text() == "ExtensionRef" {
			r.p.Report(lint.At(r.route, f.Get("type")),
				"agentgateway has no filter of type \"ExtensionRef\"; write an AgentgatewayPolicy whose targetRefs name the route; "+
					unresolved("IncompatibleFilters"), r.related()...)
		}
	}
}

func (r filteredRule) checkLevels() {
	for _, b := range r.rule.Get("backendRefs").Seq() {
		for _, f := range b.Get("filters").Seq() {
			t := f.Get("type").Text()
			if ruleOnlyFilters[t] || t == "ExtensionRef" && r.knowsNoExtension() {
				r.reportLevel(b, f, t)
			}
		}
	}
}

// ruleOnlyFilters are the types that agentgateway takes under a rule and not
// under a backendRef. It takes RequestRedirect in both places.
var ruleOnlyFilters = map[string]bool{"URLRewrite": true, "CORS": true, "ExternalAuth": true}

func (r filteredRule) reportLevel(backend, filter *source.Node, kind string) {
	options := r.related()
	reason := "BackendError"
	if r.route.Kind == object.GRPCRoute {
		reason = "IncompatibleFilters"
	}
	advice := "move it to the filters of the rule"
	switch {
	case kind == "ExtensionRef":
		advice = "write an AgentgatewayPolicy whose targetRefs name the route"
	case len(r.rule.Get("backendRefs").Seq()) > 1:
		advice += ", for all of its backendRefs, or give this backendRef a rule of its own"
	default:
		if lift, safety := (filterLift{r.route, r.rule, backend}).edits(); lift != nil {
			options = append(options, lint.With(safety, "move the filters of the backendRef to the rule", lift...))
		}
	}
	r.p.Report(lint.At(r.route, filter.Get("type")),
		fmt.Sprintf("agentgateway takes no filter of type %q under a backendRef; %s; %s", kind, advice, unresolved(reason)), options...)
}

// unresolved says what the controller will answer, as the end of a message.
func unresolved(reason string) string {
	return forecast(gateway.Condition{Type: "ResolvedRefs", Status: "False", Reason: reason})
}

// related is the Gateway that makes the route agentgateway's, where the input
// holds it, and otherwise the backend reference that does.
func (r filteredRule) related() []lint.Option {
	if gw := r.gateway(); gw != nil {
		return []lint.Option{lint.See(lint.AtName(gw), "%s is served by agentgateway", gw)}
	}
	for _, b := range r.rule.Get("backendRefs").Seq() {
		if gateway.Refer(r.route, b, object.Service).Kind == object.AgentgatewayBackend {
			return []lint.Option{lint.See(lint.AtKey(r.route, b, "kind"), "the backend is served by agentgateway")}
		}
	}
	return nil
}
