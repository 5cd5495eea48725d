package graph

import (
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
)

// Affected returns the part of the graph around findings, to be drawn beside a
// report: what the findings stand on, all that leads there from a Gateway, and
// one step on from a route, a policy or a backend. Its nodes and edges are those
// of the graph; fold it afterwards.
//
// How large it is tells whether it is worth drawing: few people follow more than
// forty nodes.
func (g *Graph) Affected(findings []*lint.Finding) *Graph {
	a := &affected{
		given: map[*lint.Finding]bool{}, into: map[*Node][]*Edge{}, keep: map[*Node]bool{}, climbed: map[*Node]bool{}, faulty: map[*Node]bool{},
	}
	for _, f := range findings {
		a.given[f] = true
	}
	for _, e := range g.Edges {
		a.into[e.To] = append(a.into[e.To], e)
	}
	core := a.core(g)
	for _, e := range g.Edges {
		if core[e.From] && e.From.Role != Gateway && e.From.Role != Listener {
			a.keep[e.To] = true
		}
	}
	for _, n := range g.Nodes {
		if core[n] {
			a.above(n)
		}
	}
	return a.part(g)
}

type affected struct {
	given   map[*lint.Finding]bool
	into    map[*Node][]*Edge
	keep    map[*Node]bool
	climbed map[*Node]bool
	faulty  map[*Node]bool // that a finding is about, rather than a reference to them
}

// core are the nodes that the findings stand on, and the ends of the edges.
func (a *affected) core(g *Graph) map[*Node]bool {
	core := map[*Node]bool{}
	for _, n := range g.Nodes {
		if a.any(n.Findings) {
			core[n], a.faulty[n] = true, true
		}
	}
	for _, e := range g.Edges {
		if a.any(e.Findings) {
			core[e.From], core[e.To], a.faulty[e.From] = true, true, true
		}
	}
	return core
}

func (a *affected) any(findings []*lint.Finding) bool {
	return slices.ContainsFunc(findings, func(f *lint.Finding) bool { return a.given[f] })
}

// above keeps a node and all that requests come by on the way to it.
func (a *affected) above(n *Node) {
	if a.climbed[n] {
		return
	}
	a.climbed[n], a.keep[n] = true, true
	for _, e := range a.into[n] {
		switch {
		case e.Kind == ListenerEdge || e.Kind == SetEdge || e.Kind == ParentEdge || e.Kind == DelegateEdge:
			a.above(e.From)
		case e.Kind == BackendEdge && a.faulty[n]:
			a.above(e.From)
		}
	}
}

// part returns the nodes that are kept, and the edges between them.
func (a *affected) part(g *Graph) *Graph {
	out := &Graph{}
	for _, n := range g.Nodes {
		if a.keep[n] {
			out.Nodes = append(out.Nodes, n)
		}
	}
	for _, e := range g.Edges {
		if a.keep[e.From] && a.keep[e.To] {
			out.Edges = append(out.Edges, e)
		}
	}
	for _, f := range g.Elsewhere {
		if a.given[f] {
			out.Elsewhere = append(out.Elsewhere, f)
		}
	}
	return out
}
