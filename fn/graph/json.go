package graph

import (
	"encoding/json"
	"io"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// JSONVersion is the version of the JSON format. Fields may be added to it; a
// field that goes away or changes its meaning makes a new version.
const JSONVersion = 1

// jsonGraph is the JSON format. Lists are never null; a text that is not known
// or does not apply is "". IDs depend on neither the order of files nor lines.
type jsonGraph struct {
	Version   int           `json:"version"`
	Nodes     []jsonNode    `json:"nodes"`
	Edges     []jsonEdge    `json:"edges"`
	Elsewhere []jsonFinding `json:"elsewhere"` // findings that stand on nothing the graph shows
}

type jsonNode struct {
	ID        string        `json:"id"`
	Role      string        `json:"role"` // gateway, listener, route, policy, backend, service, host or other
	Group     string        `json:"group"`
	Kind      string        `json:"kind"` // of what is no object: Listener, Host
	Namespace string        `json:"namespace"`
	Name      string        `json:"name"`
	Type      string        `json:"type"`     // of a backend: "LLM openai", "MCP" …
	Presence  string        `json:"presence"` // present, outside (the input does not tell) or missing (it holds others of the kind and namespace)
	Owner     string        `json:"owner"`    // of a listener: the ID of its Gateway or ListenerSet
	Hosts     []string      `json:"hosts"`
	Paths     []string      `json:"paths"`
	Details   []string      `json:"details"`
	At        *jsonPlace    `json:"at"`      // null where the input does not hold it
	Members   []string      `json:"members"` // IDs, where the graph was folded
	Findings  []jsonFinding `json:"findings"`
}

type jsonEdge struct {
	ID       string        `json:"id"`
	From     string        `json:"from"` // ID of a node
	To       string        `json:"to"`
	Kind     string        `json:"kind"`    // see EdgeKind
	State    string        `json:"state"`   // ok, unknown, refused or broken
	Reason   string        `json:"reason"`  // of a state that is not ok
	Section  string        `json:"section"` // what part of the target is meant
	At       *jsonPlace    `json:"at"`
	Count    int           `json:"count"` // of references drawn as one
	Findings []jsonFinding `json:"findings"`
}

type jsonPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type jsonFinding struct {
	Rule        string     `json:"rule"`
	Severity    string     `json:"severity"`
	Message     string     `json:"message"`
	Fingerprint string     `json:"fingerprint"`
	At          *jsonPlace `json:"at"`
}

// JSON writes the graph down.
func JSON(w io.Writer, g *Graph) error {
	out := jsonGraph{Version: JSONVersion, Nodes: []jsonNode{}, Edges: []jsonEdge{}, Elsewhere: findingsJSON(g.Elsewhere)}
	for _, n := range g.Nodes {
		out.Nodes = append(out.Nodes, nodeJSON(n))
	}
	for _, e := range g.Edges {
		out.Edges = append(out.Edges, jsonEdge{
			ID: e.ID, From: e.From.ID, To: e.To.ID, Kind: string(e.Kind), State: e.State.String(), Reason: e.Reason,
			Section: e.Label, At: placeJSON(e.Doc, e.Offset), Count: e.Count, Findings: findingsJSON(e.Findings),
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func nodeJSON(n *Node) jsonNode {
	out := jsonNode{
		ID: n.ID, Role: n.Role.String(), Group: n.Kind.Group, Kind: n.Kind.Name, Namespace: n.Namespace, Name: n.Name,
		Type: n.Type, Presence: n.Presence.String(), Hosts: list(n.Hosts), Paths: list(n.Paths), Details: list(n.Detail),
		At: placeJSON(n.Doc, n.Offset), Members: []string{}, Findings: findingsJSON(n.Findings),
	}
	if n.Owner != nil {
		out.Owner = n.Owner.ID
	}
	for _, m := range n.Members {
		out.Members = append(out.Members, m.ID)
	}
	return out
}

// list is never nil.
func list(texts []string) []string { return append([]string{}, texts...) }

func placeJSON(d *source.Doc, offset int) *jsonPlace {
	if d == nil {
		return nil
	}
	pos := d.File.Position(offset)
	return &jsonPlace{d.File.Name, pos.Line, pos.Column}
}

func findingsJSON(findings []*lint.Finding) []jsonFinding {
	out := []jsonFinding{}
	for _, f := range findings {
		out = append(out, jsonFinding{f.Name, f.Severity.String(), f.Message, f.Fingerprint, placeJSON(f.At.Doc, f.At.Span.Start)})
	}
	return out
}
