// Package apiserver asks the API server's own code what becomes of an object:
// rejected, pruned or accepted. It is written against k8s.io/apiextensions-apiserver
// alone, apart from how Gatefix uses that module: an oracle shares no code with
// what it judges.
package apiserver

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// World is the CustomResourceDefinitions of one cluster.
type World struct {
	Name  string
	kinds map[schema.GroupKind]*definition
}

// Load reads every definition of the folders, the later ones in place of
// the earlier.
func Load(name string, folders ...string) (*World, error) {
	w := &World{Name: name, kinds: map[schema.GroupKind]*definition{}}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("no definitions in %s: %v", folder, err)
		}
		for _, f := range files {
			if err := w.read(f); err != nil {
				return nil, fmt.Errorf("%s: %w", f, err)
			}
		}
	}
	return w, nil
}

func (w *World) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, doc := range bytes.Split(text, []byte("\n---\n")) {
		var crd apiextensionsv1.CustomResourceDefinition
		// A folder may hold a kustomization or an admission policy too.
		if err := yaml.Unmarshal(doc, &crd); err != nil || crd.Kind != "CustomResourceDefinition" {
			continue
		}
		d, err := newDefinition(&crd)
		if err != nil {
			return err
		}
		w.kinds[schema.GroupKind{Group: crd.Spec.Group, Kind: crd.Spec.Names.Kind}] = d
	}
	return nil
}

// Serves reports whether the world has the kind, in any version.
func (w *World) Serves(k schema.GroupKind) bool { return w.kinds[k] != nil }

// Namespaced reports whether objects of the kind live in a namespace.
func (w *World) Namespaced(k schema.GroupKind) bool {
	return w.kinds[k] != nil && w.kinds[k].namespaced
}

// Group reports whether any kind of the group is served.
func (w *World) Group(group string) bool {
	for k := range w.kinds {
		if k.Group == group {
			return true
		}
	}
	return false
}
