package graph

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

const dotHead = `digraph gatefix {
  rankdir=LR
  graph [fontname="Helvetica,Arial,sans-serif", fontsize=12, labeljust=l, color="#d0d7de", style=rounded, nodesep=0.15, ranksep=0.6, newrank=true, bgcolor="#ffffff"]
  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, style="rounded,filled", margin="0.12,0.05"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.7]
`

// DOT writes the graph for Graphviz. https://graphviz.org/doc/info/lang.html
func DOT(w io.Writer, g *Graph) error {
	d := &dotWriter{ids: map[*Node]string{}}
	d.WriteString(dotHead)
	for i, n := range g.Nodes {
		d.ids[n] = fmt.Sprintf("n%d", i+1)
	}
	for i, space := range spaces(g) {
		d.space(i+1, space)
	}
	for _, e := range g.Edges {
		d.edge(e)
	}
	d.WriteString("}\n")
	_, err := w.Write(d.Bytes())
	return err
}

type dotWriter struct {
	bytes.Buffer
	ids map[*Node]string
}

// space writes the nodes of a namespace as a box around them.
func (d *dotWriter) space(number int, nodes []*Node) {
	indent := "  "
	if ns := nodes[0].Namespace; ns != "" {
		fmt.Fprintf(d, "  subgraph cluster_%d {\n    label=<namespace <b>%s</b>>\n", number, dotEscape(clip(ns)))
		defer d.WriteString("  }\n")
		indent = "    "
	}
	for _, n := range nodes {
		d.WriteString(indent)
		d.node(n)
	}
}

func (d *dotWriter) node(n *Node) {
	l, k := labelOf(n), lookOf(n)
	text := "<b>" + dotEscape(l.title) + "</b>"
	for _, line := range l.lines {
		text += `<br/><font point-size="9">` + dotEscape(line) + "</font>"
	}
	for _, m := range l.marks {
		text += fmt.Sprintf(`<br/><font point-size="10" color="%s">%s</font>`, k.stroke, dotEscape(m))
	}
	style := "filled"
	if n.Role != Policy {
		style += ",rounded"
	}
	if k.dashed {
		style += ",dashed"
	}
	fmt.Fprintf(d, "%s [label=<%s>, style=%q, fillcolor=%q, color=%q, fontcolor=%q", d.ids[n], text, style, k.fill, k.stroke, k.text)
	if n.Role == Policy {
		d.WriteString(", shape=note")
	}
	if k.thick {
		d.WriteString(", penwidth=2")
	}
	d.WriteString("]\n")
}

func (d *dotWriter) edge(e *Edge) {
	k := lookOfEdge(e)
	fmt.Fprintf(d, "  %s -> %s [color=%q", d.ids[e.From], d.ids[e.To], k.stroke)
	if lines := labelOfEdge(e); len(lines) > 0 {
		for i, line := range lines {
			lines[i] = dotEscape(line)
		}
		// A table has a background, so that the text reads where lines cross it.
		fmt.Fprintf(d, `, fontcolor=%q, label=<<table border="0" cellpadding="1" cellspacing="0" bgcolor="#ffffff"><tr><td>%s</td></tr></table>>`,
			k.text, strings.Join(lines, "<br/>"))
	}
	switch {
	case k.dashed:
		d.WriteString(", style=dashed")
	case k.stroke == quietColor:
		d.WriteString(", style=dotted")
	}
	if k.thick {
		d.WriteString(", penwidth=2")
	}
	if skips(e) {
		d.WriteString(", minlen=2")
	}
	d.WriteString("]\n")
}

// dotEscape makes a text stand for itself in a label that is written as HTML. An
// empty text would make such a label a syntax error.
func dotEscape(s string) string {
	if s == "" {
		return " "
	}
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return strings.ReplaceAll(b.String(), `\`, `\\`) // \N means the ID of the node, there too
}
