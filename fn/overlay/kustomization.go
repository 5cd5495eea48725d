package overlay

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// FileNames are the names kustomize looks for in a directory.
// https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization
var FileNames = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// IsKustomization reports whether a file is a kustomization by its name.
func IsKustomization(file string) bool {
	return slices.Contains(FileNames, filepath.Base(filepath.FromSlash(file)))
}

// kustomization is one kustomization file.
type kustomization struct {
	path string // absolute
	file *source.File
	root *source.Node
}

// newKustomization returns nil where the file is not YAML.
func newKustomization(path string, f *source.File) *kustomization {
	if len(f.Docs) == 0 || f.Docs[0].Err() != nil || !f.Docs[0].Root().IsMapping() {
		return nil
	}
	return &kustomization{path: path, file: f, root: f.Docs[0].Root()}
}

func (k *kustomization) dir() string       { return filepath.Dir(k.path) }
func (k *kustomization) doc() *source.Doc  { return k.file.Docs[0] }
func (k *kustomization) isComponent() bool { return k.root.Get("kind").Text() == "Component" }

// resolve returns the absolute path of a file or folder that is named.
func (k *kustomization) resolve(ref string) string {
	if filepath.IsAbs(ref) {
		return filepath.Clean(ref)
	}
	return filepath.Join(k.dir(), filepath.FromSlash(ref))
}

// charts returns the Helm charts of the kustomization.
func (k *kustomization) charts() []*source.Node {
	return slices.Concat(k.root.Get("helmCharts").Seq(), k.root.Get("helmChartInflationGenerator").Seq())
}

// buildable are the fields whose entries may be folders with a kustomization.
var buildable = []string{"resources", "bases", "components", "generators", "transformers", "validators"}

// refersTo returns what the kustomization builds upon.
func (k *kustomization) refersTo() []*source.Node {
	var out []*source.Node
	for _, field := range buildable {
		for _, n := range k.root.Get(field).Seq() {
			if s := n.Text(); s != "" && !isInline(s) {
				out = append(out, n)
			}
		}
	}
	return out
}

// isInline tells YAML written in the place of a file name.
func isInline(s string) bool { return strings.Contains(s, "\n") || strings.Contains(s, ": ") }

// patch is one entry of the patches of a kustomization.
type patch struct {
	in     *kustomization
	entry  *source.Node // of the list
	inline *source.Node // the patch as text; nil where it is a file
	path   string       // of the file, absolute
}

// patches returns the patches in the order in which kustomize applies them.
func (k *kustomization) patches() []patch {
	var out []patch
	add := func(entry, text, file *source.Node) {
		switch s := file.Text(); {
		case text.Text() != "":
			out = append(out, patch{in: k, entry: entry, inline: text})
		case s != "":
			out = append(out, patch{in: k, entry: entry, path: k.resolve(s)})
		}
	}
	for _, n := range k.root.Get("patchesStrategicMerge").Seq() {
		if isInline(n.Text()) {
			add(n, n, nil)
		} else {
			add(n, nil, n)
		}
	}
	for _, n := range slices.Concat(k.root.Get("patches").Seq(), k.root.Get("patchesJson6902").Seq()) {
		add(n, n.Get("patch"), n.Get("path"))
	}
	return out
}

// data returns the files whose bytes become values: they are handed over as
// they are.
func (k *kustomization) data() []*source.Node {
	var out []*source.Node
	for _, field := range []string{"configMapGenerator", "secretGenerator"} {
		for _, g := range k.root.Get(field).Seq() {
			out = append(out, g.Get("files").Seq()...)
			out = append(out, g.Get("envs").Seq()...)
			if n := g.Get("env"); n != nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// fileOfData returns the file in "key=file".
func fileOfData(s string) string {
	if _, file, ok := strings.Cut(s, "="); ok {
		return file
	}
	return s
}

// loaded returns every other place where kustomize reads a file that is named,
// or fetches it.
func (k *kustomization) loaded() []*source.Node {
	var out []*source.Node
	for _, field := range []string{"crds", "configurations"} {
		out = append(out, k.root.Get(field).Seq()...)
	}
	out = append(out, k.root.Get("openapi", "path"))
	for _, field := range []string{"patches", "patchesJson6902", "replacements"} {
		for _, n := range k.root.Get(field).Seq() {
			out = append(out, n.Get("path"))
		}
	}
	for _, n := range k.root.Get("patchesStrategicMerge").Seq() {
		if !isInline(n.Text()) {
			out = append(out, n)
		}
	}
	return slices.DeleteFunc(out, func(n *source.Node) bool { return n.Text() == "" })
}
