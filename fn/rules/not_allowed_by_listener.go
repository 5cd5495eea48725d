package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var notAllowedByListener = &lint.Rule{
	Name:     "not-allowed-by-listener",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    gateway.RouteKinds,
	Reads:    append(slices.Clone(gateway.AttachReads), object.GatewayClass),
	Outcome:  lint.Outcome{lint.Condition("Accepted", "False", "NotAllowedByListeners"), lint.Condition("Accepted", "False", "NoMatchingParent"), lint.Silent},
	Doc: lint.Doc{
		Summary: "a route that the listener takes neither from that namespace nor of that kind",
		Why: "A listener says by `allowedRoutes` which routes it takes. By default those are routes of the Gateway's own namespace, of the kinds that go with its " +
			"protocol: HTTPRoute and GRPCRoute for HTTP and HTTPS, TLSRoute for TLS (and TCPRoute where it terminates TLS), TCPRoute for TCP, UDPRoute " +
			"for UDP. An AgentgatewayModel is taken only by a listener that lists its kind.\n\n" +
			"A selector is judged by the labels of the Namespaces in the input; of one that is not there, only the label " +
			"`kubernetes.io/metadata.name` is known.",
		Repair: "Open the listener to the namespace: `from: All`, or better `from: Selector` with the labels of that namespace. Who may use a Gateway is a matter of " +
			"security, so Gatefix changes nothing. For a kind, use the route that goes with the protocol, or list the kind in `allowedRoutes.kinds`.",
		Forecast: "Accepted by the API server. The route's status says Accepted=False (NotAllowedByListeners); agentgateway, which asks every listener of the Gateway, may give NoMatchingParent " +
			"as the reason where the parentRef names one, and says Accepted=True where another parentRef of the route attaches to the same Gateway.",
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes"},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		m := modelOf(p)
		for _, a := range m.Attach(route) {
			why := ""
			switch {
			case a.Is(gateway.NamespaceNotAllowed):
				why = namespaceRefusal(m, a)
			case a.Is(gateway.KindNotAllowed):
				why = kindRefusal(a)
			default:
				continue
			}
			p.Report(refPlace(a.Parent.Reference, "name"), why+"; "+forecast(m.Forecast(a)), lint.See(refusing(a), "listener %q", a.Listener.Name))
		}
	},
}

// refusing is the place at which a listener says what it takes.
func refusing(a gateway.Attachment) lint.Place {
	l, n := a.Listener, a.Listener.Node.Get("allowedRoutes", "namespaces")
	if a.Reason == gateway.KindNotAllowed {
		n = a.Listener.Node.Get("allowedRoutes", "kinds")
	}
	if n == nil {
		n = cmp.Or(l.Node.Get("name"), l.Node)
	}
	return lint.At(l.Owner, n)
}

// namespaceRefusal says which namespaces the listener takes, and which it asks.
func namespaceRefusal(m *gateway.Model, a gateway.Attachment) string {
	ns := a.Listener.Node.Get("allowedRoutes", "namespaces")
	takes := "of its own namespace only (allowedRoutes.namespaces.from is Same)"
	switch from := ns.Get("from").Text(); from {
	case "":
		takes = "of its own namespace only (allowedRoutes.namespaces.from is Same by default)"
	case "None":
		takes = "of no namespace (allowedRoutes.namespaces.from is None)"
	case "Selector":
		takes = "of namespaces labelled " + selectorText(ns.Get("selector"))
	}
	return fmt.Sprintf("listener %q of %s takes routes %s, and this one is in %q; allow that namespace with from: Selector, or any with from: All",
		a.Listener.Name, called(a.Parent.Reference), takes, m.Namespace(a.Route))
}

// selectorText writes a selector as kubectl takes it.
func selectorText(selector *source.Node) string {
	var out []string
	if labels := selector.Get("matchLabels"); labels.IsMapping() {
		for _, p := range labels.Get().Pairs {
			out = append(out, p.Key.Value+"="+p.Value.Get().Text())
		}
	}
	for _, e := range selector.Get("matchExpressions").Seq() {
		var values []string
		for _, v := range e.Get("values").Seq() {
			values = append(values, v.Text())
		}
		text := e.Get("key").Text() + " " + e.Get("operator").Text()
		if len(values) > 0 {
			text += " (" + strings.Join(values, ", ") + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// kindRefusal says which kinds the listener takes.
func kindRefusal(a gateway.Attachment) string {
	var kinds []string
	for _, k := range a.Listener.Kinds() {
		kinds = append(kinds, k.Name)
	}
	takes := cmp.Or(strings.Join(kinds, ", "), "no kind of route that goes with its protocol")
	repair := "use a listener whose protocol goes with it"
	switch {
	case a.Route.Kind == object.AgentgatewayModel:
		repair = "list {group: agentgateway.dev, kind: AgentgatewayModel} in its allowedRoutes.kinds"
	case len(a.Listener.Node.Get("allowedRoutes", "kinds").Seq()) > 0 && a.Listener.Fits(a.Route.Kind):
		repair = fmt.Sprintf("list {kind: %s} in its allowedRoutes.kinds", a.Route.Kind.Name)
	}
	return fmt.Sprintf("listener %q of %s (protocol %s) takes %s, not %s; %s",
		a.Listener.Name, called(a.Parent.Reference), a.Listener.Protocol, takes, a.Route.Kind.Name, repair)
}
