package crd

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Kind is the kind of the documents that hold schemas.
var Kind = object.Kind{Group: "apiextensions.k8s.io", Name: "CustomResourceDefinition"}

// apiVersion is the only one that clusters have served since Kubernetes 1.22.
const apiVersion = "apiextensions.k8s.io/v1"

// flaw is what is wrong with a definition, and where in its document.
type flaw struct {
	path    source.Path
	message string
}

func flawed(path source.Path, format string, args ...any) *flaw {
	return &flaw{path, fmt.Sprintf(format, args...)}
}

// definition is a CustomResourceDefinition.
type definition struct {
	doc      *source.Doc
	given    bool // not part of the input
	kind     object.Kind
	versions []*version
	all      bool // spec.preserveUnknownFields: nothing is pruned
}

// version is one version of a definition. Its schema is compiled when it is
// first asked for.
type version struct {
	name    string
	served  bool
	status  bool // has a status subresource: a status sent is ignored
	index   int  // in spec.versions
	of      *definition
	written *apiextensions.JSONSchemaProps // nil: there is no schema

	once  sync.Once
	ready *compiled
	flaw  *flaw

	mu    sync.Mutex // held while an object is judged
	rules []*flaw    // CEL rules that cannot be compiled, found so far
}

// define reads a document that is a CustomResourceDefinition.
func define(d *source.Doc) (*definition, *flaw) {
	root := d.Root()
	if api := root.Get("apiVersion").Text(); api != apiVersion {
		return nil, flawed(source.P("apiVersion"), "apiVersion %q of a CustomResourceDefinition is not supported; allowed: %q", api, apiVersion)
	}
	c := &converter{left: maxNodes, schema: true}
	v := c.value(root, 0)
	if c.left < 0 {
		return nil, flawed(nil, "%v", errTooLarge)
	}
	var crd apiextensions.CustomResourceDefinition
	if err := decode(v, &crd); err != nil {
		return nil, flawed(source.P("spec"), "the CustomResourceDefinition cannot be read: %v", err)
	}
	return fromAPI(d, &crd)
}

func decode(v any, into any) error {
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

func fromAPI(d *source.Doc, crd *apiextensions.CustomResourceDefinition) (*definition, *flaw) {
	def := &definition{doc: d, kind: object.Kind{Group: crd.Spec.Group, Name: crd.Spec.Names.Kind}, all: crd.Spec.PreserveUnknownFields}
	for _, need := range []struct {
		name string
		none bool
	}{{"spec.group", def.kind.Group == ""}, {"spec.names.kind", def.kind.Name == ""}, {"spec.versions", len(crd.Spec.Versions) == 0}} {
		if need.none {
			return nil, flawed(source.P("spec"), "%s of the CustomResourceDefinition is missing", need.name)
		}
	}
	for i := range crd.Spec.Versions {
		v := &crd.Spec.Versions[i]
		out := &version{name: v.Name, served: v.Served, index: i, of: def}
		out.status = v.Subresources != nil && v.Subresources.Status != nil
		if v.Schema != nil {
			out.written = v.Schema.OpenAPIV3Schema
		}
		def.versions = append(def.versions, out)
	}
	return def, nil
}

// version returns the version of that name, or nil.
func (d *definition) version(name string) *version {
	for _, v := range d.versions {
		if v.name == name {
			return v
		}
	}
	return nil
}

// served returns the names of the versions that clients may use.
func (d *definition) served() []string {
	var names []string
	for _, v := range d.versions {
		if v.served {
			names = append(names, v.name)
		}
	}
	return names
}

// schema compiles the schema of the version.
func (v *version) schema() (*compiled, *flaw) {
	v.once.Do(func() {
		v.ready, v.flaw = compile(v)
		v.written = nil
	})
	return v.ready, v.flaw
}

// path is where the version stands in its document.
func (v *version) path() source.Path { return source.P("spec", "versions", v.index) }

// ruleFlaw notes a CEL rule that cannot be compiled.
func (v *version) ruleFlaw(r *rule) {
	v.rules = append(v.rules, flawed(v.path(), "%s, version %s: the rule %q is no CEL that clusters take: %v", v.of.kind, v.name, short(r.Rule), r.err))
}
