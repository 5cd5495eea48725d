package object

import (
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// HasPlaceholder is [text.HasPlaceholder].
func HasPlaceholder(s string) bool { return text.HasPlaceholder(s) }

// Opaque reports whether a node cannot be judged: it holds a placeholder, or is
// a template action that YAML reads as a mapping.
func Opaque(n *source.Node) bool {
	if n == nil {
		return false
	}
	return n.IsTemplate() || n.Kind == source.Scalar && HasPlaceholder(n.Value)
}
