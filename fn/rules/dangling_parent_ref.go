package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var danglingParentRef = &lint.Rule{
	Name:     "dangling-parent-ref",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    slices.Concat(gateway.RouteKinds, gateway.ListenerSetKinds),
	Reads:    append(slices.Clone(gateway.AttachReads), object.GatewayClass),
	Outcome:  lint.Outcome{lint.Silent, lint.Condition("Accepted", "False", "NoMatchingParent")},
	Doc: lint.Doc{
		Summary: "a route or a ListenerSet whose parent does not exist",
		Why: "A route belongs to a Gateway by its parentRefs: kind (Gateway, unless it says otherwise), name, and the namespace, which is the " +
			"route's own unless it says otherwise. When there is no such parent, no controller feels responsible, and nobody says so: the route " +
			"is stored, has no status, and its requests are answered with 404 \"route not found\".\n\n" +
			"Reported as an error is a parent that is missing from a namespace whose Gateways the input holds. A parent of a namespace of which the input " +
			"holds none is taken to exist elsewhere, unless one Gateway of that name in another namespace would take the route: that is " +
			"a warning, since `namespace` was probably forgotten. So is a name that differs by a slip from one in the same folder. Also a warning is a route without any parentRef beside a " +
			"Gateway. An HTTPRoute without one may be the child of another route (delegation), and is reported only where no route of the input hands on " +
			"to routes.\n\n" +
			"`assume: [Gateway infra/gw]` in the configuration names a parent that exists elsewhere; `assume: complete` says that all are in the input.",
		Repair: "Correct the name or the namespace. Gatefix writes the namespace where there is exactly one parent of that name, and suggests the nearest " +
			"name of the same namespace.",
		FixSafety: "Unsafe: the parent meant may be one that the input does not hold.",
		Forecast:  "Silence: accepted by the API server; the route gets no status at all. Where the parent is an HTTPRoute, agentgateway says Accepted=False (NoMatchingParent); kgateway for Envoy says nothing.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#parentreference",
			"https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways",
		},
	},
	Check: checkParentRefs,
}

func checkParentRefs(p *lint.Pass, o *object.Object) {
	m := modelOf(p)
	if slices.Contains(gateway.ListenerSetKinds, o.Kind) {
		if parent, ok := m.ParentOfSet(o); ok && parent.Presence == gateway.Absent {
			dangling{p, m, parent, gateway.Silent}.report()
		} else if ok && parent.Presence == gateway.Outside {
			notJudged(p, parent.Reference, parent.Gap)
		}
		return
	}
	for _, a := range m.Attach(o) {
		d := dangling{p, m, a.Parent, gateway.Silent}
		switch {
		case a.Is(gateway.ParentNotFound):
			d.forecast = m.Forecast(a)
			d.report()
		case a.Is(gateway.NotDelegated):
			d.forecast = m.Forecast(a)
			d.reportStranger()
		case a.Status == gateway.Unsure && !d.reportForgotten(o) && !d.reportSlip():
			notJudged(p, a.Parent.Reference, a.Gap)
		}
	}
	if len(m.Parents(o)) == 0 {
		checkOrphan(p, m, o)
	}
}

// dangling is a parentRef that leads nowhere.
type dangling struct {
	p        *lint.Pass
	m        *gateway.Model
	parent   gateway.Parent
	forecast gateway.Condition
}

func (d dangling) report(options ...lint.Option) {
	elsewhere := d.elsewhere()
	if len(elsewhere) == 1 {
		d.reportElsewhere(elsewhere[0], lint.Error)
		return
	}
	message := fmt.Sprintf("there is no %s", called(d.parent.Reference))
	if near := d.m.NamesBeside(d.parent.Reference).Nearest(d.parent.Name); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
		options = append(options, lint.With(lint.Suggestion, fmt.Sprintf("set name to %q", near), setField(d.parent.Reference, "name", near, "")))
	}
	beside := d.m.Beside(d.parent.Reference)
	for _, o := range beside[:min(len(beside), 5)] {
		options = append(options, lint.See(lint.AtName(o), "%s", o))
	}
	d.p.Report(refPlace(d.parent.Reference, "name"), message+"; "+forecast(d.forecast), options...)
}

