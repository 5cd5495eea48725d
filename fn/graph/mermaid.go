package graph

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Mermaid's own limits, which GitHub keeps: more is not drawn at all.
// https://mermaid.js.org/config/schema-docs/config.html
const (
	mermaidText  = 50_000 // characters
	mermaidEdges = 500
)

// Mermaid writes the graph as a flowchart that Mermaid draws, in GitHub's
// Markdown too. What is more than it draws is folded until it is not.
func Mermaid(w io.Writer, g *Graph) error {
	g = g.foldUntil(func(g *Graph) bool { return len(g.Edges) <= mermaidEdges && len(mermaid(g)) <= mermaidText })
	_, err := w.Write(mermaid(g))
	return err
}

// mermaidWriter writes one flowchart. No name of a user becomes an ID: "end" and
// others are words of Mermaid.
type mermaidWriter struct {
	bytes.Buffer
	ids    map[*Node]string
	styles map[string][]string // what is drawn in a way: IDs, or numbers of edges
}

func mermaid(g *Graph) []byte {
	m := &mermaidWriter{ids: map[*Node]string{}, styles: map[string][]string{}}
	m.WriteString("flowchart LR\n")
	for i, n := range g.Nodes {
		m.ids[n] = fmt.Sprintf("n%d", i+1)
	}
	for i, box := range boxes(g) {
		m.box(i+1, box)
	}
	for i, e := range g.Edges {
		m.edge(i, e)
	}
	m.classes()
	return m.Bytes()
}

// boxes are the namespaces, each in two: what takes requests in, and the rest.
// Mermaid lays out a box that spans many columns beside its nodes.
func boxes(g *Graph) [][]*Node {
	entries := map[*Node]bool{}
	for _, n := range g.Nodes {
		entries[n] = n.Role == Gateway || n.Role == Listener
	}
	for _, e := range g.Edges {
		if e.From.Role == Policy && (e.To.Role == Gateway || e.To.Role == Listener) {
			entries[e.From] = true
		}
	}
	var out [][]*Node
	for _, space := range spaces(g) {
		var entry, rest []*Node
		for _, n := range space {
			if entries[n] {
				entry = append(entry, n)
			} else {
				rest = append(rest, n)
			}
		}
		for _, box := range [][]*Node{entry, rest} {
			if len(box) > 0 {
				out = append(out, box)
			}
		}
	}
	return out
}

// box writes nodes, with a box around them where they are in a namespace.
func (m *mermaidWriter) box(number int, nodes []*Node) {
	indent := "  "
	if ns := nodes[0].Namespace; ns != "" {
		fmt.Fprintf(m, "  subgraph s%d[\"namespace %s\"]\n", number, mermaidEscape(clip(ns)))
		defer m.WriteString("  end\n")
		m.style("class fill:#f6f8fa,stroke:#d0d7de,color:"+ink, fmt.Sprintf("s%d", number))
		indent = "    "
	}
	for _, n := range nodes {
		m.WriteString(indent)
		m.node(n)
	}
}

// mermaidShapes are what stands around a label; {} is the label.
var mermaidShapes = map[Role]string{Policy: `{{"{}"}}`, Host: `(["{}"])`}

func (m *mermaidWriter) node(n *Node) {
	l := labelOf(n)
	lines := []string{"<b>" + mermaidEscape(l.title) + "</b>"}
	for _, line := range slices.Concat(l.lines, l.marks) {
		lines = append(lines, mermaidEscape(line))
	}
	shape := mermaidShapes[n.Role]
	if shape == "" {
		shape = `["{}"]`
	}
	fmt.Fprintf(m, "%s%s\n", m.ids[n], strings.Replace(shape, "{}", strings.Join(lines, "<br>"), 1))
	m.style("class "+mermaidClass(lookOf(n)), m.ids[n])
}

func (m *mermaidWriter) style(how, what string) { m.styles[how] = append(m.styles[how], what) }

func (m *mermaidWriter) edge(number int, e *Edge) {
	l := lookOfEdge(e)
	arrow := "-->"
	switch {
	case l.stroke == quietColor:
		arrow = "-.->"
	case skips(e):
		arrow = "--->"
	}
	label := ""
	if lines := labelOfEdge(e); len(lines) > 0 {
		for i, line := range lines {
			lines[i] = mermaidEscape(line)
		}
		label = `|"` + strings.Join(lines, "<br>") + `"|`
	}
	fmt.Fprintf(m, "  %s %s%s %s\n", m.ids[e.From], arrow, label, m.ids[e.To])
	m.style("link "+mermaidLink(l), fmt.Sprint(number))
}

// classes writes how nodes and edges are drawn.
func (m *mermaidWriter) classes() {
	var hows []string
	for how := range m.styles {
		hows = append(hows, how)
	}
	slices.Sort(hows)
	for i, how := range hows {
		what := strings.Join(m.styles[how], ",")
		if css, ok := strings.CutPrefix(how, "link "); ok {
			fmt.Fprintf(m, "  linkStyle %s %s\n", what, css)
			continue
		}
		fmt.Fprintf(m, "  classDef c%d %s\n  class %s c%d\n", i+1, strings.TrimPrefix(how, "class "), what, i+1)
	}
}

func mermaidClass(l look) string {
	return fmt.Sprintf("fill:%s,stroke:%s,color:%s%s", l.fill, l.stroke, l.text, mermaidStroke(l))
}

func mermaidLink(l look) string {
	return fmt.Sprintf("stroke:%s,color:%s%s", l.stroke, l.text, mermaidStroke(l))
}

func mermaidStroke(l look) string {
	css := ""
	if l.thick {
		css += ",stroke-width:2px"
	}
	if l.dashed {
		css += ",stroke-dasharray:5 4"
	}
	return css
}

// mermaidEscape makes a text stand for itself in a quoted label. Beside letters,
// digits and a few signs that mean nothing everything is written as a character
// entity: Mermaid reads quotes, brackets, semicolons and Markdown in labels, the
// word "style" before a colon, icons such as fa:fa-user, and lists where a line
// starts with a dash or a number.
// https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
func mermaidEscape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/,·×…✗⚠ℹ", r):
		case (r == ' ' || r == '.' || r == '-') && i > 0 && !strings.HasPrefix(s[i:], ". ") && i < len(s)-1:
		default:
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
