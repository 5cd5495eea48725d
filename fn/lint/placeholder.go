package lint

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// HasPlaceholder is [object.HasPlaceholder].
func HasPlaceholder(s string) bool { return object.HasPlaceholder(s) }

// Opaque is [object.Opaque].
func Opaque(n *source.Node) bool { return object.Opaque(n) }
