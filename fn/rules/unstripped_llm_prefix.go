package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var unstrippedLLMPrefix = &lint.Rule{
	Name:     "unstripped-llm-prefix",
	Severity: lint.Warning,
	Since:    "0.1",
	Kinds:    []object.Kind{object.HTTPRoute},
	Reads: []object.Kind{
		object.Gateway, object.GatewayClass, object.ListenerSet, object.XListenerSet,
		object.AgentgatewayBackend, object.AgentgatewayPolicy, object.EnterprisePolicy, object.Kustomization,
	},
	Outcome: lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a path prefix of the route that an LLM server of your own gets to see",
		Why: "An LLM provider without `host` is called on the path of its API, whatever path the client used. With `host` and neither " +
			"`path` nor `pathPrefix`, agentgateway sends the client's path on as it is: behind a route on `/ollama` the server is asked " +
			"for `/ollama/v1/chat/completions`, which it does not have. MCP, static and A2A backends and Services are another matter, " +
			"and are never reported.",
		Repair: "Rewrite the prefix in the rule: a `URLRewrite` filter with `ReplacePrefixMatch` and `/`. Since agentgateway 1.1.0 " +
			"`pathPrefix: /v1` on the provider does as well, and leaves the route alone. A rule with several matches is split into one " +
			"rule a match, since the Gateway API wants exactly one beside `ReplacePrefixMatch`.\n\n" +
			"With `stripLLMPrefix: always` every route to an LLM backend gets the rewrite, also where agentgateway makes it needless; " +
			"with `never` nothing is reported. A prefix under which some servers do have their API (`/api`, `/openai` …) is " +
			"reported as info and left to you; `/v1` is not reported.",
		FixSafety: "Safe for a rule with a single match and OpenAI's API: as it stands every request through it fails. Unsafe where a " +
			"rule is split; for a prefix with a version in it (`/ollama/v1`), which some servers do have; where the rule mirrors requests, " +
			"as what is mirrored may be rewritten too; and for Anthropic's API, where requests in OpenAI's format need `pathPrefix` instead.",
		Forecast: "Silence: the route and the backend are accepted, and the LLM server answers every request with 404.",
		Links: []string{
			"https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/llm/mod.rs#L1084",
			"https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/",
		},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		if p.Config.StripLLMPrefix == "never" || gateway.IsDelegated(route) {
			return
		}
		m := modelOf(p)
		for i := range route.Get("spec", "rules").Seq() {
			checkLLMPrefix(p, m, route, i)
		}
	},
}

// llmRule is a rule of a route to LLM backends whose prefix matters.
type llmRule struct {
	route    *object.Object
	index    int
	rule     *source.Node
	upstream *llmUpstream
	matches  []llmMatch
}

func checkLLMPrefix(p *lint.Pass, m *gateway.Model, route *object.Object, index int) {
	r := llmRule{route: route, index: index, rule: route.Get("spec", "rules", index)}
	if changesPath(r.rule) || !hasPrefix(r.rule) {
		return
	}
	r.upstream = upstreamOf(m, route, r.rule)
	if r.upstream == nil || !r.upstream.wantsStripping(p.Config.StripLLMPrefix == "always") {
		return
	}
	var ok bool
	if r.matches, ok = r.upstream.judge(r.rule); !ok || r.worst() == prefixFine {
		return
	}
	if m.RouteProduct(route).IsOther() || r.upstream.pathIsSetElsewhere(m, route, r.matches) {
		return
	}
	r.report(p)
}

// worst returns the gravest verdict on a match of the rule.
func (r llmRule) worst() prefixVerdict {
	worst := prefixFine
	for _, match := range r.matches {
		worst = max(worst, match.verdict)
	}
	return worst
}

// first returns the first match of that verdict.
func (r llmRule) first(v prefixVerdict) llmMatch {
	for _, match := range r.matches {
		if match.verdict == v {
			return match
		}
	}
	return llmMatch{}
}

// report says what the server is asked for, by the first match at fault.
func (r llmRule) report(p *lint.Pass) {
	match := r.first(r.worst())
	options := r.fixes(p)
	if match.verdict == prefixMayBeRoot {
		options = append(options, lint.As(lint.Info))
	}
	for _, host := range r.upstream.hosts {
		options = append(options, lint.See(lint.At(host.backend, host.node), "%s is asked for that path", host))
	}
	p.Report(lint.At(r.route, match.node), r.message(match)+r.alternative(p), options...)
}

func (r llmRule) message(match llmMatch) string {
	if len(r.upstream.hosts) == 0 {
		return fmt.Sprintf("the prefix %q is not stripped on the way to %s; stripLLMPrefix: always asks for a rewrite to %q",
			match.prefix, r.upstream.backends[0], match.replacement)
	}
	seen := match.prefix + r.upstream.api.request(match.prefix)
	if match.verdict == prefixMayBeRoot {
		return fmt.Sprintf("%s reaches %s as it is, which is right only if that server has its API under %q; if it has not, rewrite the prefix to %q",
			seen, r.upstream.hosts[0], match.prefix, match.replacement)
	}
	return fmt.Sprintf("%s reaches %s as it is, and is answered with 404; rewrite the prefix %q to %q",
		seen, r.upstream.hosts[0], match.prefix, match.replacement)
}

// alternative names the other repair.
func (r llmRule) alternative(p *lint.Pass) string {
	if len(r.upstream.hosts) == 0 || !hasProviderPathPrefix(p.Config) {
		return ""
	}
	return ", or set pathPrefix: /v1 on the provider (agentgateway 1.1.0 or later)"
}
