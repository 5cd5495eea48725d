package overlay

import (
	"path/filepath"

	"github.com/gatefix/gatefix/fn/source"
)

// roots returns the kustomizations among the files that no other one of them
// refers to, in input order. A component is none: it is a part of those that
// name it.
func (r *Renderer) roots(files []*source.File) []*kustomization {
	var all []*kustomization
	referred := map[string]bool{}
	for _, f := range files {
		path := r.where(f.Name)
		if path == "" || !IsKustomization(f.Name) {
			continue
		}
		k := newKustomization(path, f)
		if k == nil {
			continue // reported as bad YAML
		}
		all = append(all, k)
		for _, n := range k.refersTo() {
			referred[realPath(k.resolve(n.Text()))] = true
		}
	}
	var out []*kustomization
	for _, k := range all {
		if !k.isComponent() && !referred[k.dir()] {
			out = append(out, k)
		}
	}
	return out
}

// where returns the real path of a file of the input, looked up once; "" where
// it is not on the disk.
func (r *Renderer) where(name string) string {
	if path, ok := r.paths[name]; ok {
		return path
	}
	path := ""
	if abs, err := filepath.Abs(filepath.FromSlash(name)); err == nil {
		if path, err = filepath.EvalSymlinks(abs); err != nil {
			path = ""
		}
	}
	r.paths[name] = path
	return path
}

// realPath is the path without symlinks, or the path where it leads nowhere.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
