package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var plaintext443 = &lint.Rule{
	Name:     "plaintext-443",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Reads:    []object.Kind{object.AgentgatewayPolicy, backendTLSPolicy},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a backend at port 443 without TLS",
		Why: "agentgateway speaks TLS to a provider's public address by itself, but not to a `host` that is written: there it speaks plain HTTP, whatever the port, " +
			"unless a policy says TLS. A server at port 443 answers with an error or closes the connection, and keys travel in the clear.",
		Repair: "Set `policies.tls: {}` on the backend, on the provider of a group, or on the MCP target; or attach an AgentgatewayPolicy with `backend.tls`, or a BackendTLSPolicy.",
		FixSafety: "Unsafe: a few servers do speak plain HTTP at port 443, and a policy that is not in the input may say TLS already. `tls: {}` verifies the certificate against " +
			"the roots of the system.",
		Forecast: "Accepted by the API server, and no condition says so. Requests fail, most often with 400: `The plain HTTP request was sent to HTTPS port`.",
		Links:    []string{"https://agentgateway.dev/docs/kubernetes/latest/security/backendtls/"},
	},
	Check: checkPlaintext,
}

var backendTLSPolicy = object.Kind{Group: object.GatewayGroup, Name: "BackendTLSPolicy"}

func checkPlaintext(p *lint.Pass, o *object.Object) {
	spec := o.Get("spec")
	if mentionsTLS(spec) {
		return
	}
	at := plaintextPlaces(o)
	if len(at) == 0 || tlsFromElsewhere(p, o) {
		return
	}
	for _, port := range at {
		holder, where := tlsHolder(o, port.Parent())
		p.Report(lint.At(o, port), fmt.Sprintf("port 443 of host %q is spoken to in plain HTTP; set policies.tls: {} %s", port.Parent().Get("host").Text(), where),
			lint.With(lint.Unsafe, fmt.Sprintf("set %s.policies.tls", holder.Path()), insertTLS(o, holder)))
	}
}

// tlsHolder returns whose policies say TLS for an upstream, and where that is as
// part of a message: the upstream's own where a policy on the backend would hold
// for others too, which may speak plain HTTP.
func tlsHolder(o *object.Object, upstream *source.Node) (holder *source.Node, where string) {
	if len(llmProviders(o)) > 1 || len(o.Get("spec", "mcp", "targets").Seq()) > 1 {
		return upstream, "beside the host"
	}
	return o.Get("spec"), "on the backend"
}

// mentionsTLS reports a TLS setting of the backend, of a provider or of an MCP
// target. Which of several it holds for, the author knows.
func mentionsTLS(spec *source.Node) bool {
	found := false
	spec.Walk(func(n *source.Node) bool {
		found = found || n.Has("tls") || n.Has("insecureSkipVerify") || n.IsTemplate()
		return !found
	})
	return found
}

// plaintextPlaces returns the ports 443 beside a host.
func plaintextPlaces(o *object.Object) []*source.Node {
	places := []*source.Node{o.Get("spec", "static"), o.Get("spec", "a2a")}
	places = append(places, llmProviders(o)...)
	for _, t := range o.Get("spec", "mcp", "targets").Seq() {
		places = append(places, t.Get("static"))
	}
	var out []*source.Node
	for _, at := range places {
		port := at.Get("port")
		if n, ok := port.Int(); !ok || n != 443 {
			continue
		}
		if host, ok := lint.Value(at.Get("host")); ok && host != "" {
			out = append(out, port)
		}
	}
	return out
}

// tlsFromElsewhere reports whether a policy of the input may set TLS for the
// backend: one that selects by labels may select it.
func tlsFromElsewhere(p *lint.Pass, o *object.Object) bool {
	for _, k := range []object.Kind{object.AgentgatewayPolicy, backendTLSPolicy} {
		for _, policy := range p.Objects(k) {
			if k == object.AgentgatewayPolicy && policy.Get("spec", "backend", "tls") == nil {
				continue
			}
			if slices.ContainsFunc(gateway.Targets(policy), func(t gateway.Target) bool {
				return t.Selects || t.Kind != o.Kind || t.Name == o.Name || lint.HasPlaceholder(t.Name)
			}) {
				return true
			}
		}
	}
	return false
}

// insertTLS sets tls in the policies of a backend, a provider or an MCP target.
func insertTLS(o *object.Object, holder *source.Node) source.Edit {
	at := holder.Path().Join("policies")
	tls := source.Map{{Key: "tls", Value: source.Map{}}}
	switch policies := holder.Get("policies"); {
	case policies == nil:
		return source.Insert(o.Doc, at, tls, "")
	case policies.IsNull():
		return source.Set(o.Doc, at, tls)
	}
	return source.Insert(o.Doc, at.Join("tls"), source.Map{}, "")
}
