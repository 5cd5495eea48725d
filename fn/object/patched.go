package object

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// patchTarget is what a kustomize patch changes. A patch says its kind and its
// name, and seldom more.
type patchTarget struct {
	kind Kind
	name *regexp.Regexp // as kustomize takes it; nil: any
	// within are the files and folders that the kustomization builds; nil where
	// the patch stands in a file of its own, whose kustomization may be any.
	within []string
}

// Patched reports whether a patch of the input changes the object: one in a
// file of patches, or one that a kustomization holds or names a target for.
func (s *Set) Patched(o *Object) bool {
	s.patchOnce.Do(func() { s.patches = s.patchTargets() })
	return slices.ContainsFunc(s.patches, func(t patchTarget) bool { return t.hits(o) })
}

// hits compares by kind and name; the group counts where the patch tells it.
func (t patchTarget) hits(o *Object) bool {
	if t.kind.Name != "" && t.kind.Name != o.Kind.Name || t.kind.Group != "" && t.kind.Group != o.Kind.Group {
		return false
	}
	if t.within != nil && !slices.ContainsFunc(t.within, func(in string) bool { return isWithin(fileOf(o), in) }) {
		return false
	}
	return t.name == nil || slices.ContainsFunc(o.Names(), t.name.MatchString)
}

// namePattern compiles a name as kustomize takes it. What is no pattern may mean
// anything.
func namePattern(name string) *regexp.Regexp {
	if name == "" {
		return nil
	}
	re, _ := regexp.Compile("^(?:" + name + ")$")
	return re
}

func (s *Set) patchTargets() []patchTarget {
	var out []patchTarget
	for _, e := range s.Entries {
		if e.isPatch() && e.Doc.Err() == nil {
			out = append(out, namedBy(e.Doc.Root())...)
		}
	}
	all := s.Of(Kustomization)
	for _, k := range all {
		if targets := kustomizationTargets(k); len(targets) > 0 {
			within := builds(k, all, map[*Object]bool{})
			for i := range targets {
				targets[i].within = within
			}
			out = append(out, targets...)
		}
	}
	return out
}

// isPatch reports whether the document is a patch, parsing it only where its
// text may hold the directive of one.
func (e *Entry) isPatch() bool {
	if !e.patch && !e.Doc.Holds("$patch") {
		return false
	}
	_, skip := e.Object()
	return skip == Patch
}

// builds returns the files and folders that a kustomization builds, and those
// that the kustomizations in them build in turn.
func builds(k *Object, all []*Object, seen map[*Object]bool) []string {
	seen[k] = true
	dir := path.Dir(fileOf(k))
	out := []string{}
	for _, list := range []string{"resources", "bases", "components"} {
		for _, n := range k.Get(list).Seq() {
			entry := path.Join(dir, n.Text())
			out = append(out, entry)
			for _, other := range all {
				if path.Dir(fileOf(other)) == entry && !seen[other] {
					out = append(out, builds(other, all, seen)...)
				}
			}
		}
	}
	return out
}

func isWithin(file, in string) bool { return file == in || strings.HasPrefix(file, in+"/") }

// namedBy returns the object that a strategic merge patch starts with.
func namedBy(patch *source.Node) []patchTarget {
	name, kind := patch.Get("metadata", "name").Text(), patch.Get("kind").Text()
	if name == "" || kind == "" {
		return nil // a JSON patch, whose target stands in the kustomization
	}
	group, _ := SplitAPIVersion(patch.Get("apiVersion").Text())
	return []patchTarget{{kind: Kind{group, kind}, name: namePattern(regexp.QuoteMeta(name))}}
}

// kustomizationTargets returns what the patches and replacements written in a
// kustomization change.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
func kustomizationTargets(k *Object) []patchTarget {
	var out []patchTarget
	selected := func(n *source.Node) {
		if n.IsMapping() {
			out = append(out, patchTarget{kind: Kind{n.Get("group").Text(), n.Get("kind").Text()}, name: namePattern(n.Get("name").Text())})
		}
	}
	for _, list := range []string{"patches", "patchesJson6902"} {
		for _, p := range k.Get(list).Seq() {
			selected(p.Get("target"))
			out = append(out, inline(p.Get("patch"))...)
		}
	}
	if k.Get("labels") != nil || k.Get("commonLabels") != nil {
		out = append(out, patchTarget{kind: Namespace}) // whose labels others select by
	}
	for _, p := range k.Get("patchesStrategicMerge").Seq() {
		out = append(out, inline(p)...)
	}
	for _, r := range k.Get("replacements").Seq() {
		for _, target := range r.Get("targets").Seq() {
			selected(target.Get("select"))
		}
	}
	return out
}

// inline reads patches written as text in a kustomization. The name of a file
// is such a text too, and names nothing.
func inline(n *source.Node) []patchTarget {
	text, ok := n.Str()
	if !ok {
		return nil
	}
	f, err := source.Parse("patch", []byte(text))
	if err != nil {
		return nil
	}
	var out []patchTarget
	for _, d := range f.Docs {
		if d.Err() == nil {
			out = append(out, namedBy(d.Root())...)
		}
	}
	return out
}
