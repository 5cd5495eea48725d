package overlay

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"

	"github.com/gatefix/gatefix/fn/source"
)

// rendered is one root as it came out.
type rendered struct {
	*view
	root    *kustomization
	objects []*made
}

// made is one object of a rendered root, with what is known of its making.
type made struct {
	of   *rendered
	file *source.File // a text of its own
	doc  *source.Doc

	base    *mark   // the document it was; nil where it was generated
	patches []*mark // strategic merge patches that touched it
	chain   []step  // transformers it went through, in order
	origin  step    // of a generated object
}

// step is what kustomize notes of a generator or a transformer.
type step struct {
	in   string // file that configures it, absolute
	kind string // such as PrefixTransformer
}

// render builds one root.
func (b *build) render(k *kustomization, deadline time.Time) (*rendered, *refusal) {
	v := &view{build: b, top: k.dir(), deadline: deadline, roles: map[string]role{}}
	m, err := v.run()
	switch {
	case err == errGone:
		return nil, refuse(timeIsUp) // v belongs to the build that goes on
	case v.refused != nil:
		return nil, v.refused
	case err != nil:
		return nil, refuse("%s", b.cut(explain(err)))
	}
	r := &rendered{view: v, root: k}
	var size int64
	for _, res := range m.Resources() {
		o, err := r.object(res)
		if err != nil {
			return nil, refuse("%s", b.cut(err.Error()))
		}
		if size += int64(len(o.file.Bytes())); size > b.limits.Bytes {
			return nil, refuse("what comes out is larger than %d MiB", b.limits.Bytes>>20)
		}
		r.objects = append(r.objects, o)
	}
	return r, nil
}

// run lets kustomize build, as long as there is time. A build that takes longer
// goes on beside us until it reads its next file: kustomize cannot be stopped.
func (v *view) run() (resmap.ResMap, error) {
	type outcome struct {
		m   resmap.ResMap
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		quietly(func() { o.m, o.err = v.kustomize() })
		done <- o // only now is the process as it was
	}()
	timer := time.NewTimer(time.Until(v.deadline))
	defer timer.Stop()
	select {
	case o := <-done:
		return o.m, o.err
	case <-timer.C:
		v.mu.Lock()
		defer v.mu.Unlock()
		v.gone = true
		return nil, errGone
	}
}

// kustomize is one build. A panic in it is an error.
func (v *view) kustomize() (m resmap.ResMap, err error) {
	defer func() {
		if p := recover(); p != nil {
			m, err = nil, fmt.Errorf("kustomize panicked: %v", p)
		}
	}()
	return krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(v, v.top)
}

// explain says of some errors of kustomize what they mean here. It tries every
// folder as a file first, and tells that error too.
func explain(err error) string {
	s := err.Error()
	if strings.Contains(s, "external plugins disabled") {
		return "it runs a function or a plugin, which is not done here"
	}
	const asFile = "must resolve to a file': "
	if i := strings.LastIndex(s, asFile); i >= 0 {
		s = s[i+len(asFile):]
	}
	return s
}

// annotations of kustomize that are taken away again.
var buildAnnotations = []string{"config.kubernetes.io/origin", "alpha.config.kubernetes.io/transformations"}

// object takes a resource out of kustomize.
func (r *rendered) object(res *resource.Resource) (*made, error) {
	o := &made{of: r}
	if origin, err := res.GetOrigin(); err == nil && origin != nil {
		o.origin = step{in: r.fromTop(origin.ConfiguredIn), kind: origin.ConfiguredBy.Kind}
	}
	if passed, err := res.GetTransformations(); err == nil {
		for _, t := range passed {
			o.chain = append(o.chain, step{in: r.fromTop(t.ConfiguredIn), kind: t.ConfiguredBy.Kind})
		}
	}
	annotations := res.GetAnnotations()
	o.takeMarks(annotations)
	for _, a := range buildAnnotations {
		delete(annotations, a)
	}
	if err := res.SetAnnotations(annotations); err != nil {
		return nil, err
	}
	text, err := res.AsYAML()
	if err != nil {
		return nil, err
	}
	if o.file, err = source.Parse(r.root.file.Name, text); err != nil {
		return nil, err
	}
	o.doc = o.file.Docs[0]
	if o.base == nil {
		o.base = r.unmarked(res, o)
	}
	return o, nil
}

func (r *rendered) fromTop(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Join(r.top, filepath.FromSlash(path))
}

// takeMarks reads our annotations and takes them away. The document of the
// object is the one that came from a file of resources.
func (o *made) takeMarks(annotations map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(annotations)) {
		m := o.of.trace.of(key)
		if m == nil {
			continue
		}
		delete(annotations, key)
		if m.text == nil && o.base == nil && o.of.roles[m.path] == objectFile {
			o.base = m
		} else {
			o.patches = append(o.patches, m)
		}
	}
}

// unmarked finds the document of an object that lost its mark, or never had
// one: the only one of its kind whose name is part of its name, in the file it
// came from or, where that is lost too, in any.
func (r *rendered) unmarked(res *resource.Resource, o *made) *mark {
	origin, err := res.GetOrigin()
	switch {
	case err == nil && origin != nil && origin.Path != "":
		return r.onlyOne([]string{realPath(r.fromTop(origin.Path))}, res)
	case o.lostNotes():
		return r.onlyOne(r.used, res)
	}
	return nil
}

func (r *rendered) onlyOne(paths []string, res *resource.Resource) *mark {
	var found *mark
	for _, path := range paths {
		f := r.parsed(path)
		if f == nil || r.roles[path] != objectFile {
			continue
		}
		for _, d := range f.Docs {
			name := d.Root().Get("metadata", "name").Text()
			if d.Root().Get("kind").Text() != res.GetKind() || name == "" || !strings.Contains(res.GetName(), name) {
				continue
			}
			if found != nil && found.doc != d {
				return nil
			}
			found = &mark{doc: d, path: path}
		}
	}
	return found
}

// sorted returns the objects in the order of the input, so that of two that
// collide the same one is blamed as in the plain files.
func (r *rendered) sorted() []*made {
	order := map[*source.File]int{}
	for i, f := range r.inputOrder {
		order[f] = i + 1
	}
	key := func(o *made) (int, int) {
		if o.base == nil || order[o.base.doc.File] == 0 {
			return len(order) + 1, 0
		}
		return order[o.base.doc.File], o.base.doc.Index
	}
	out := slices.Clone(r.objects)
	slices.SortStableFunc(out, func(a, b *made) int {
		af, ad := key(a)
		bf, bd := key(b)
		return cmp.Or(af-bf, ad-bd)
	})
	return out
}
