package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var getOnlyLLMRoute = &lint.Rule{
	Name:     "get-only-llm-route",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.HTTPRoute},
	Reads:    append([]object.Kind{object.HTTPRoute, object.AgentgatewayBackend, object.Kustomization}, gateway.PolicyKinds...),
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "an LLM backend that is reached by GET and HEAD requests only",
		Why: "Prompts are sent by POST. A rule that matches only GET or HEAD answers them with 404 (route not found), and a GET that gets through has no body for " +
			"agentgateway to read: `failed to parse request: EOF`.\n\n" +
			"Silent where another rule of the input sends the same backend other methods, where the path is one that is read by GET, such as `/v1/models` or " +
			"`/v1/realtime`, and where `ai.routes` says how paths are treated.",
		Repair:   "Match `method: POST`, or leave the method out. Which one is meant is yours to say, so Gatefix changes nothing.",
		Forecast: "Accepted by the API server, and the status of the route says Accepted=True: no condition tells. Requests fail.",
		Links:    []string{"https://agentgateway.dev/docs/kubernetes/"},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		m := modelOf(p)
		for _, rule := range route.Get("spec", "rules").Seq() {
			if method := onlyReads(route, rule); method != nil {
				checkGetOnly(p, m, route, rule, method)
			}
		}
	},
}

func checkGetOnly(p *lint.Pass, m *gateway.Model, route *object.Object, rule, method *source.Node) {
	u := upstreamOf(m, route, rule)
	if u == nil || p.Patched(route) {
		return
	}
	var options []lint.Option
	for _, b := range u.backends {
		if servesReads(m, b) || otherMethods(p, m, b) {
			return
		}
		options = append(options, lint.See(lint.AtName(b), "the LLM backend"))
	}
	p.Report(lint.At(route, method), fmt.Sprintf(
		"the rule takes %s requests only, and its backend %q is an LLM, which is asked by POST; write method: POST or leave the method out; "+
			"no condition tells: the status will say Accepted=True, and prompts get 404", method.Text(), u.backends[0].Name), options...)
}

// onlyReads returns the first method of a rule all of whose matches are for GET
// or HEAD and for no path that is read so; nil where there are others.
func onlyReads(route *object.Object, rule *source.Node) *source.Node {
	var first *source.Node
	for _, h := range httpMatches(route, rule) {
		if h.Opaque || h.Method != "GET" && h.Method != "HEAD" || readPath(h.Path) {
			return nil
		}
		if first == nil {
			first = h.Node.Get("method")
		}
	}
	return first
}

// readPath reports whether a path of an LLM's API is asked for by GET: lists,
// stored objects, health checks and the WebSocket of the realtime API.
func readPath(path string) bool {
	read := []string{"models", "model", "realtime", "files", "batches", "responses", "health", "healthz", "tags", "version", "metrics", "assistants", "threads"}
	return slices.ContainsFunc(strings.Split(strings.ToLower(path), "/"), func(s string) bool { return slices.Contains(read, s) })
}

// servesReads reports whether the backend, or a policy on it, says itself how
// paths are treated.
func servesReads(m *gateway.Model, backend *object.Object) bool {
	for _, provider := range llmProviders(backend) {
		if provider.Get("policies", "ai", "routes") != nil {
			return true
		}
	}
	return backend.Get("spec", "policies", "ai", "routes") != nil ||
		slices.ContainsFunc(m.Policies(gateway.To(backend)), func(policy *object.Object) bool {
			return policy.Get("spec", "backend", "ai", "routes") != nil
		})
}

// otherMethods reports whether some rule of the input may send the backend
// requests of other methods.
func otherMethods(p *lint.Pass, m *gateway.Model, backend *object.Object) bool {
	return lint.Memo(p, "asked otherwise", func() map[string]bool { return askedOtherwise(p, m) })[backend.Name]
}

// askedOtherwise returns the names of the backends to which some rule may send
// requests of other methods than those that read.
func askedOtherwise(p *lint.Pass, m *gateway.Model) map[string]bool {
	out := map[string]bool{}
	for _, route := range p.Objects(object.HTTPRoute) {
		for _, rule := range route.Get("spec", "rules").Seq() {
			if onlyReads(route, rule) != nil {
				continue
			}
			for _, r := range m.Backends(route, rule) {
				if r.Kind == object.AgentgatewayBackend {
					out[r.Name] = true
				}
			}
		}
	}
	return out
}
