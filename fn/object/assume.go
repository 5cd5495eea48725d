package object

import (
	"slices"
	"strings"
)

// Assume is what the user says of the objects that are not in the input.
type Assume struct {
	// Complete: there are none. A reference to an object that is not in the
	// input is a mistake.
	Complete bool
	// Partial: the input is known to be a part of what is applied together. What
	// is not in it may be beside it, unless Complete says otherwise.
	Partial bool
	// Objects exist elsewhere: in the cluster, or in another repository.
	Objects []Assumed
}

// Assumed names an object, or all objects of a kind in a namespace.
type Assumed struct {
	Kind      string // with or without its group: Gateway, or Gateway.gateway.networking.k8s.io
	Namespace string // "": any
	Name      string // "*": all of the kind
}

// ParseAssumed reads "Kind namespace/name", or "Kind name" where any namespace
// will do.
func ParseAssumed(s string) (Assumed, bool) {
	kind, rest, ok := strings.Cut(strings.TrimSpace(s), " ")
	rest = strings.TrimSpace(rest)
	if !ok || kind == "" || rest == "" || strings.ContainsAny(rest, " \t") {
		return Assumed{}, false
	}
	namespace, name, slash := strings.Cut(rest, "/")
	if !slash {
		namespace, name = "", rest
	}
	if name == "" || slash && namespace == "" || strings.Contains(name, "/") {
		return Assumed{}, false
	}
	return Assumed{kind, namespace, name}, true
}

func (a Assumed) String() string {
	if a.Namespace == "" {
		return a.Kind + " " + a.Name
	}
	return a.Kind + " " + a.Namespace + "/" + a.Name
}

// Has reports whether the object is said to exist elsewhere.
func (a Assume) Has(k Kind, namespace, name string) bool {
	return slices.ContainsFunc(a.Objects, func(x Assumed) bool {
		return (x.Kind == k.Name || x.Kind == k.String()) &&
			(x.Namespace == "" || x.Namespace == namespace) && (x.Name == "*" || x.Name == name)
	})
}
