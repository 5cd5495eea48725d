package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var hostnameMismatch = &lint.Rule{
	Name:     "hostname-mismatch",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.HTTPRoute, object.GRPCRoute, object.TLSRoute},
	Reads:    append(slices.Clone(gateway.AttachReads), object.GatewayClass),
	Outcome:  lint.Outcome{lint.Condition("Accepted", "False", "NoMatchingListenerHostname"), lint.Condition("Accepted", "False", "NoMatchingParent"), lint.Silent},
	Doc: lint.Doc{
		Summary: "a route none of whose hostnames the listener serves",
		Why: "A route attaches to a listener when they have a host name in common. `*.example.com` stands for `a.example.com` and `a.b.example.com`, " +
			"but not for `example.com`; a listener or a route without a hostname serves any. Where none of the route's hostnames fits, the " +
			"listener does not take the route, and requests for it are answered with 404.",
		Repair: "Give the route a hostname that the listener serves, or the listener one that covers the route. Which of the two is wrong, only you know.",
		Forecast: "Accepted by the API server. The route's status says Accepted=False (NoMatchingListenerHostname); agentgateway, which asks every listener of the Gateway, may give NoMatchingParent " +
			"as the reason where the parentRef names one, and says Accepted=True where another parentRef of the route attaches to the same Gateway.",
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#hostname"},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		m := modelOf(p)
		for _, a := range m.Attach(route) {
			if a.Is(gateway.HostnameMismatch) {
				reportHostnames(p, m, a)
			}
		}
	},
}

func reportHostnames(p *lint.Pass, m *gateway.Model, a gateway.Attachment) {
	var have, served []string
	var options []lint.Option
	for _, n := range a.Route.Get("spec", "hostnames").Seq() {
		have = append(have, n.Text())
	}
	for _, x := range a.Answers {
		if x.Reason == gateway.HostnameMismatch && len(served) < 5 {
			served = append(served, fmt.Sprintf("%q (listener %q)", x.Listener.Hostname, x.Listener.Name))
			options = append(options, lint.See(lint.At(x.Listener.Owner, x.Listener.Node.Get("hostname")), "what listener %q serves", x.Listener.Name))
		}
	}
	at := lint.AtKey(a.Route, a.Route.Get("spec"), "hostnames")
	if list := a.Route.Get("spec", "hostnames").Seq(); len(list) == 1 {
		at = lint.At(a.Route, list[0])
	}
	verb := "is not among what"
	if len(have) > 1 {
		verb = "are not among what"
	}
	p.Report(at, fmt.Sprintf("%s %s %s serves: %s; %s%s", quoted(have), verb, called(a.Parent.Reference), strings.Join(served, ", "),
		wildcardNote(a, have), forecast(m.Forecast(a))), options...)
}

// wildcardNote explains the most frequent surprise.
func wildcardNote(a gateway.Attachment, have []string) string {
	for _, x := range a.Answers {
		if x.Reason != gateway.HostnameMismatch {
			continue
		}
		if bare, ok := strings.CutPrefix(x.Listener.Hostname, "*."); ok && slices.Contains(have, bare) {
			return fmt.Sprintf("a wildcard does not stand for the bare %q; ", bare)
		}
	}
	return ""
}
