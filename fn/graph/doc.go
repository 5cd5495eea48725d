// Package graph shows how traffic is wired, as data and as pictures: Gateways,
// their listeners, routes, policies, backends and hosts are nodes; parentRefs,
// backendRefs and targetRefs are edges. [New] builds a Graph from the model of
// attachment and from what the rules found, each finding on the edge or the node
// in whose text it stands.
//
// [Mermaid] and [DOT] draw it, [JSON] writes it down whole.
//
// # Folding
//
// A picture of a hundred routes is read only where what is alike is drawn once.
// Nodes are alike that have the same kind and type, namespace, presence and
// findings, and whose edges lead to the same nodes or to nodes that are alike:
// forty routes of one listener to forty Services of their own are two nodes.
// [Graph.Fold] makes one node, with a count, of each set of nodes that has more
// members than a threshold. Gateways are never folded by it, nor is what is the
// only one of its kind; so what is broken stays in sight.
//
// [Graph.Readable] folds further until people can read the picture, and [Mermaid]
// until Mermaid draws it at all: first what is of one kind and namespace, but for
// what findings speak of, then the listeners into their Gateways and whatever is
// of one kind and namespace, and last everything of one role.
package graph
