package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Reference is what one object calls another: a parentRef, a backendRef or an
// object itself, with the defaults of the API filled in.
type Reference struct {
	Kind            object.Kind
	Namespace, Name string
	// Node is where the reference is written; nil for an object itself.
	Node *source.Node
	// From is the object that it is written in; nil for an object itself.
	From *object.Object
	// Object is what is referred to; nil where it is not in the input, or the
	// model did not look it up.
	Object *object.Object
}

// To returns the reference to an object.
func To(o *object.Object) Reference {
	return Reference{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name, Object: o}
}

// Refer reads a reference written at n in an object: group, kind, namespace and
// name. The group and the kind it leaves out are those of the kind given, the
// namespace that of the object.
func Refer(from *object.Object, n *source.Node, kind object.Kind) Reference {
	r := Reference{Kind: kind, Namespace: from.Namespace, Name: n.Get("name").Text(), Node: n, From: from}
	if group := n.Get("group"); group != nil && !group.IsNull() {
		r.Kind.Group = group.Text() // "" is the core group
	}
	if name := n.Get("kind").Text(); name != "" {
		r.Kind.Name = name
	}
	if ns := n.Get("namespace").Text(); ns != "" {
		r.Namespace = ns
	}
	return r
}

// namesNamespace reports whether the reference says which namespace it means.
func (r Reference) namesNamespace() bool { return r.Node.Get("namespace").Text() != "" }

// String names what is referred to as people say it: Gateway infra/gw.
func (r Reference) String() string {
	if r.Namespace == "" {
		return r.Kind.Name + " " + r.Name
	}
	return r.Kind.Name + " " + r.Namespace + "/" + r.Name
}

// place is where the object meant lands.
func (m *Model) place(r Reference) place {
	switch {
	case r.Object != nil:
		return m.placeOf(r.Object)
	case r.From == nil || r.namesNamespace():
		return place{namespace: r.Namespace}
	}
	return m.placeOf(r.From)
}

// names returns what the object referred to may be called: all its names where
// it is known, else the one it is called by.
func (r Reference) names() []string {
	if r.Object == nil {
		return []string{r.Name}
	}
	return r.Object.Names()
}
