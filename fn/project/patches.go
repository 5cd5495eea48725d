package project

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/overlay"
	"github.com/gatefix/gatefix/fn/source"
)

// patches tells which files are patches, by the kustomizations among
// them and in the directories around them. A patch looks like an object and
// lacks most of one.
func patches(t Tree, files []*source.File) object.Patches {
	k := &kustomizations{tree: t, input: map[string]*source.File{}, seen: map[string]bool{}, patches: map[string]bool{}}
	paths := map[string]string{}
	for _, f := range files {
		if at, err := filepath.Abs(filepath.FromSlash(f.Name)); err == nil && f.Name != Stdin {
			k.input[at], paths[f.Name] = f, at
		}
	}
	for _, at := range paths {
		k.look(filepath.Dir(at))
	}
	return func(name string) bool { return k.patches[paths[name]] }
}

// kustomizations gathers the patches that kustomizations name. Paths are
// absolute.
type kustomizations struct {
	tree    Tree
	input   map[string]*source.File
	seen    map[string]bool // directories
	patches map[string]bool
}

// look reads the kustomizations of a directory and of those above it, up to the
// root of the repository: base/kustomization.yaml may name base/patches/a.yaml.
func (k *kustomizations) look(dir string) {
	for !k.seen[dir] {
		k.seen[dir] = true
		for _, name := range overlay.FileNames {
			if f := k.file(filepath.Join(dir, name)); f != nil {
				k.add(dir, f)
			}
		}
		if IsRepository(k.tree, dir) {
			return
		}
		dir = filepath.Dir(dir)
	}
}

// file returns a file of the input or, where it is not in the input, of the
// tree; nil where there is none.
func (k *kustomizations) file(name string) *source.File {
	if f := k.input[name]; f != nil {
		return f
	}
	text, err := k.tree.ReadFile(name)
	if err != nil {
		return nil
	}
	f, err := source.Parse(name, text)
	if err != nil {
		return nil
	}
	return f
}

func (k *kustomizations) add(dir string, f *source.File) {
	root := f.Docs[0].Root()
	for _, p := range slices.Concat(root.Get("patches").Seq(), root.Get("patchesJson6902").Seq()) {
		k.patch(dir, p.Get("path").Text())
	}
	for _, p := range root.Get("patchesStrategicMerge").Seq() {
		k.patch(dir, p.Text())
	}
}

// patch notes a path. patchesStrategicMerge also holds patches as text.
func (k *kustomizations) patch(dir, name string) {
	if name != "" && !strings.Contains(name, "\n") && !path.IsAbs(name) {
		k.patches[filepath.Join(dir, filepath.FromSlash(name))] = true
	}
}
