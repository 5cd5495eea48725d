package object

import (
	"cmp"
	"path"
)

// Space is where an object lands: the namespace, where the input tells it, and
// what it is applied together with. Two objects that name no namespace share
// one when one command applies both.
type Space struct {
	Namespace string // "" where the input does not tell
	// Together is the kustomization that lists the object's file, else the
	// file.
	Together string
}

// Same reports whether two objects certainly share a namespace.
func (s Space) Same(o Space) bool {
	return s.Namespace == o.Namespace && (s.Namespace != "" || s.Together == o.Together)
}

// Spaces tells the space of the objects of a run.
type Spaces struct {
	listed map[string][]*Object // by file: the kustomizations that list it
}

// NewSpaces reads which files the kustomizations of the input list.
func NewSpaces(kustomizations []*Object) *Spaces {
	s := &Spaces{listed: map[string][]*Object{}}
	for _, k := range kustomizations {
		dir := path.Dir(fileOf(k))
		for _, list := range []string{"resources", "patches", "patchesStrategicMerge", "patchesJson6902", "replacements"} {
			for _, entry := range k.Get(list).Seq() {
				name := entry.Text()
				if name == "" {
					name = entry.Get("path").Text()
				}
				if name != "" {
					file := path.Join(dir, name)
					s.listed[file] = append(s.listed[file], k)
				}
			}
		}
	}
	return s
}

// Annotations in which hosts keep the file that an object came from.
// https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
const (
	filePath       = "internal.config.kubernetes.io/path"
	legacyFilePath = "config.kubernetes.io/path"
	packagePath    = "internal.config.kubernetes.io/package-path"
	kustomizeID    = "kustomize.config.k8s.io/id"
)

// fileOf returns the file that an object stands in. A host hands over the
// objects of many files as one text, and says in annotations where they belong.
// kustomize does not: behind another function, what it hands over is one build
// all the same, with a path for each object that no file has.
func fileOf(o *Object) string {
	if o.Annotation(kustomizeID) != "" {
		return o.Doc.File.Name
	}
	if name := cmp.Or(o.Annotation(filePath), o.Annotation(legacyFilePath)); name != "" {
		return path.Join(o.Annotation(packagePath), name)
	}
	return o.Doc.File.Name
}

// File returns the file that an object came from, as its host names it.
func File(o *Object) string { return fileOf(o) }

// Lists reports whether a kustomization of the input lists the file of a
// document.
func (s *Spaces) Lists(o *Object) bool { return len(s.listed[fileOf(o)]) > 0 }

// Of returns the space of an object. The namespace of the kustomization counts
// for objects that name none.
func (s *Spaces) Of(o *Object) Space {
	file := fileOf(o)
	by := s.listed[file]
	switch {
	case o.Kind == Kustomization:
		return Space{o.Get("namespace").Text(), file}
	case len(by) == 0:
		return Space{o.Namespace, file}
	case o.Namespace != "" || len(by) > 1:
		return Space{o.Namespace, fileOf(by[0])}
	}
	return Space{by[0].Get("namespace").Text(), fileOf(by[0])}
}
