package overlay

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// inTransformers looks for the line of a kustomization that made what stands in
// no document and in no patch. The last transformer comes first.
func (o *made) inTransformers(w want) (spot, bool) {
	through := o.through()
	for _, find := range []func(*made, *kustomization, want) *source.Node{
		(*made).byReplacement, (*made).byVar, (*made).byCommon, (*made).byImage, (*made).byReplicas, (*made).byNamespace, (*made).byName,
	} {
		for _, k := range slices.Backward(through) {
			if n := find(o, k, w); n != nil {
				return o.lineSpot(k, n), true
			}
		}
	}
	if o.base == nil {
		return spot{}, false // what generated it is the better guess
	}
	return o.byPlugin()
}

// lineSpot names the field of the kustomization, as people look for it.
func (o *made) lineSpot(k *kustomization, n *source.Node) spot {
	if doc := o.of.holder(n); doc != nil {
		return spot{Place: lint.PlaceOf(doc, n), node: n, cause: "replacements in " + doc.File.Name, kind: inLine}
	}
	place := lint.PlaceOf(k.doc(), n)
	return spot{Place: place, node: n, cause: place.Path[0].Key + " in " + k.file.Name, kind: inLine}
}

// text is the scalar that is looked for, "" for anything else.
func (w want) text() string { return w.node.Text() }

// last is the last key of the path.
func (w want) last() string {
	for _, s := range slices.Backward(w.path) {
		if !s.IsIndex {
			return s.Key
		}
	}
	return ""
}

// before is the scalar that the document has in the place, "" where there is
// none.
func (o *made) before(w want) string { return o.inBase(w).Text() }

// byName finds the prefix or suffix of a name, of the object's or of one that
// it refers to, and the generator whose names get a hash.
func (o *made) byName(k *kustomization, w want) *source.Node {
	was, is := o.before(w), w.text()
	if was == "" || is == was {
		return nil
	}
	prefix, suffix := k.root.Get("namePrefix"), k.root.Get("nameSuffix")
	for i := range is {
		switch {
		case !strings.HasPrefix(is[i:], was):
		case prefix.Text() != "" && strings.Contains(is[:i], prefix.Text()):
			return prefix
		case suffix.Text() != "" && strings.Contains(is[i+len(was):], suffix.Text()):
			return suffix
		}
	}
	if !strings.Contains(is, was+"-") {
		return nil
	}
	return k.generates(func(name string) bool { return name == was })
}

// generates returns the name of the generator that makes an object of a name
// that fits, or nil.
func (k *kustomization) generates(fits func(name string) bool) *source.Node {
	for _, field := range []string{"configMapGenerator", "secretGenerator"} {
		for _, g := range k.root.Get(field).Seq() {
			if n := g.Get("name"); n.Text() != "" && fits(n.Text()) {
				return n
			}
		}
	}
	return nil
}

func (o *made) byNamespace(k *kustomization, w want) *source.Node {
	if n := k.root.Get("namespace"); w.last() == "namespace" && n.Text() != "" && n.Text() == w.text() {
		return n
	}
	return nil
}

func (o *made) byImage(k *kustomization, w want) *source.Node {
	if w.last() != "image" {
		return nil
	}
	for _, image := range slices.Concat(k.root.Get("images").Seq(), k.root.Get("imageTags").Seq()) {
		for _, field := range []string{"newTag", "digest", "newName"} {
			if n := image.Get(field); n.Text() != "" && strings.Contains(w.text(), n.Text()) && strings.Contains(o.before(w), image.Get("name").Text()) {
				return n
			}
		}
	}
	return nil
}

func (o *made) byReplicas(k *kustomization, w want) *source.Node {
	if w.last() != "replicas" {
		return nil
	}
	for _, r := range k.root.Get("replicas").Seq() {
		if n := r.Get("count"); n.Text() != "" && n.Text() == w.text() {
			return n
		}
	}
	return nil
}

// byCommon finds a label or an annotation that is added to everything.
func (o *made) byCommon(k *kustomization, w want) *source.Node {
	pairs := []*source.Node{k.root.Get("commonLabels"), k.root.Get("commonAnnotations")}
	for _, l := range k.root.Get("labels").Seq() {
		pairs = append(pairs, l.Get("pairs"))
	}
	for _, m := range pairs {
		if n := m.Get(w.last()); n.Text() != "" && n.Text() == w.text() {
			return n
		}
	}
	return nil
}

// byVar finds the var that was put into a text.
func (o *made) byVar(k *kustomization, w want) *source.Node {
	was := o.before(w)
	for _, v := range k.root.Get("vars").Seq() {
		if name := v.Get("name").Text(); name != "" && strings.Contains(was, "$("+name+")") {
			return v.Get("name")
		}
	}
	return nil
}

// byPlugin is the file of the last transformer that stands in one of its own.
func (o *made) byPlugin() (spot, bool) {
	for _, s := range slices.Backward(o.chain) {
		if found, ok := o.plugin(s); ok {
			return found, true
		}
	}
	return spot{}, false
}

// plugin is the file in which a step is configured, where that is not a
// kustomization.
func (o *made) plugin(s step) (spot, bool) {
	path := realPath(s.in)
	if s.in == "" || o.of.kustomizationAt(path) != nil {
		return spot{}, false
	}
	f := o.of.parsed(path)
	if f == nil || len(f.Docs) == 0 || f.Docs[0].Root() == nil {
		return spot{}, false
	}
	return spot{Place: lint.PlaceOf(f.Docs[0], nil), node: f.Docs[0].Root(), cause: s.kind + " in " + f.Name, kind: inLine}, true
}

// generator is the entry that generated the object, else its kustomization.
func (o *made) generator() spot {
	if found, ok := o.plugin(o.origin); ok {
		return found
	}
	k := o.of.kustomizationAt(o.origin.in)
	if k == nil {
		k = o.of.root
	}
	name := o.doc.Root().Get("metadata", "name").Text()
	if n := k.generates(func(short string) bool { return strings.Contains(name, short) }); n != nil {
		return o.lineSpot(k, n)
	}
	return spot{Place: lint.PlaceOf(k.doc(), k.root), node: k.root, kind: nearby}
}
