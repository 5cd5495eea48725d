package graph

import (
	"cmp"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Graph is how the objects of an input are wired. Nodes and edges are sorted.
type Graph struct {
	Nodes []*Node
	Edges []*Edge
	// Elsewhere are the findings that stand on nothing the graph shows.
	Elsewhere []*lint.Finding
}

// Node is an object, a listener, a host, or a number of them that are alike.
type Node struct {
	// ID names the node, whatever file and line it stands in:
	// HTTPRoute.gateway.networking.k8s.io/shop/cart, and the same with #https for
	// a listener. Of objects of one name the second has its file behind an @.
	ID string
	// Kind is that of the object; of what is none, Listener or Host.
	Kind object.Kind
	Role Role
	// Type tells backends of one kind apart, as "LLM openai" or "MCP".
	Type            string
	Namespace, Name string
	Presence        Presence
	Hosts, Paths    []string // that a route or a listener serves
	Detail          []string // what else is worth a line
	Doc             *source.Doc
	Offset          int // in bytes in the file, where Doc is set
	Findings        []*lint.Finding
	// Twin tells that another object of the input has the same kind, namespace and
	// name, as where a folder an environment is read.
	Twin bool
	// Owner is the Gateway or the ListenerSet of a listener.
	Owner *Node
	// Members are the nodes that were folded into this one.
	Members []*Node
}

// Role is what a node does, whatever its kind.
type Role uint8

// The roles, in the order in which nodes are written.
const (
	Gateway Role = iota
	Listener
	Route
	Policy
	Backend
	Service
	Host
	Other
)

func (r Role) String() string {
	return [...]string{"gateway", "listener", "route", "policy", "backend", "service", "host", "other"}[r]
}

// Presence tells whether the input holds a node.
type Presence uint8

// The presences. A host is always present: it is where the graph ends.
const (
	Present Presence = iota
	Outside          // the input does not show whether it exists
	Missing          // the input holds others of that kind and namespace, and not it
)

func (p Presence) String() string { return [...]string{"present", "outside", "missing"}[p] }

// Edge leads from one node to another in the direction a request takes; that of
// a policy leads to what it applies to.
type Edge struct {
	// ID names the edge: the node in which the reference is written, the path of
	// the reference in it and, where it means several objects, the one it leads to.
	ID       string
	From, To *Node
	Kind     EdgeKind
	State    State
	// Reason is why the state is not OK, as a phrase.
	Reason string
	// Label is what part of the target is meant: a section, or some of the
	// listeners.
	Label    string
	Doc      *source.Doc
	Offset   int // in bytes in the file
	Findings []*lint.Finding
	Count    int // of the edges that were folded into this one

	many bool // its reference means any number of objects
}

// EdgeKind is what makes an edge.
type EdgeKind string

// The kinds of edge.
const (
	ListenerEdge EdgeKind = "listener"    // a Gateway or a ListenerSet, and its listener
	SetEdge      EdgeKind = "listenerSet" // a Gateway, and a ListenerSet that names it
	ParentEdge   EdgeKind = "parentRef"   // what a route attaches to, and the route
	BackendEdge  EdgeKind = "backendRef"  // a route and its backend
	MirrorEdge   EdgeKind = "mirror"      // a route and what gets a copy of its requests
	DelegateEdge EdgeKind = "delegation"  // a route and one that it hands requests on to
	TargetEdge   EdgeKind = "targetRef"   // a policy and what it applies to
	UseEdge      EdgeKind = "uses"        // a policy or a backend, and a backend that it asks
	HostEdge     EdgeKind = "host"        // a backend and the host it dials
)

// State tells whether an edge holds.
type State uint8

// The states.
const (
	OK      State = iota
	Unknown       // the input does not tell
	Refused       // it does not hold as far as the input shows, and no finding of severity error says so
	Broken        // a finding of severity error stands on it
)

func (s State) String() string { return [...]string{"ok", "unknown", "refused", "broken"}[s] }

// sort brings the graph into an order that does not depend on that of files.
func (g *Graph) sort() {
	slices.SortStableFunc(g.Nodes, compareNodes)
	slices.SortStableFunc(g.Edges, func(a, b *Edge) int {
		return cmp.Or(compareNodes(a.From, b.From), compareNodes(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

func compareNodes(a, b *Node) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Role, b.Role), cmp.Compare(a.ID, b.ID))
}
