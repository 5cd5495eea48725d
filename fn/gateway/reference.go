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
	// Object is what is referred to; nil where it is not in the input, or the
	// model did not look it up.
	Object *object.Object
}

// To returns the reference to an object.
func To(o *object.Object) Reference {
	return Reference{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name, Object: o}
}

// refer reads a reference written at n in an object of the namespace. The
// fields it leaves out have the values of the kind given.
func refer(n *source.Node, namespace string, kind object.Kind) Reference {
	r := Reference{Kind: kind, Namespace: namespace, Name: n.Get("name").Text(), Node: n}
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

// names returns what the object referred to may be called: all its names where
// it is known, else the one it is called by.
func (r Reference) names() []string {
	if r.Object == nil {
		return []string{r.Name}
	}
	return r.Object.Names()
}

// is reports whether namespace and name mean what r refers to.
func (r Reference) is(namespace, name string) bool {
	if r.Object == nil {
		return r.Namespace == namespace && r.Name == name
	}
	return r.Object.Is(namespace, name)
}
