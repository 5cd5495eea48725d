package rules

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var hostWithScheme = &lint.Rule{
	Name:     "host-with-scheme",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayBackend},
	Reads:    []object.Kind{object.AgentgatewayPolicy, backendTLSPolicy},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a URL, a port or a path where a backend wants a host, or a path without its slash",
		Why: "A backend has `host`, `port` and `path` apart from each other. Any text of up to 256 characters is accepted as a host, and what is not a name is looked up in the " +
			"DNS all the same: `http://ollama` has no address. A path is joined to the host as it is, so it has to begin with a slash. The `endpoint` of Azure OpenAI is a host too.",
		Repair: "Write the bare name in `host`, the port in `port`, the path in `path` or `pathPrefix`; for TLS set `policies.tls`.",
		FixSafety: "Safe where nothing is lost: the scheme is http, or https where TLS is set, the port is the one that `port` says, and there is no path. The slash of a path is certain. " +
			"Unsafe where only https says TLS: `policies.tls` is then set along, and a policy that is not in the input may say it already.",
		Forecast: "Accepted by the API server. Requests are answered with 503: `backends required DNS resolution which failed`.",
		Links:    []string{"https://github.com/kgateway-dev/kgateway/issues/13122"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, h := range backendHosts(o) {
			checkHost(p, o, h)
		}
		for _, provider := range llmProviders(o) {
			checkSlash(p, o, provider.Get("path"))
			checkSlash(p, o, provider.Get("pathPrefix"))
		}
		for _, t := range o.Get("spec", "mcp", "targets").Seq() {
			checkSlash(p, o, t.Get("static", "path"))
		}
	},
}

func checkHost(p *lint.Pass, o *object.Object, n *source.Node) {
	text, ok := lint.Value(n)
	if !ok || text == "" {
		return
	}
	a, ok := addressIn(text)
	if !ok {
		return
	}
	field := n.Path()[len(n.Path())-1].Key
	message := fmt.Sprintf("%s %q is not a host%s; write %q", field, text, a.what(), a.host)
	sibling := n.Parent().Get("port")
	switch written := sibling.Text(); {
	case a.path != "" || a.user:
		p.Report(lint.At(o, n), message+", and the path in path or pathPrefix")
	case a.port != "" && sibling != nil && written != a.port:
		p.Report(lint.At(o, n), fmt.Sprintf("%s; port says %s, keep one of %s and %s", message, written, written, a.port), lint.See(lint.At(o, sibling), "the port"))
	case a.port != "" && sibling == nil:
		p.Report(lint.At(o, n), message+" and port: "+a.port)
	case a.scheme == "https" && field == "host" && !mentionsTLS(o.Get("spec")) && !tlsFromElsewhere(p, o):
		holder, where := tlsHolder(o, n.Parent())
		p.Report(lint.At(o, n), fmt.Sprintf("%s; set policies.tls: {} %s, which https asked for", message, where),
			lint.With(lint.Unsafe, fmt.Sprintf("write %s, and set %s.policies.tls", a.host, holder.Path()), source.Set(o.Doc, n.Path(), a.host), insertTLS(o, holder)))
	default:
		p.Report(lint.At(o, n), message, lint.With(lint.Safe, fmt.Sprintf("write %s", a.host), source.Set(o.Doc, n.Path(), a.host)))
	}
}

// address is what a host field holds that is more than a host.
type address struct {
	scheme, host, port, path string
	user, spaces             bool
}

func (a address) what() string {
	switch {
	case a.scheme != "":
		return ", but a URL"
	case a.path != "":
		return ", but has a path"
	case a.port != "":
		return ", but has a port"
	}
	return ", but has spaces around it"
}

// addressIn takes a text apart that is more than a host; ok is false for a
// host, and for what is not understood.
func addressIn(text string) (a address, ok bool) {
	bare := strings.TrimSpace(text)
	a.spaces = bare != text
	if bare == "" || strings.ContainsAny(bare, " \t\n") || strings.Count(bare, ":") > 1 && !strings.Contains(bare, "://") && bare[0] != '[' {
		return a, false // an IPv6 address, or a sentence
	}
	u, err := url.Parse(bare)
	if !strings.Contains(bare, "://") {
		u, err = url.Parse("//" + bare)
	}
	if err != nil || u.Hostname() == "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return a, false
	}
	a.scheme, a.host, a.port, a.path, a.user = u.Scheme, u.Hostname(), u.Port(), strings.TrimSuffix(u.Path, "/"), u.User != nil
	if strings.Contains(a.host, ":") && net.ParseIP(a.host) == nil {
		return a, false
	}
	return a, a.spaces || a.host != bare
}

func checkSlash(p *lint.Pass, o *object.Object, n *source.Node) {
	text, ok := lint.Value(n)
	if !ok || text == "" || strings.HasPrefix(text, "/") || strings.Contains(text, "://") {
		return
	}
	p.Report(lint.At(o, n), fmt.Sprintf("path %q does not begin with \"/\"; write %q", text, "/"+text),
		lint.With(lint.Safe, fmt.Sprintf("write /%s", text), source.Set(o.Doc, n.Path(), "/"+text)))
}
