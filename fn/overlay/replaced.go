package overlay

import (
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// byReplacement finds the target of a replacement, in the kustomization or in a
// file of its own.
func (o *made) byReplacement(k *kustomization, w want) *source.Node {
	for _, r := range k.root.Get("replacements").Seq() {
		entries := []*source.Node{r}
		if file := r.Get("path").Text(); file != "" {
			entries = o.of.replacementsIn(realPath(k.resolve(file)))
		}
		for _, entry := range entries {
			if n := o.targetOf(entry, w); n != nil {
				return n
			}
		}
	}
	return nil
}

func (o *made) targetOf(replacement *source.Node, w want) *source.Node {
	for _, target := range replacement.Get("targets").Seq() {
		if !o.targetedBy(target.Get("select")) {
			continue
		}
		for _, field := range target.Get("fieldPaths").Seq() {
			if matchField(field.Text(), w.path) {
				return field
			}
		}
	}
	return nil
}

// matchField reports whether a field path of a replacement leads to the path or
// above it. Which item of a list is meant is not looked at.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
func matchField(field string, path source.Path) bool {
	parts := splitField(field)
	if len(parts) == 0 || len(parts) > len(path) {
		return false
	}
	for i, part := range parts {
		if !path[i].IsIndex && path[i].Key != strings.Trim(part, `[]"`) {
			return false
		}
	}
	return true
}

// splitField splits at dots that are neither escaped nor in brackets.
func splitField(field string) []string {
	var parts []string
	var b strings.Builder
	depth := 0
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case c == '\\' && i+1 < len(field):
			i++
			b.WriteByte(field[i])
		case c == '.' && depth == 0:
			parts = append(parts, b.String())
			b.Reset()
		default:
			if c == '[' {
				depth++
			} else if c == ']' {
				depth--
			}
			b.WriteByte(c)
		}
	}
	return append(parts, b.String())
}

func (r *rendered) replacementsIn(path string) []*source.Node {
	f := r.parsed(path)
	if f == nil {
		return nil
	}
	var out []*source.Node
	for _, d := range f.Docs {
		if root := d.Root(); root.IsSequence() {
			out = append(out, root.Seq()...)
		} else if root != nil {
			out = append(out, root)
		}
	}
	return out
}

// holder returns the document beside the kustomizations that a node is of.
func (r *rendered) holder(n *source.Node) *source.Doc {
	for n.Parent() != nil {
		n = n.Parent()
	}
	for _, path := range r.used {
		if f := r.parsed(path); f != nil && r.kustomizationAt(path) == nil {
			for _, d := range f.Docs {
				if d.Err() == nil && d.Root() == n {
					return d
				}
			}
		}
	}
	return nil
}
