package rules

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var sectionMismatch = &lint.Rule{
	Name:     "section-mismatch",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    gateway.RouteKinds,
	Reads:    append(slices.Clone(gateway.AttachReads), object.GatewayClass),
	Outcome:  lint.Outcome{lint.Condition("Accepted", "False", "NoMatchingParent"), lint.Silent},
	Doc: lint.Doc{
		Summary: "a sectionName or a port in a parentRef that no listener of the parent has",
		Why: "`sectionName` is the name of a listener, `port` is its port; where both stand, one listener must have both. A parentRef that " +
			"fits no listener attaches to none. The listeners that a ListenerSet adds to a Gateway are not the Gateway's: a route names the set as its " +
			"parent, with `kind: ListenerSet`.",
		Repair:   "Write the name and the port of a listener of that parent, or leave both out to ask all of them. Gatefix suggests the nearest name.",
		Forecast: "Accepted by the API server. The route's status says Accepted=False (NoMatchingParent); with agentgateway, Accepted=True where another parentRef of the route attaches to the same Gateway.",
		Links:    []string{"https://gateway-api.sigs.k8s.io/reference/spec/#parentreference"},
	},
	Check: func(p *lint.Pass, route *object.Object) {
		m := modelOf(p)
		for _, a := range m.Attach(route) {
			switch {
			case a.Is(gateway.SectionNotFound):
				reportSection(p, m, a)
			case a.Is(gateway.PortNotFound):
				reportPort(p, m, a)
			}
		}
	},
}

func reportSection(p *lint.Pass, m *gateway.Model, a gateway.Attachment) {
	section := a.Parent.Section()
	var have []string
	options := []lint.Option{lint.See(lint.AtKey(a.Parent.Object, a.Parent.Object.Get("spec"), "listeners"), "the listeners of %s", a.Parent.Object)}
	for _, l := range m.Listeners(a.Parent.Object) {
		have = append(have, l.Name)
	}
	hint := meant(section, have)
	if near := lint.Nearest(section, have); near != "" {
		options = append(options, lint.With(lint.Suggestion, fmt.Sprintf("set sectionName to %q", near), setField(a.Parent.Reference, "sectionName", near, "")))
	}
	for _, set := range m.ListenerSets(a.Parent.Object) {
		for _, l := range m.Listeners(set.Object) {
			if l.Name == section {
				hint = fmt.Sprintf("; %s has one of that name: write kind: %s and name: %s", set, set.Kind.Name, set.Name)
				options = append(options, lint.See(lint.At(set.Object, l.Node.Get("name")), "%s", set))
			}
		}
	}
	p.Report(refPlace(a.Parent.Reference, "sectionName"),
		fmt.Sprintf("%s has no listener %q; it has %s%s; %s", called(a.Parent.Reference), section, quoted(have), hint, forecast(m.Forecast(a))), options...)
}

func reportPort(p *lint.Pass, m *gateway.Model, a gateway.Attachment) {
	at, port := refPlace(a.Parent.Reference, "port"), a.Parent.Node.Get("port").Text()
	if a.Parent.Kind == object.Service {
		p.Report(at, fmt.Sprintf("%s has no port %s; it has %s; %s", called(a.Parent.Reference), port, portsOf(a.Parent.Object), forecast(m.Forecast(a))),
			lint.See(lint.AtKey(a.Parent.Object, a.Parent.Object.Get("spec"), "ports"), "%s", a.Parent.Object))
		return
	}
	var ports []string
	for _, l := range m.Listeners(a.Parent.Object) {
		if a.Parent.Section() == "" {
			ports = append(ports, strconv.FormatInt(l.Port, 10))
		} else if l.Name == a.Parent.Section() {
			p.Report(at, fmt.Sprintf("listener %q of %s has port %d, not %s; write port: %d, or leave it out; %s",
				l.Name, called(a.Parent.Reference), l.Port, port, l.Port, forecast(m.Forecast(a))),
				lint.See(lint.At(l.Owner, l.Node.Get("port")), "the port of the listener"))
			return
		}
	}
	slices.Sort(ports)
	p.Report(at, fmt.Sprintf("no listener of %s has port %s; they have %s; %s",
		called(a.Parent.Reference), port, few(slices.Compact(ports)), forecast(m.Forecast(a))),
		lint.See(lint.AtKey(a.Parent.Object, a.Parent.Object.Get("spec"), "listeners"), "the listeners of %s", a.Parent.Object))
}

func portsOf(service *object.Object) string {
	var out []string
	for _, port := range gateway.Ports(service) {
		out = append(out, port.Node.Get("port").Text())
	}
	return few(out)
}