// elsewhere returns the namesakes of the parent in other namespaces, where all
// of them name theirs.
func (d dangling) elsewhere() []*object.Object {
	return d.m.Elsewhere(d.parent.Kind, d.parent.Name)
}

func (d dangling) reportElsewhere(o *object.Object, severity lint.Severity) {
	ns, r := d.m.Namespace(o), d.parent.Reference
	message := fmt.Sprintf("there is no %s; the one of that name is in namespace %q", called(r), ns)
	options := []lint.Option{lint.As(severity), lint.See(lint.AtName(o), "%s", o)}
	if d.takes(o) {
		message += ": write namespace: " + ns
		edits := []source.Edit{setField(r, "namespace", ns, "name")}
		if o.Kind == object.Gateway {
			// It keeps its name meanwhile: a repair that renames it waits, and takes
			// this reference along.
			edits = append(edits, source.Set(o.Doc, source.P("metadata", "name"), o.Name))
		}
		options = append(options, lint.With(lint.Unsafe, fmt.Sprintf("set namespace to %q", ns), edits...))
	} else {
		message += ", and would not take it"
	}
	d.p.Report(refPlace(r, "name"), message+"; "+forecast(d.forecast), options...)
}

// takes reports whether a parent may take what refers to it.
func (d dangling) takes(o *object.Object) bool {
	from := d.parent.From
	if slices.Contains(gateway.ListenerSetKinds, from.Kind) {
		allowed, _ := d.m.SetAllowed(o, from)
		return allowed != gateway.No
	}
	return d.m.AttachTo(from, d.parent, o).Status != gateway.No
}

// reportForgotten reports a parent that is not in the input, where a Gateway of
// that name in another namespace would take the route.
func (d dangling) reportForgotten(route *object.Object) bool {
	if d.parent.Gap != gateway.NotInInput || d.parent.Node.Has("namespace") || d.m.Namespace(route) == "" {
		return false
	}
	found := d.elsewhere()
	if len(found) != 1 || d.parent.Kind != object.Gateway || d.m.AttachTo(route, d.parent, found[0]).Status != gateway.Yes {
		return false
	}
	d.reportElsewhere(found[0], lint.Warning)
	return true
}

// reportSlip reports a parent that is not in the input, where a neighbour differs
// from it by a slip of the hand: one that stands in the same folder, for what
// the input holds of the namespace is not known.
func (d dangling) reportSlip() bool {
	if d.parent.Gap != gateway.NotInInput {
		return false
	}
	for _, name := range d.m.NamesBeside(d.parent.Reference).Around(d.parent.Name) {
		if lint.Distance(name, d.parent.Name) <= 2 && len(name) > 4 {
			d.report(lint.As(lint.Warning))
			return true
		}
	}
	return false
}

// reportStranger reports an HTTPRoute as parent that hands nothing on.
func (d dangling) reportStranger() {
	d.p.Report(refPlace(d.parent.Reference, "name"),
		fmt.Sprintf("%s has no backendRef to this route, so it hands no request on to it; %s", called(d.parent.Reference), forecast(d.forecast)),
		lint.See(lint.AtName(d.parent.Object), "%s", d.parent.Object))
}

// checkOrphan reports a route that names no parent.
func checkOrphan(p *lint.Pass, m *gateway.Model, route *object.Object) {
	spec := route.Get("spec")
	if !spec.IsMapping() || lint.Opaque(spec) || lint.Opaque(spec.Get("parentRefs")) || spec.Has("useDefaultGateways") || p.Patched(route) {
		return
	}
	if route.Kind == object.HTTPRoute && m.Delegates() {
		return
	}
	if slices.ContainsFunc(keysOf(spec), func(key string) bool { return key != "parentRefs" && lint.Distance(key, "parentRefs") <= 2 }) {
		return // it names one, in a field of another name
	}
	for _, gw := range m.Beside(gateway.Reference{Kind: object.Gateway, From: route}) {
		if m.Together(gw, route) {
			p.Report(lint.AtKey(route, spec, "parentRefs"),
				fmt.Sprintf("the route names no parent, so it belongs to no Gateway; write parentRefs: [{name: %s}], say; %s", gw.Name, forecast(gateway.Silent)),
				lint.As(lint.Warning), lint.See(lint.AtName(gw), "%s", gw))
			return
		}
	}
}
