package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// dialledHost is a value by which something in the cluster dials a host.
type dialledHost struct {
	node *source.Node
	what string // what dials, for messages
	// proxy tells that the gateway's own pod dials.
	proxy bool
	// sure tells a field that is a host or a URL, and nothing else, from text
	// that may say more.
	sure bool
	// loose tells a text that may not be dialled at all.
	loose bool
}

// Kinds of other projects that name hosts.
var (
	kgatewayBackend = object.Kind{Group: object.KgatewayGroup, Name: "Backend"}
	kagentModel     = object.Kind{Group: "kagent.dev", Name: "ModelConfig"}
	kagentMCPServer = object.Kind{Group: "kagent.dev", Name: "RemoteMCPServer"}
)

// podSpecs are the ways from a workload to the specification of its pods.
var podSpecs = map[object.Kind][]any{
	{Group: "", Name: "Pod"}:             {"spec"},
	{Group: "apps", Name: "Deployment"}:  {"spec", "template", "spec"},
	{Group: "apps", Name: "StatefulSet"}: {"spec", "template", "spec"},
	{Group: "apps", Name: "DaemonSet"}:   {"spec", "template", "spec"},
	{Group: "apps", Name: "ReplicaSet"}:  {"spec", "template", "spec"},
	{Group: "batch", Name: "Job"}:        {"spec", "template", "spec"},
	{Group: "batch", Name: "CronJob"}:    {"spec", "jobTemplate", "spec", "template", "spec"},
}

// hostKinds are the kinds that hold dialled hosts.
var hostKinds = []object.Kind{
	object.AgentgatewayBackend, object.AgentgatewayModel, object.AgentgatewayParameters, object.Service, object.ConfigMap,
	kgatewayBackend, kagentModel, kagentMCPServer,
	{Group: "", Name: "Pod"}, object.Deployment, object.DaemonSet,
	{Group: "apps", Name: "StatefulSet"}, {Group: "apps", Name: "ReplicaSet"},
	{Group: "batch", Name: "Job"}, {Group: "batch", Name: "CronJob"},
}

// dialledHosts returns the hosts an object has dialled. Names that requests
// are matched by or sent under (hostnames, SNI, certificates, origins, issuers)
// are not among them.
func dialledHosts(o *object.Object) []dialledHost {
	switch o.Kind {
	case object.AgentgatewayBackend:
		return hostFields("the gateway", true, backendHosts(o)...)
	case object.AgentgatewayModel:
		return hostFields("the gateway", false, o.Get("spec", "baseURL"))
	case object.Service:
		return hostFields("a client of the Service", false, o.Get("spec", "externalName"))
	case kgatewayBackend:
		return hostFields("the gateway", false, fieldOfEach(o.Get("spec", "static", "hosts"), "host")...)
	case kagentModel:
		return hostFields("the agent", false, o.Get("spec", "ollama", "host"), o.Get("spec", "openAI", "baseUrl"), o.Get("spec", "anthropic", "baseUrl"))
	case kagentMCPServer:
		return hostFields("the agent", false, o.Get("spec", "url"))
	case object.AgentgatewayParameters:
		return hostTexts("the gateway", false, fieldOfEach(o.Get("spec", "env"), "value")...)
	case object.ConfigMap:
		return hostTexts("a reader of the ConfigMap", true, valuesOf(o.Get("data"))...)
	}
	return podHosts(o)
}

// backendHosts returns the hosts of an AgentgatewayBackend.
func backendHosts(o *object.Object) []*source.Node {
	out := []*source.Node{o.Get("spec", "static", "host"), o.Get("spec", "a2a", "host")}
	for _, provider := range llmProviders(o) {
		out = append(out, provider.Get("host"), provider.Get("azureopenai", "endpoint"))
	}
	for _, target := range o.Get("spec", "mcp", "targets").Seq() {
		out = append(out, target.Get("static", "host"))
	}
	return out
}

// podHosts returns the environment and the arguments of a workload's
// containers. Names that the pod itself maps to an address are no mistake.
func podHosts(o *object.Object) []dialledHost {
	way, ok := podSpecs[o.Kind]
	if !ok {
		return nil
	}
	pod := o.Get(way...)
	if pod.Has("hostAliases") {
		return nil
	}
	var nodes []*source.Node
	for _, list := range []string{"initContainers", "containers"} {
		for _, c := range pod.Get(list).Seq() {
			nodes = append(nodes, fieldOfEach(c.Get("env"), "value")...)
			nodes = append(nodes, c.Get("command").Seq()...)
			nodes = append(nodes, c.Get("args").Seq()...)
		}
	}
	return hostTexts("the container", false, nodes...)
}

func hostFields(what string, proxy bool, nodes ...*source.Node) []dialledHost {
	var out []dialledHost
	for _, n := range nodes {
		if _, ok := lint.Value(n); ok {
			out = append(out, dialledHost{node: n, what: what, proxy: proxy, sure: true})
		}
	}
	return out
}

func hostTexts(what string, loose bool, nodes ...*source.Node) []dialledHost {
	var out []dialledHost
	for _, n := range nodes {
		if _, ok := n.Str(); ok {
			out = append(out, dialledHost{node: n, what: what, loose: loose})
		}
	}
	return out
}

// fieldOfEach returns a field of every item of a list.
func fieldOfEach(list *source.Node, field string) []*source.Node {
	var out []*source.Node
	for _, item := range list.Seq() {
		out = append(out, item.Get(field))
	}
	return out
}

func valuesOf(mapping *source.Node) []*source.Node {
	if !mapping.IsMapping() {
		return nil
	}
	var out []*source.Node
	for _, p := range mapping.Pairs {
		out = append(out, p.Value.Get())
	}
	return out
}
