package graph

import "github.com/gatefix/gatefix/fn/lint"

// look is how something is drawn. Colours are set in full, so that a picture
// reads on a dark page too.
type look struct {
	fill, stroke, text string
	dashed, thick      bool
}

// ink is the colour of what is written.
const ink = "#1f2328"

var roleLooks = map[Role]look{
	Gateway:  {fill: "#b6e3ff", stroke: "#0969da", text: ink},
	Listener: {fill: "#ddf4ff", stroke: "#0969da", text: ink},
	Route:    {fill: "#dafbe1", stroke: "#1a7f37", text: ink},
	Policy:   {fill: "#fff8c5", stroke: "#9a6700", text: ink},
	Backend:  {fill: "#fbefff", stroke: "#8250df", text: ink},
	Service:  {fill: "#f6f8fa", stroke: "#57606a", text: ink},
	Host:     {fill: "#ffffff", stroke: "#57606a", text: ink},
	Other:    {fill: "#f6f8fa", stroke: "#57606a", text: ink},
}

// severityColors are those of findings; none is like the colour of a role.
var severityColors = map[lint.Severity]string{lint.Error: "#cf222e", lint.Warning: "#bc4c00", lint.Info: "#0550ae"}

const (
	unknownColor = "#8c959f"
	edgeColor    = "#57606a"
	quietColor   = "#848d97" // of edges that carry no requests
)

// lookOf returns how a node is drawn.
func lookOf(n *Node) look {
	l := roleLooks[n.Role]
	if n.Presence != Present {
		l.fill, l.stroke, l.dashed = "#ffffff", unknownColor, true
	}
	if len(n.Findings) > 0 {
		l.stroke, l.thick = severityColors[gravest(n.Findings)], true
	}
	return l
}

// lookOfEdge returns how an edge is drawn: dashed where it does not hold, or may
// not. Only a finding makes it red: what no rule calls a mistake may be none.
func lookOfEdge(e *Edge) look {
	switch {
	case len(e.Findings) > 0:
		color := severityColors[gravest(e.Findings)]
		return look{stroke: color, text: color, dashed: true, thick: true}
	case e.State != OK:
		return look{stroke: unknownColor, text: edgeColor, dashed: true}
	case e.Kind == TargetEdge || e.Kind == UseEdge || e.Kind == MirrorEdge:
		return look{stroke: quietColor, text: edgeColor}
	}
	return look{stroke: edgeColor, text: edgeColor}
}

// skips tells that an edge leads past the column of listeners, so that routes
// stand in one column.
func skips(e *Edge) bool { return e.From.Role == Gateway && e.To.Role == Route }

func gravest(findings []*lint.Finding) lint.Severity {
	var out lint.Severity
	for _, f := range findings {
		out = max(out, f.Severity)
	}
	return out
}
