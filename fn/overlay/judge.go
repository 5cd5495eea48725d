package overlay

import (
	"fmt"
	"path"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

func (r *Renderer) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(r.notes, note) {
		r.notes = append(r.notes, note)
	}
}

// folderOf is a kustomization as the user names it to kustomize.
func folderOf(k *kustomization) string { return path.Dir(k.file.Name) }

// judge leads the findings of every root back to the files.
type judge struct {
	*Renderer
	build *build
	built []*rendered
	plain []*lint.Finding
}

// lead is a finding of one root, led back.
type lead struct {
	*lint.Finding
	in   *rendered
	of   *made // the object at fault
	at   spot
	path string // in the object
}

func (j *judge) findings() []*lint.Finding {
	var leads []*lead
	for _, r := range j.built {
		leads = append(leads, j.leads(r)...)
	}
	return j.merged(leads)
}

// leads returns what is found in a root and not in the plain files.
//
// The root is judged alone, since dev and prod overlays of one base are never
// applied together. What is left is judged again beside the rest of the input:
// a reference that dangles in the root alone may be met there. Only what is
// found both times is reported.
func (j *judge) leads(r *rendered) []*lead {
	own := r.fileSet()
	leads := j.inRoot(r, own)
	if len(leads) == 0 {
		return nil
	}
	rest := j.besides(r)
	if len(rest) == 0 {
		return leads
	}
	still := map[string]bool{}
	for _, f := range j.find(slices.Concat(r.files(), rest)) {
		still[key(f)] = true
	}
	return slices.DeleteFunc(leads, func(l *lead) bool { return !still[key(l.Finding)] })
}

// key tells a finding of a rendered object in two runs over it.
func key(f *lint.Finding) string {
	return fmt.Sprintf("%s %p %d %d", f.Name, f.At.Doc, f.At.Span.Start, f.At.Span.End)
}

func (j *judge) inRoot(r *rendered, own map[*source.File]*made) []*lead {
	var leads []*lead
	for _, f := range j.find(r.files()) {
		o := own[f.At.Doc.File]
		if o == nil {
			continue // of a kustomization
		}
		l := &lead{Finding: f, in: r, of: o, at: o.locate(f.At), path: f.At.Path.String()}
		if !j.shown(l) && !o.ignores(f.Name) {
			leads = append(leads, l)
		}
	}
	return leads
}

func (j *judge) find(files []*source.File) []*lint.Finding {
	return lint.Find(lint.Input{Files: files, Patches: j.options.Patches, Packages: j.options.Packages, Schemas: j.options.Schemas}, j.options.Rules, j.options.Config)
}

// fileSet tells the objects of a root by the texts they came out as.
func (r *rendered) fileSet() map[*source.File]*made {
	out := map[*source.File]*made{}
	for _, o := range r.objects {
		out[o.file] = o
	}
	return out
}

// files are the objects of a root, and the kustomizations that say which charts
// are built beside them.
func (r *rendered) files() []*source.File {
	var out []*source.File
	for _, o := range r.sorted() {
		out = append(out, o.file)
	}
	for _, k := range r.kustomizations {
		if len(k.charts()) > 0 && !slices.Contains(out, k.file) {
			out = append(out, k.file)
		}
	}
	return out
}

// besides is what stands in the input beside a root: the files of which nothing
// is rendered, and the roots that are made of other files. Those that share a
// file with it are other forms of the same.
func (j *judge) besides(r *rendered) []*source.File {
	rendered := map[*source.File]bool{}
	for _, other := range j.built {
		for _, path := range other.used {
			rendered[j.build.input[path]] = true
		}
	}
	var out []*source.File
	for _, f := range j.build.inputOrder {
		if !rendered[f] {
			out = append(out, f)
		}
	}
	for _, other := range j.built {
		if other != r && !slices.ContainsFunc(other.used, func(path string) bool { return slices.Contains(r.used, path) }) {
			out = append(out, other.files()...)
		}
	}
	return out
}

// shown reports whether the plain files show the finding already.
func (j *judge) shown(l *lead) bool {
	was := l.at.Place
	if l.at.kind == inLine && l.of.base != nil {
		// The same mistake before the transformer: a bad name is no better with
		// a prefix.
		w := l.of.want(l.At)
		if n := l.of.inBase(w); n != nil {
			was = placeIn(l.of.base, n, w.isKey)
		}
	}
	return slices.ContainsFunc(j.plain, func(p *lint.Finding) bool {
		return p.Name == l.Name && p.At.Doc.File == was.Doc.File && p.At.Span == was.Span
	})
}

// ignores reports whether an annotation that an overlay added suppresses the
// rule. One that stands in the document itself is judged with the plain files,
// which know whether it was of use.
func (o *made) ignores(rule string) bool {
	is := &object.Object{Doc: o.doc, Root: o.doc.Root()}
	if !lint.IgnoredOn(is, rule) {
		return false
	}
	return o.base == nil || !lint.IgnoredOn(&object.Object{Doc: o.base.doc, Root: o.base.doc.Root()}, rule)
}
