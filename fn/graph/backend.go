package graph

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var kgatewayBackend = object.Kind{Group: object.KgatewayGroup, Name: "Backend"}

// backendKinds are the kinds that are backends and nothing else.
var backendKinds = []object.Kind{object.AgentgatewayBackend, object.EnterpriseBackend, kgatewayBackend}

// defaultHosts are what agentgateway dials for providers that name no host. The
// others' depend on regions and accounts.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/llm/mod.rs#L985
var defaultHosts = map[string]string{
	"openai": "api.openai.com", "anthropic": "api.anthropic.com", "gemini": "generativelanguage.googleapis.com",
}

// backend adds what an object dials: hosts, and the backends it refers to.
func (b *builder) backend(o *object.Object, n *Node) {
	switch o.Kind {
	case object.AgentgatewayModel:
		b.model(o, n)
	case object.Service:
		b.dial(n, o, o.Get("spec", "externalName"), nil)
	case object.AgentgatewayBackend, object.EnterpriseBackend:
		b.agentgateway(o, n)
	case kgatewayBackend:
		n.Type = kindOfBackend(o)
		for _, h := range o.Get("spec", "static", "hosts").Seq() {
			b.dial(n, o, h.Get("host"), h.Get("port"))
		}
	}
}

func (b *builder) agentgateway(o *object.Object, n *Node) {
	spec := o.Get("spec")
	n.Type = kindOfBackend(o)
	for _, provider := range providers(spec.Get("ai")) {
		b.provider(o, n, provider)
	}
	for _, at := range []*source.Node{spec.Get("static"), spec.Get("a2a")} {
		b.dial(n, o, at.Get("host"), at.Get("port"))
	}
	for _, t := range spec.Get("mcp", "targets").Seq() {
		n.Detail = append(n.Detail, texts(t.Get("name"))...)
		b.dial(n, o, t.Get("static", "host"), t.Get("static", "port"))
	}
	for _, r := range b.m.Nested(o, "backendRef", object.Service) {
		b.reach(n, o, r, UseEdge)
	}
}

// kindOfBackend is what a backend is, by the field that says so.
func kindOfBackend(o *object.Object) string {
	for _, t := range []struct{ key, is string }{
		{"ai", "LLM"}, {"mcp", "MCP"}, {"static", "static"}, {"a2a", "A2A"}, {"dynamicForwardProxy", "dynamic forward proxy"}, {"aws", "AWS"},
	} {
		if o.Get("spec").Has(t.key) {
			return t.is
		}
	}
	return ""
}

// model adds what an AgentgatewayModel is served by: a provider, or other models.
func (b *builder) model(o *object.Object, n *Node) {
	spec := o.Get("spec")
	n.Detail = texts(spec.Get("provider"), spec.Get("model"))
	for _, r := range b.m.Nested(o, "backendRef", object.Service) {
		b.reach(n, o, r, UseEdge)
	}
	for _, r := range b.m.Nested(o, "modelRef", object.AgentgatewayModel) {
		b.reach(n, o, r, DelegateEdge)
	}
	if host := defaultHosts[strings.ToLower(spec.Get("provider").Text())]; host != "" && !spec.Has("baseURL") {
		b.link(Edge{From: n, To: b.host(host, ""), Kind: HostEdge}, o, spec.Get("provider"))
	}
	b.dial(n, o, spec.Get("baseURL"), nil)
}

// providers returns the LLM providers of a backend.
func providers(ai *source.Node) []*source.Node {
	var out []*source.Node
	if p := ai.Get("provider"); p.IsMapping() {
		out = append(out, p)
	}
	for _, group := range ai.Get("groups").Seq() {
		out = append(out, group.Get("providers").Seq()...)
	}
	return out
}

// provider says what a provider is, as "openai gpt-4o", and where it is.
func (b *builder) provider(o *object.Object, n *Node, p *source.Node) {
	for _, kind := range []string{"openai", "azureopenai", "azure", "anthropic", "gemini", "vertexai", "bedrock", "custom"} {
		v := p.Get(kind)
		if v == nil || v.IsNull() {
			continue
		}
		if !strings.Contains(n.Type, kind) {
			n.Type += " " + kind
		}
		model := v.Get("model").Text()
		if model != "" && !slices.Contains(n.Detail, model) {
			n.Detail = append(n.Detail, model)
		}
		switch {
		case p.Has("host"):
			b.dial(n, o, p.Get("host"), p.Get("port"))
		case v.Has("endpoint"):
			b.dial(n, o, v.Get("endpoint"), nil)
		case defaultHosts[kind] != "":
			b.link(Edge{From: n, To: b.host(defaultHosts[kind], ""), Kind: HostEdge}, o, p)
		}
		return
	}
	b.dial(n, o, p.Get("host"), p.Get("port"))
}

// dial adds the host that a field names: a host, or a URL. The name of a Service
// in the cluster leads to the Service, where the input holds it.
func (b *builder) dial(n *Node, o *object.Object, host, port *source.Node) {
	name, number := hostPort(host.Text(), port.Text())
	if name == "" {
		return
	}
	e := Edge{From: n, Kind: HostEdge}
	if s := b.service(name); s != nil {
		e.To = b.object(s)
	} else {
		e.To = b.host(name, number)
	}
	b.link(e, o, host)
}

func hostPort(host, port string) (string, string) {
	host = strings.TrimSpace(host)
	if u, err := url.Parse(host); err == nil && u.Host != "" {
		host = u.Host
	}
	if h, p, err := net.SplitHostPort(host); err == nil {
		return h, p
	}
	return host, port
}

// host returns the node of a host. The port of HTTPS goes without saying.
func (b *builder) host(name, port string) *Node {
	if port != "" && port != "443" {
		name = net.JoinHostPort(name, port)
	}
	n := &Node{ID: "Host/" + name, Kind: object.Kind{Name: "Host"}, Role: Host, Name: name}
	if known := b.ids[n.ID]; known != nil {
		return known
	}
	b.add(n)
	return n
}

// service returns the Service that a name of the cluster's DNS means, or nil:
// name.namespace.svc, whatever follows.
func (b *builder) service(host string) *object.Object {
	parts := strings.Split(host, ".")
	if len(parts) < 3 || parts[2] != "svc" {
		return nil
	}
	return b.m.Present(gateway.Reference{Kind: object.Service, Namespace: parts[1], Name: parts[0]})
}
