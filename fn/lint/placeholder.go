package lint

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// HasPlaceholder is [text.HasPlaceholder].
func HasPlaceholder(s string) bool { return text.HasPlaceholder(s) }

// Opaque is [object.Opaque].
func Opaque(n *source.Node) bool { return object.Opaque(n) }
