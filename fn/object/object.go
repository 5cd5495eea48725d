package object

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// Object is one Kubernetes object of the input.
type Object struct {
	Kind      Kind
	Version   string // of the API, such as v1alpha1
	Name      string
	Namespace string // as written; "" where the document does not say
	Doc       *source.Doc
	Root      *source.Node
}

// APIVersion returns group and version as manifests write them.
func (o *Object) APIVersion() string {
	if o.Kind.Group == "" {
		return o.Version
	}
	return o.Kind.Group + "/" + o.Version
}

// Get returns the node at a path from the root, aliases and merge keys
// followed, or nil.
func (o *Object) Get(steps ...any) *source.Node { return o.Root.Get(steps...) }

// Annotation returns the value of an annotation, or "".
func (o *Object) Annotation(key string) string { return o.Get("metadata", "annotations", key).Text() }

// Label returns the value of a label, or "".
func (o *Object) Label(key string) string { return o.Get("metadata", "labels", key).Text() }

// String names the object as people say it: HTTPRoute infra/web.
func (o *Object) String() string {
	if o.Namespace == "" {
		return o.Kind.Name + " " + o.Name
	}
	return o.Kind.Name + " " + o.Namespace + "/" + o.Name
}

// Annotations in which kustomize keeps what an object was called before its
// transformers ran. References are mended only at the end of a build, so a
// function sees new names beside references to old ones.
const (
	previousNames      = "internal.config.kubernetes.io/previousNames"
	previousNamespaces = "internal.config.kubernetes.io/previousNamespaces"
	namePrefixes       = "internal.config.kubernetes.io/prefixes"
	nameSuffixes       = "internal.config.kubernetes.io/suffixes"
)

// Names returns the names that references may call the object by: its name of
// now and, under kustomize, those it had before.
func (o *Object) Names() []string {
	names := []string{o.Name}
	if olds := o.Annotation(previousNames); olds != "" {
		for _, old := range strings.Split(olds, ",") {
			if !slices.Contains(names, old) {
				names = append(names, old)
			}
		}
	}
	return names
}

// Namespaces returns the namespaces that references may say the object is in:
// its own, as written, and, under kustomize, those it was in before.
func (o *Object) Namespaces() []string {
	spaces := []string{o.Namespace}
	if olds := o.Annotation(previousNamespaces); olds != "" {
		for _, old := range strings.Split(olds, ",") {
			// kustomize writes "default" for an object that had no namespace.
			if old != "default" && !slices.Contains(spaces, old) {
				spaces = append(spaces, old)
			}
		}
	}
	return spaces
}

// SameOrigin reports whether kustomize gave two objects the same prefixes and
// suffixes. Of several objects that a reference may mean, kustomize takes the
// one that came with the object that refers to it.
func (o *Object) SameOrigin(other *Object) bool { return o.Origin() == other.Origin() }

// Origin is the prefixes and the suffixes that kustomize gave the object.
func (o *Object) Origin() [2]string {
	return [2]string{o.Annotation(namePrefixes), o.Annotation(nameSuffixes)}
}

// Is reports whether a reference by namespace and name means this object, by
// its name of now or, under kustomize, by an earlier one.
func (o *Object) Is(namespace, name string) bool {
	if o.Name == name && o.Namespace == namespace {
		return true
	}
	names := o.Annotation(previousNames)
	if names == "" {
		return false
	}
	olds := strings.Split(names, ",")
	spaces := strings.Split(o.Annotation(previousNamespaces), ",")
	for i, old := range olds {
		// kustomize writes "default" for an object that had no namespace.
		was := o.Namespace
		if i < len(spaces) && spaces[i] != "" && spaces[i] != "default" {
			was = spaces[i]
		}
		if (old == name || o.Name == name) && (namespace == was || namespace == o.Namespace) {
			return true
		}
	}
	return false
}
