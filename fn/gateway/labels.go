package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// SelectsLabels judges a label selector against the labels of an object itself.
// Labels that a kustomize patch may change are known to nobody.
func (m *Model) SelectsLabels(selector *source.Node, o *object.Object) (Truth, Gap) {
	return selects(selector, func(key string) label { return m.labelOf(o, key) })
}
