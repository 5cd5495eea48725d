package graph

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

// New builds the graph of the objects of an input. The model is one over the
// same objects; findings are what the rules found in them.
//
// Gateways, ListenerSets, routes, backends and policies are nodes whether or not
// something refers to them; Services and other objects only where something does.
//
// The order of the files does not matter.
func New(objects *object.Set, m *gateway.Model, findings []*lint.Finding) *Graph {
	b := &builder{
		m: m, g: &Graph{}, objects: map[*object.Object]*Node{}, listeners: map[*gateway.Listener]*Node{},
		ids: map[string]*Node{}, edges: map[string]bool{}, anchors: map[string][]anchor{},
	}
	for _, step := range []struct {
		kinds []object.Kind
		add   func(*object.Object)
	}{
		{[]object.Kind{object.Gateway}, b.ownListeners},
		{gateway.ListenerSetKinds, b.listenerSet},
		{gateway.RouteKinds, b.route},
		{backendKinds, func(o *object.Object) { b.object(o) }},
		{policyKinds(objects), b.policy},
	} {
		for _, k := range step.kinds {
			for _, o := range byPlace(objects.Of(k)) {
				step.add(o)
			}
		}
	}
	b.join(findings)
	b.g.sort()
	return b.g
}

// byPlace sorts objects by file and by where they stand in it.
func byPlace(objects []*object.Object) []*object.Object {
	return slices.SortedFunc(slices.Values(objects), func(a, b *object.Object) int {
		return cmp.Or(strings.Compare(object.File(a), object.File(b)), cmp.Compare(a.Doc.Span(a.Root).Start, b.Doc.Span(b.Root).Start))
	})
}

type builder struct {
	m         *gateway.Model
	g         *Graph
	objects   map[*object.Object]*Node
	listeners map[*gateway.Listener]*Node
	ids       map[string]*Node
	edges     map[string]bool     // by ID
	anchors   map[string][]anchor // by file
}

// object returns the node of an object, which is added where it is new.
func (b *builder) object(o *object.Object) *Node {
	if n, ok := b.objects[o]; ok {
		return n
	}
	n := &Node{Kind: o.Kind, Role: roleOf(o.Kind), Namespace: b.m.Namespace(o), Name: o.Name, Doc: o.Doc, Offset: o.Doc.Span(o.Root).Start}
	n.ID = id(o.Kind, n.Namespace, o.Name)
	if known := b.ids[n.ID]; known != nil && known.Presence == Present {
		known.Twin, n.Twin = true, true
	}
	n.ID = b.unique(n.ID, o.Doc)
	b.objects[o] = n
	b.add(n)
	b.anchor(o.Doc, o.Doc.Span(o.Root), anchor{node: n})
	switch n.Role {
	case Gateway:
		n.Detail = texts(o.Get("spec", "gatewayClassName"))
	case Route:
		n.Hosts, n.Paths = texts(o.Get("spec", "hostnames").Seq()...), paths(o)
	case Policy:
		n.Detail = sections(o)
	}
	b.backend(o, n)
	return n
}

// roleOf returns what objects of a kind do.
func roleOf(k object.Kind) Role {
	switch {
	case k == object.Gateway || slices.Contains(gateway.ListenerSetKinds, k):
		return Gateway
	case slices.Contains(gateway.RouteKinds, k):
		return Route
	case isPolicy(k):
		return Policy
	case slices.Contains(backendKinds, k) || k == object.InferencePool || k == object.XInferencePool:
		return Backend
	case k == object.Service:
		return Service
	}
	return Other
}

func id(k object.Kind, namespace, name string) string {
	return k.String() + "/" + namespace + "/" + name
}

// unique tells objects apart that differ in nothing but where they stand.
func (b *builder) unique(id string, d *source.Doc) string {
	if b.ids[id] == nil {
		return id
	}
	id += "@" + d.File.Name
	for i, base := 2, id; b.ids[id] != nil; i++ {
		id = fmt.Sprintf("%s:%d", base, i)
	}
	return id
}

func (b *builder) add(n *Node) {
	b.ids[n.ID] = n
	b.g.Nodes = append(b.g.Nodes, n)
}

// stub returns the node of what a reference means and the input does not hold.
func (b *builder) stub(r gateway.Reference, p Presence) *Node {
	n := &Node{Kind: r.Kind, Role: roleOf(r.Kind), Namespace: r.Namespace, Name: r.Name, Presence: p}
	if n.Namespace == "" && r.From != nil {
		n.Namespace = b.m.Namespace(r.From)
	}
	n.ID = id(n.Kind, n.Namespace, n.Name)
	if known := b.ids[n.ID]; known != nil && known.Presence != Present {
		known.Presence = max(known.Presence, p)
		return known
	}
	// The input holds one of that name that is not the one meant, or may not be.
	for b.ids[n.ID] != nil {
		n.ID += "?"
		if known := b.ids[n.ID]; known != nil && known.Presence != Present {
			return known
		}
	}
	b.add(n)
	return n
}

// target returns the node that a reference leads to, and how far that holds.
func (b *builder) target(r gateway.Reference) (*Node, Edge) {
	found := b.m.Resolve(r)
	switch found.Presence {
	case gateway.Present:
		return b.object(found.Object), Edge{}
	case gateway.Absent:
		return b.stub(r, Missing), Edge{State: Refused, Reason: "the input holds none of that name"}
	}
	return b.stub(r, Outside), Edge{State: Unknown, Reason: string(found.Gap)}
}

// link adds an edge that is written at n in an object.
func (b *builder) link(e Edge, o *object.Object, n *source.Node) {
	e.Doc, e.Offset = o.Doc, o.Doc.Span(n).Start
	if e.ID = e.To.ID; e.Kind != ListenerEdge {
		e.ID = b.object(o).ID + "#" + n.Path().String()
	}
	if e.many {
		e.ID += "->" + e.To.ID
	}
	if b.edges[e.ID] {
		return // written once, and named again by an alias
	}
	b.edges[e.ID] = true
	e.Count = 1
	b.g.Edges = append(b.g.Edges, &e)
	if e.Kind != ListenerEdge {
		b.anchor(o.Doc, o.Doc.Span(n), anchor{edge: &e})
	}
}

// texts returns the texts of scalars that are there.
func texts(nodes ...*source.Node) []string {
	var out []string
	for _, n := range nodes {
		if s := strings.TrimSpace(n.Text()); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
