package object

import "path"

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
		dir := path.Dir(k.Doc.File.Name)
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

// Lists reports whether a kustomization of the input lists the file.
func (s *Spaces) Lists(file string) bool { return len(s.listed[file]) > 0 }

// Of returns the space of an object. The namespace of the kustomization counts
// for objects that name none.
func (s *Spaces) Of(o *Object) Space {
	file := o.Doc.File.Name
	by := s.listed[file]
	switch {
	case o.Kind == Kustomization:
		return Space{o.Get("namespace").Text(), file}
	case len(by) == 0:
		return Space{o.Namespace, file}
	case o.Namespace != "" || len(by) > 1:
		return Space{o.Namespace, by[0].Doc.File.Name}
	}
	return Space{by[0].Get("namespace").Text(), by[0].Doc.File.Name}
}
