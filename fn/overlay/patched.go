package overlay

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// inPatches looks for the patch that wrote what was rendered. The last one to
// be applied comes first.
func (o *made) inPatches(w want) (spot, bool) {
	through := o.through()
	for _, k := range slices.Backward(through) {
		for _, p := range slices.Backward(k.patches()) {
			if s, ok := o.inPatch(p, w); ok {
				return s, true
			}
		}
	}
	return spot{}, false
}

// through returns the kustomizations that an object went through, in order.
func (o *made) through() []*kustomization {
	var out []*kustomization
	for _, s := range o.chain {
		if k := o.of.kustomizationAt(s.in); k != nil && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if !o.lostNotes() {
		return out
	}
	// A kustomization is read before those it builds upon.
	for _, k := range slices.Backward(o.of.kustomizations) {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// lostNotes reports whether a patch replaced all annotations, and with them what
// kustomize had noted until then. The transformer is taken for the origin then.
func (o *made) lostNotes() bool { return strings.HasSuffix(o.origin.kind, "Transformer") }

func (r *rendered) kustomizationAt(path string) *kustomization {
	path = realPath(path)
	for _, k := range r.kustomizations {
		if k.path == path {
			return k
		}
	}
	return nil
}

func (o *made) inPatch(p patch, w want) (spot, bool) {
	f := o.of.documentsOf(p)
	if f == nil {
		return spot{}, false
	}
	for _, d := range f.Docs {
		m := &mark{doc: d, path: p.path, text: p.inline, in: p.in}
		if d.Err() != nil {
			continue
		}
		if d.Root().IsSequence() {
			if n, isKey := o.inOperations(p, d.Root().Seq(), w); n != nil {
				return o.patchSpot(m, n, isKey), true
			}
			continue
		}
		if !o.touchedBy(d) {
			continue
		}
		if n := follow(d.Root(), w.root, w.path); w.wrote(n, true) {
			return o.patchSpot(m, n, w.isKey), true
		}
	}
	return spot{}, false
}

func (b *build) documentsOf(p patch) *source.File {
	if p.inline != nil {
		return b.trace.documents(p)
	}
	return b.parsed(realPath(p.path))
}

// touchedBy reports whether the document is a strategic merge patch that the
// object was merged with: it left its mark or, where marks are lost, it bears
// the name.
func (o *made) touchedBy(d *source.Doc) bool {
	if slices.ContainsFunc(o.patches, func(m *mark) bool { return m.doc == d }) {
		return true
	}
	if !o.lostNotes() || o.base == nil {
		return false
	}
	is := func(path ...any) bool { return d.Root().Get(path...).Text() == o.base.doc.Root().Get(path...).Text() }
	return is("kind") && is("metadata", "name")
}

func (o *made) patchSpot(m *mark, n *source.Node, isKey bool) spot {
	cause := "patch " + m.doc.File.Name
	if m.text != nil {
		cause = "patch in " + m.in.file.Name
	}
	return spot{Place: placeIn(m, n, isKey), node: n, cause: cause, kind: inPatch, inText: m.text != nil}
}

// inOperations looks through a JSON patch, last operation first, and returns
// the value that was written, and whether its key is meant. kustomize does not
// tell which operations it ran: those count that name the path and whose value
// came out.
// https://datatracker.ietf.org/doc/html/rfc6902
func (o *made) inOperations(p patch, operations []*source.Node, w want) (*source.Node, bool) {
	if !o.targetedBy(p.entry.Get("target")) {
		return nil, false
	}
	for _, op := range slices.Backward(operations) {
		if !slices.Contains([]string{"add", "replace", "remove"}, op.Get("op").Text()) {
			continue
		}
		pointer := pointerOf(op.Get("path").Text())
		matched := matchPointer(pointer, w.path)
		switch value := op.Get("value"); {
		case matched == len(pointer) && value != nil:
			above := at(w.root, w.path[:matched])
			if n := follow(value, above, w.path[matched:]); w.wrote(n, true) {
				return n, w.isKey && matched < len(w.path)
			}
		case matched == len(w.path) && matched > 1 && matched < len(pointer) && (w.node == nil || w.node.Kind != source.Scalar):
			return op.Get("path"), false // it wrote, or took away, a part of what is meant
		}
	}
	return nil, false
}

// pointerOf splits a JSON pointer.
// https://datatracker.ietf.org/doc/html/rfc6901
func pointerOf(s string) []string {
	parts := strings.Split(strings.TrimPrefix(s, "/"), "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts
}

// matchPointer returns the length of the shorter one where one is the beginning
// of the other, and -1 where they part.
func matchPointer(pointer []string, path source.Path) int {
	n := min(len(pointer), len(path))
	for i := range n {
		if s := path[i]; s.IsIndex && pointer[i] != "-" && pointer[i] != strconv.Itoa(s.Index) || !s.IsIndex && pointer[i] != s.Key {
			return -1
		}
	}
	return n
}

// targetedBy reports whether a patch may be meant for the object. Its selectors
// by label and annotation are not looked at: the value has to fit anyway.
func (o *made) targetedBy(target *source.Node) bool {
	root := o.doc.Root()
	group, version := object.SplitAPIVersion(root.Get("apiVersion").Text())
	names := []string{root.Get("metadata", "name").Text()}
	if o.base != nil {
		names = append(names, o.base.doc.Root().Get("metadata", "name").Text())
	}
	return fits(target.Get("group"), group) && fits(target.Get("version"), version) &&
		fits(target.Get("kind"), root.Get("kind").Text()) && fits(target.Get("name"), names...)
}

// fits reports whether a field of a selector, which is a regular expression on
// the whole value, takes one of the values.
func fits(n *source.Node, values ...string) bool {
	if n.Text() == "" {
		return true
	}
	pattern, err := regexp.Compile("^(?:" + n.Text() + ")$")
	return err == nil && slices.ContainsFunc(values, pattern.MatchString)
}
