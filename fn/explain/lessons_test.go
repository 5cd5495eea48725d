package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/rules"
)

// What somebody learns who sets up agentgateway for the first time, and where
// Gatefix tells it: the topic and the words in it, and the rules. Where the
// lesson as it is usually told is wrong, the words are what is right.
var lessons = []struct {
	lesson, topic, says string
	rules               []string
}{
	{"kgateway and agentgateway have a registry each, with a chart of CRDs and a chart of the controller", "chart-registry-or-name", "cr.agentgateway.dev/charts/agentgateway-crds", []string{"chart-registry"}},
	{"agentgateway needs kgateway 2.2, where it comes with kgateway", "chart-version", "agentgateway needs kgateway 2.2 or later where it comes with kgateway", []string{"gateway-version"}},
	{"release candidates have a dot in their version", "chart-version", "`v2.2.0-rc.2`, not `v2.2.0-rc2`", []string{"gateway-version"}},
	{"a value of the chart switches agentgateway on", "helm-value-without-effect", "no chart reads it", []string{"helm-value-ignored"}},
	{"an environment variable of the controller switches agentgateway on", "helm-value-without-effect", "to\nfalse whatever the values say", []string{"helm-value-ignored"}},
	{"a Gateway makes a Deployment of its own name, which may be the controller's", "gateway-controller-name", "Rename the Gateway", []string{"gateway-name-collision"}},
	{"the selector of a Deployment cannot change, so the Deployment has to go", "selector-immutable", "If it is not a proxy, delete nothing", []string{"immutable-selector", "gateway-name-collision"}},
	{"what the API group and its kinds are", "agentgateway-not-installed", "The group `agentgateway.dev` came with kgateway 2.2", []string{"unknown-kind"}},
	{"host and port of an LLM stand beside the type of its provider", "provider-fields", "stand beside the type of the provider", []string{"misplaced-provider-field"}},
	{"protocol of an MCP target stands in static", "mcp-target-shape", "Host, port, path and protocol stand in `static`", []string{"misplaced-mcp-field"}},
	{"the protocol of an MCP target is sse", "mcp-target-shape", "The protocol is `SSE` or `StreamableHTTP`, in this spelling", []string{"enum-case"}},
	{"traffic of a policy has its targets, and a backend is none", "policy-target-kind", "it alone may target an AgentgatewayBackend", []string{"policy-target"}},
	{"origins of CORS are strings", "cors-rejected", "want origins as strings", []string{"cors-origin-object"}},
	{"the age of CORS is a number", "cors-rejected", "whole number of seconds", []string{"cors-max-age"}},
	{"the prefix of the path has to be stripped for an LLM", "upstream-path-unknown", "In every other case agentgateway writes the path", []string{"unstripped-llm-prefix"}},
	{"parentRefs name the Gateway", "no-status", "Write the name and the namespace of the Gateway", []string{"dangling-parent-ref"}},
	{"the host of the machine in OrbStack", "host-names", "0.250.250.254", []string{"unreachable-dev-host"}},
	{"Rosetta off on Apple Silicon", "orbstack-rosetta", "orb config set rosetta false", nil},
	{"LoadBalancer and Ingress answer on localhost and a domain of OrbStack", "orbstack-services", "`*.k8s.orb.local`", nil},
	{"NodePorts answer on localhost", "orbstack-services", "NodePorts on `localhost`", nil},
	{"ClusterIPs and pods can be called from the Mac", "orbstack-services", "can be called from the Mac directly", nil},
	{"no port-forward is needed", "orbstack-services", "`kubectl port-forward` is needed only", nil},
	{"field is immutable", "selector-immutable", "A Deployment of that name is there", []string{"immutable-selector"}},
	{"backends required DNS resolution which failed", "dns-failed", "OrbStack has `host.internal`", []string{"unreachable-dev-host"}},
	{"route not found", "route-not-found", "`parentRefs`", []string{"dangling-parent-ref"}},
	{"failed to parse request: EOF", "llm-request-empty", "Send a POST with a JSON body", []string{"get-only-llm-route"}},
	{"model not found", "model-not-found", "Write the name as the server lists it", nil},
	{"different names for Gateway and controller", "gateway-controller-name", "Rename the Gateway", []string{"gateway-name-collision"}},
	{"delete Deployments before Gateways are made again", "gateway-controller-name", "Do not delete the Deployment: it may be the controller", []string{"gateway-name-collision"}},
	{"host.internal in OrbStack", "host-names", "`host.internal` in OrbStack", []string{"unreachable-dev-host"}},
	{"strip path prefixes in front of LLMs", "upstream-path-unknown", "ReplacePrefixMatch", []string{"unstripped-llm-prefix"}},
	{"check that the model is there before it is configured", "model-not-found", "ollama list", nil},
	{"rewrite with ReplacePrefixMatch", "prefix-rewrite", "exactly one match, of type PathPrefix", []string{"constraint"}},
	{"policies for traffic target routes and Gateways", "policy-target-kind", "Target the HTTPRoutes that use the backend, or their Gateway", []string{"policy-target"}},
}

func TestEveryLessonIsServed(t *testing.T) {
	for _, l := range lessons {
		topic := Named(l.topic)
		if topic == nil {
			t.Errorf("%s: there is no topic %s", l.lesson, l.topic)
			continue
		}
		page := strings.Join(strings.Fields(Page(topic)), " ")
		if !strings.Contains(page, strings.Join(strings.Fields(l.says), " ")) {
			t.Errorf("%s: %s does not say %q", l.lesson, l.topic, l.says)
		}
		for _, r := range l.rules {
			if !slices.Contains(topic.Rules, r) {
				t.Errorf("%s: %s does not name the rule %s", l.lesson, l.topic, r)
			}
			if rule := rules.Find(r); rule != nil && !strings.Contains(page, r+": "+rule.Doc.Summary) {
				t.Errorf("%s: the page of %s does not tell of the rule %s", l.lesson, l.topic, r)
			}
		}
	}
}
