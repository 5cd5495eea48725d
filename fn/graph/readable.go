package graph

// FoldOver is the threshold at which pictures stay small and what is drawn once
// is still worth a look.
const FoldOver = 2

// readable is how many nodes people read.
const readable = 80

// Readable folds the graph as far as it takes to be read: what is alike and, where
// that leaves too much, the rest of what no finding speaks of.
func (g *Graph) Readable() *Graph {
	return g.Fold(FoldOver).foldUntil(func(g *Graph) bool { return len(g.Nodes) <= readable })
}

// foldUntil folds more and more, until the graph will do.
func (g *Graph) foldUntil(enough func(*Graph) bool) *Graph {
	for _, next := range []func(*Graph) level{
		func(*Graph) level { return level{over: 1, class: alike, edges: true} },
		func(g *Graph) level { return g.calm(false) },
		func(g *Graph) level { return g.calm(true) },
		func(*Graph) level { return level{over: 1, class: sameKind} },
		func(*Graph) level { return level{over: 1, class: func(n *Node) string { return n.Role.String() }} },
	} {
		if enough(g) {
			break
		}
		g = g.fold(next(g))
	}
	return g
}

// calm folds what is of one kind and namespace, wherever it leads, but for
// Gateways and what findings speak of; listeners are left alone or not.
func (g *Graph) calm(listeners bool) level {
	spoken := map[*Node]bool{}
	for _, n := range g.Nodes {
		spoken[n] = len(n.Findings) > 0
	}
	for _, e := range g.Edges {
		if len(e.Findings) > 0 {
			spoken[e.From], spoken[e.To] = true, true
		}
	}
	return level{over: 1, class: func(n *Node) string {
		switch {
		case spoken[n] || n.Role == Gateway || n.Role == Listener && !listeners:
			return ""
		case n.Role == Listener:
			return alike(n)
		}
		return sameKind(n)
	}}
}
