package graph

// spaces groups nodes, which are sorted, by namespace; those of none come first.
func spaces(g *Graph) [][]*Node {
	var out [][]*Node
	for i, n := range g.Nodes {
		if i == 0 || n.Namespace != g.Nodes[i-1].Namespace {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], n)
	}
	return out
}
