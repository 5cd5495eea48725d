package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
)

func (b *builder) listenerSet(o *object.Object) {
	set := b.object(o)
	b.ownListeners(o)
	p, ok := b.m.ParentOfSet(o)
	if !ok || p.Name == "" {
		return
	}
	from, e := b.target(p.Reference)
	e.From, e.To, e.Kind = from, set, SetEdge
	if p.Object != nil {
		if allowed, gap := b.m.SetAllowed(p.Object, o); allowed == gateway.No {
			e.State, e.Reason = Refused, "the Gateway does not allow it"
		} else if allowed == gateway.Unsure {
			e.State, e.Reason = Unknown, string(gap)
		}
	}
	b.link(e, o, p.Node)
}

// ownListeners adds the listeners that an object holds itself.
func (b *builder) ownListeners(o *object.Object) {
	owner := b.object(o)
	for i, l := range b.m.Listeners(o) {
		name := l.Name
		if name == "" {
			name = fmt.Sprint(i)
		}
		n := &Node{
			Kind: object.Kind{Name: "Listener"}, Role: Listener, Namespace: owner.Namespace, Name: name,
			Doc: o.Doc, Offset: o.Doc.Span(l.Node).Start, Owner: owner,
		}
		n.ID = b.unique(owner.ID+"#"+name, o.Doc)
		n.Detail = []string{strings.TrimSpace(l.Protocol + " " + l.Node.Get("port").Text())}
		n.Hosts = texts(l.Node.Get("hostname"))
		b.listeners[l] = n
		b.add(n)
		b.anchor(o.Doc, o.Doc.Span(l.Node), anchor{node: n})
		b.link(Edge{From: owner, To: n, Kind: ListenerEdge}, o, l.Node)
	}
}

func (b *builder) route(o *object.Object) {
	route := b.object(o)
	for _, a := range b.m.Attach(o) {
		b.parent(route, a)
	}
	for _, r := range b.m.BackendRefs(o) {
		b.backendRef(route, o, r)
	}
	for _, r := range b.m.Nested(o, "extensionRef", object.Kind{}) {
		if r.Name == "" {
			continue
		}
		from, e := b.target(r)
		e.From, e.To, e.Kind = from, route, TargetEdge
		b.link(e, o, r.Node)
	}
}

// reasons say why a route does not attach.
var reasons = map[gateway.Reason]string{
	gateway.ParentNotFound:      "the input holds none of that name",
	gateway.ParentNotAllowed:    "its Gateway does not allow the ListenerSet",
	gateway.NotDelegated:        "it hands no request on to the route",
	gateway.SectionNotFound:     "it has no such listener",
	gateway.PortNotFound:        "it has no such port",
	gateway.KindNotAllowed:      "it does not allow routes of that kind",
	gateway.NamespaceNotAllowed: "it does not allow routes of that namespace",
	gateway.HostnameMismatch:    "no host name in common",
}

// parent adds the edge of a parentRef. That of a route to the route it is the
// child of is the edge of the other's backendRef already.
func (b *builder) parent(route *Node, a gateway.Attachment) {
	p := a.Parent
	if p.Name == "" || p.Kind == object.HTTPRoute && a.Status == gateway.Yes {
		return
	}
	e := Edge{To: route, Kind: ParentEdge}
	switch a.Status {
	case gateway.No:
		e.State, e.Reason = Refused, reasons[a.Reason]
	case gateway.Unsure:
		e.State, e.Reason = Unknown, string(a.Gap)
	}
	switch {
	case p.Object != nil:
		e.From, e.Label = b.taker(a)
	case p.Presence == gateway.Absent:
		e.From = b.stub(p.Reference, Missing)
	default:
		e.From = b.stub(p.Reference, Outside)
	}
	b.link(e, a.Route, p.Node)
}

// taker is what a route is drawn at: the only listener that takes it or was
// asked, else the parent as a whole. Where it is some of several listeners, the
// label names them.
func (b *builder) taker(a gateway.Attachment) (*Node, string) {
	owner := b.object(a.Parent.Object)
	taking := a.Answers
	if a.Status == gateway.Yes {
		taking = slices.DeleteFunc(slices.Clone(a.Answers), func(x gateway.Answer) bool { return x.Status != gateway.Yes })
	}
	switch {
	case len(taking) == 1 && b.listeners[taking[0].Listener] != nil:
		return b.listeners[taking[0].Listener], ""
	case len(taking) == len(a.Answers):
		return owner, ""
	}
	var names []string
	for _, x := range taking {
		names = append(names, x.Listener.Name)
	}
	return owner, strings.Join(names, ", ")
}

// delegates reports a backendRef that hands requests on to other routes.
func delegates(r gateway.BackendRef) bool {
	return r.Kind == object.HTTPRoute || r.Kind.Group == "delegation.kgateway.dev"
}

func (b *builder) backendRef(route *Node, o *object.Object, r gateway.BackendRef) {
	kind := BackendEdge
	if r.Mirror {
		kind = MirrorEdge
	}
	if !delegates(r) {
		b.reach(route, o, r.Reference, kind)
		return
	}
	children := b.m.Children(r.Reference)
	for _, child := range children {
		b.link(Edge{From: route, To: b.object(child), Kind: DelegateEdge, many: true}, o, r.Node)
	}
	if len(children) == 0 {
		b.reach(route, o, r.Reference, DelegateEdge)
	}
}

// reach adds the edge of a reference. Those of routes to backends need a grant
// where they leave the namespace; what policies and backends ask does not.
func (b *builder) reach(from *Node, o *object.Object, r gateway.Reference, kind EdgeKind) {
	if r.Name == "" {
		return
	}
	to, e := b.target(r)
	e.From, e.To, e.Kind = from, to, kind
	if e.State == OK && (kind == BackendEdge || kind == MirrorEdge) && b.m.Grant(r).Allowed == gateway.No {
		e.State, e.Reason = Refused, "no ReferenceGrant allows it"
	}
	b.link(e, o, r.Node)
}

// paths are what the matches of a route ask of the path.
func paths(o *object.Object) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, rule := range o.Get("spec", "rules").Seq() {
		for _, m := range rule.Get("matches").Seq() {
			add(m.Get("path", "value").Text())
			add(strings.TrimSuffix(m.Get("method", "service").Text()+"/"+m.Get("method", "method").Text(), "/"))
		}
	}
	return out
}
