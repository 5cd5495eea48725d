package graph

import (
	"fmt"
	"slices"
	"strings"
)

// level is a way to fold: which nodes may be alike, and how many it takes.
type level struct {
	over int
	// class names what nodes must have in common; "" keeps a node as it is.
	class func(*Node) string
	// edges tells whether their edges must lead to the same, too.
	edges bool
}

// alike is the class of nodes that only their edges tell apart.
func alike(n *Node) string {
	switch n.Role {
	case Gateway:
		return ""
	case Listener:
		return fmt.Sprint(n.Owner.ID, "|", n.Detail, "|", ruleNames(n.Findings))
	case Policy:
		return sameKind(n) + "|" + strings.Join(n.Detail, " ")
	}
	return sameKind(n)
}

// sameKind takes the listeners to their Gateway.
func sameKind(n *Node) string {
	if n.Owner != nil {
		n = n.Owner
	}
	return fmt.Sprint(n.Namespace, "|", n.Kind, "|", n.Type, "|", n.Presence, "|", ruleNames(n.Findings))
}

// Fold returns the graph with one node for each set of nodes that are alike and
// more than over; see the doc of the package. With 0 nothing is folded. What
// would be drawn as one line is one edge in any case.
func (g *Graph) Fold(over int) *Graph {
	if over < 1 {
		return g.fold(level{class: func(*Node) string { return "" }})
	}
	return g.fold(level{over: over, class: alike, edges: true})
}

func (g *Graph) fold(l level) *Graph {
	classes := g.classes(l)
	members := map[string][]*Node{}
	for _, n := range g.Nodes {
		members[classes[n]] = append(members[classes[n]], n)
	}
	out := &Graph{Elsewhere: g.Elsewhere}
	into := map[*Node]*Node{}
	for _, n := range g.Nodes {
		same := members[classes[n]]
		if into[n] != nil {
			continue
		}
		one := n
		if l.over > 0 && len(same) > l.over {
			one = foldNodes(same)
			for _, m := range same {
				into[m] = one
			}
		}
		into[n] = one
		out.Nodes = append(out.Nodes, one)
	}
	out.Edges = foldEdges(g.Edges, into)
	out.sort()
	return out
}

// classes sorts the nodes into those that are alike, by ever closer looks at
// where their edges lead.
func (g *Graph) classes(l level) map[*Node]string {
	classes := map[*Node]string{}
	for _, n := range g.Nodes {
		if classes[n] = l.class(n); classes[n] == "" {
			classes[n] = alone(n)
		}
	}
	for l.edges {
		closer := g.refine(classes)
		if len(sizes(closer)) == len(sizes(classes)) {
			if closer = l.split(closer); len(sizes(closer)) == len(sizes(classes)) {
				break
			}
		}
		classes = closer
	}
	return classes
}

// split takes the classes apart that are too small to be folded: what leads to
// one of their nodes is not like what leads to another.
func (l level) split(classes map[*Node]string) map[*Node]string {
	size := sizes(classes)
	out := map[*Node]string{}
	for n, class := range classes {
		if out[n] = class; size[class] <= l.over {
			out[n] = alone(n)
		}
	}
	return out
}

func alone(n *Node) string { return "only " + n.ID }

// sizes counts the nodes of each class.
func sizes(classes map[*Node]string) map[string]int {
	out := map[string]int{}
	for _, class := range classes {
		out[class]++
	}
	return out
}

// refine tells nodes of one class apart whose edges lead to different classes.
func (g *Graph) refine(classes map[*Node]string) map[*Node]string {
	looks := map[*Node][]string{}
	for _, e := range g.Edges {
		looks[e.From] = append(looks[e.From], ">"+e.look()+classes[e.To])
		looks[e.To] = append(looks[e.To], "<"+e.look()+classes[e.From])
	}
	numbers := map[string]int{}
	out := map[*Node]string{}
	for _, n := range g.Nodes {
		slices.Sort(looks[n])
		look := classes[n] + "\n" + strings.Join(slices.Compact(looks[n]), "\n")
		if _, ok := numbers[look]; !ok {
			numbers[look] = len(numbers)
		}
		out[n] = fmt.Sprint(numbers[look])
	}
	return out
}

// look is what two edges must have in common to be drawn as one.
func (e *Edge) look() string {
	return fmt.Sprint(e.Kind, "|", e.State, "|", e.Reason, "|", e.Label, "|", ruleNames(e.Findings), "|")
}

func foldNodes(of []*Node) *Node {
	first := slices.MinFunc(of, compareNodes) // the Gateway, of a Gateway and its listeners
	one := *first
	one.ID, one.Twin = "fold/"+first.ID, false
	one.Members, one.Hosts, one.Paths, one.Findings, one.Detail = nil, nil, nil, nil, nil
	for _, n := range of {
		if n.Role != Listener || one.Role == Listener {
			one.Members = append(one.Members, n.members()...)
		}
		one.Hosts = union(one.Hosts, n.Hosts)
		one.Paths = union(one.Paths, n.Paths)
		one.Detail = union(one.Detail, n.Detail)
		one.Findings = append(one.Findings, n.Findings...)
		if n.Kind != one.Kind && n.Role != Listener {
			one.Kind.Name = first.Role.String()
		}
		if n.Namespace != one.Namespace {
			one.Namespace = ""
		}
	}
	if len(one.Members) == 1 { // a Gateway with its listeners
		one.Members = nil
	}
	return &one
}

// members are the nodes that one stands for: itself, where nothing was folded.
func (n *Node) members() []*Node {
	if len(n.Members) == 0 {
		return []*Node{n}
	}
	return n.Members
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// foldEdges makes one edge of those that would be drawn as one line.
func foldEdges(edges []*Edge, into map[*Node]*Node) []*Edge {
	type key struct {
		from, to *Node
		look     string
	}
	at := map[key]*Edge{}
	var out []*Edge
	for _, e := range edges {
		k := key{into[e.From], into[e.To], e.look()}
		if k.from == k.to {
			continue // a Gateway and its listeners
		}
		if one := at[k]; one != nil {
			one.Count += e.Count
			one.Findings = append(slices.Clip(one.Findings), e.Findings...)
			continue
		}
		one := *e
		one.From, one.To = k.from, k.to
		at[k] = &one
		out = append(out, &one)
	}
	return out
}
