package graph

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/lint"
)

// How many texts of a list, and how many runes in a line, a label shows.
const (
	shownItems = 3
	shownRunes = 40
)

// label is what a picture says of a node, whatever draws it.
type label struct {
	title string
	lines []string
	marks []string // the findings
}

// labelOf returns the name of a node, what it is, what it serves, and what is
// wrong with it.
func labelOf(n *Node) label {
	l := label{title: clip(n.Name), marks: marks(n.Findings)}
	switch count := len(n.Members); {
	case count > 0:
		l.title = fmt.Sprintf("%d %s", count, plural(n.Kind.Name))
		l.add(some(names(n.Members)))
	case n.Role != Host: // whose name tells
		l.add(n.Kind.Name)
	}
	l.add(n.Type)
	l.add(some(n.Detail))
	l.add(some(n.Hosts))
	l.add(some(n.Paths))
	if n.Twin {
		l.add(clip("in " + n.Doc.File.Name))
	}
	l.add(map[Presence]string{Outside: "not in the input", Missing: "not found"}[n.Presence])
	return l
}

func (l *label) add(line string) {
	if line != "" {
		l.lines = append(l.lines, line)
	}
}

// labelOfEdge returns what a picture writes on an edge, by lines: what is wrong
// with it, and what part of the target it means.
func labelOfEdge(e *Edge) []string {
	lines := marks(e.Findings)
	if len(lines) == 0 && e.State == Refused && e.From.Presence != Missing && e.To.Presence != Missing {
		lines = append(lines, e.Reason)
	}
	if e.Kind == MirrorEdge {
		lines = append(lines, string(e.Kind))
	}
	if e.Label != "" {
		lines = append(lines, clip(e.Label))
	}
	return lines
}

// marks are the rules that findings come from, the gravest first.
func marks(findings []*lint.Finding) []string {
	var out []string
	for _, rule := range rulesOf(findings) {
		count := ""
		if rule.count > 1 {
			count = fmt.Sprintf(" ×%d", rule.count)
		}
		out = append(out, signs[rule.severity]+" "+rule.name+count)
	}
	if more := len(out) - shownItems; more > 0 {
		out = append(out[:shownItems], fmt.Sprintf("+%d more", more))
	}
	return out
}

// signs tell severities apart where colours do not.
var signs = map[lint.Severity]string{lint.Error: "✗", lint.Warning: "⚠", lint.Info: "ℹ"}

// some lists the first of a number of texts, as many as a line holds, and counts
// the rest.
func some(texts []string) string {
	line := ""
	for i, t := range texts {
		t = clip(t)
		if i > 0 {
			t = ", " + t
		}
		if i == shownItems || i > 0 && utf8.RuneCountInString(line+t) > shownRunes {
			return fmt.Sprintf("%s, +%d", line, len(texts)-i)
		}
		line += t
	}
	return line
}

func names(nodes []*Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, n.Name)
	}
	return out
}

// clip makes a text of a user fit into a label: one line, and not too long.
func clip(s string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�")))
	if len(runes) > shownRunes {
		return string(runes[:shownRunes-1]) + "…"
	}
	return string(runes)
}

// plural is the plural of a kind: Gateways, AgentgatewayPolicies.
func plural(kind string) string {
	if stem, ok := strings.CutSuffix(kind, "y"); ok && !strings.HasSuffix(stem, "a") {
		return stem + "ies"
	}
	return kind + "s"
}
