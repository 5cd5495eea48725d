package rules

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// llmUpstream is what a rule's backendRefs reach: LLM backends, all of them in
// the input.
type llmUpstream struct {
	backends  []*object.Object
	providers []llmProvider
	hosts     []llmHost // of the providers that are sent the path as it is
	api       llmAPI
}

type llmProvider struct {
	backend *object.Object
	node    *source.Node
}

// llmHost is the host a provider names.
type llmHost struct {
	backend *object.Object
	node    *source.Node
	name    string // in lower case
	port    string
}

func (h llmHost) String() string {
	if h.port == "" {
		return h.node.Text()
	}
	return h.node.Text() + ":" + h.port
}

// llmAPI is the API that a provider's server speaks.
type llmAPI string

const (
	openAIAPI    llmAPI = "openai"
	anthropicAPI llmAPI = "anthropic"
)

// request is the path of the usual request behind a prefix, which may end in
// the first segments of it.
func (a llmAPI) request(prefix string) string {
	path := []string{"", "v1", "chat", "completions"}
	if a == anthropicAPI {
		path = []string{"", "v1", "messages"}
	}
	segments := strings.Split(prefix, "/")
	at := slices.IndexFunc(segments, versionSegment().MatchString)
	if at < 0 {
		return strings.Join(path, "/")
	}
	held := min(len(segments)-at, len(path)-1)
	return strings.Join(append(path[:1:1], path[1+held:]...), "/")
}

// upstreamOf returns what a rule reaches, or nil where that is not LLM backends
// of the input alone.
func upstreamOf(m *gateway.Model, route *object.Object, rule *source.Node) *llmUpstream {
	u := &llmUpstream{}
	for _, ref := range m.Backends(route, rule) {
		if ref.Object == nil || !ref.Object.Get("spec", "ai").IsMapping() {
			return nil
		}
		u.backends = append(u.backends, ref.Object)
		u.addProviders(ref.Object)
	}
	if len(u.providers) == 0 {
		return nil
	}
	return u
}

func (u *llmUpstream) addProviders(backend *object.Object) {
	for _, n := range llmProviders(backend) {
		u.providers = append(u.providers, llmProvider{backend, n})
		if host := n.Get("host"); host != nil && sendsPathAsIs(n) {
			name := strings.ToLower(host.Text())
			u.hosts = append(u.hosts, llmHost{backend, host, name, n.Get("port").Text()})
			if u.api != anthropicAPI {
				u.api = apiOf(n)
			}
		}
	}
}

// llmProviders returns the providers of an LLM backend, those of its groups
// included.
func llmProviders(backend *object.Object) []*source.Node {
	ai := backend.Get("spec", "ai")
	var out []*source.Node
	if n := ai.Get("provider"); n.IsMapping() {
		out = append(out, n)
	}
	for _, group := range ai.Get("groups").Seq() {
		out = append(out, group.Get("providers").Seq()...)
	}
	return out
}

// sendsPathAsIs reports whether agentgateway leaves the path alone on the way
// to a provider: where it names a host, and no path. Providers of other APIs
// than OpenAI's and Anthropic's have paths of their own, which no rewrite of
// the route leads to.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/llm/mod.rs#L1084
func sendsPathAsIs(provider *source.Node) bool {
	return provider.Has("host") && !provider.Has("path") && !provider.Has("pathPrefix") && apiOf(provider) != ""
}

func apiOf(provider *source.Node) llmAPI {
	for _, api := range []llmAPI{openAIAPI, anthropicAPI} {
		if provider.Has(string(api)) {
			return api
		}
	}
	return ""
}

// wantsStripping reports whether a prefix on the path to these backends is to
// be stripped. With always, it is on the path to every LLM backend.
func (u *llmUpstream) wantsStripping(always bool) bool {
	if always {
		return true
	}
	for _, h := range u.hosts {
		if _, ok := lint.Value(h.node); !ok || routesByPath(h.name) {
			return false
		}
	}
	return len(u.hosts) == len(u.providers)
}

// routesByPath reports whether the name of a host says that it picks a model
// by the path itself: another gateway, or a router of models.
func routesByPath(host string) bool {
	return slices.ContainsFunc([]string{"gateway", "router", "proxy", "litellm"}, func(word string) bool { return strings.Contains(host, word) })
}

// localDomains end names that only a cluster or a home network resolves.
var localDomains = []string{"svc", "local", "internal", "lan", "home", "test"}

// isPublic reports whether a host is one on the Internet, whose paths follow
// the provider's documentation. A name with a single dot is taken for a
// Service and its namespace.
func (u *llmUpstream) isPublic() bool {
	return slices.ContainsFunc(u.hosts, func(h llmHost) bool {
		labels := strings.Split(strings.TrimSuffix(h.name, "."), ".")
		last := labels[len(labels)-1]
		return len(labels) > 2 && !slices.Contains(localDomains, last) && strings.Trim(last, "0123456789") != ""
	})
}
