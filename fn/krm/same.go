package krm

import "github.com/gatefix/gatefix/fn/source"

// sameObject reports whether two nodes are the same object, the annotations of
// hosts, the order of keys and all matters of style left out.
func sameObject(a, b *source.Node) bool {
	c := comparison{left: maxConfigNodes}
	return c.equal(a, b, 0) && c.left >= 0
}

// comparison compares two trees. Aliases are followed, so the number of
// comparisons is bounded.
type comparison struct{ left int }

func (c *comparison) equal(a, b *source.Node, depth int) bool {
	a, b = a.Get(), b.Get()
	if c.left--; c.left < 0 {
		return false
	}
	if a == nil || b == nil || a.Kind != b.Kind {
		return a == b
	}
	switch a.Kind {
	case source.Mapping:
		return c.keys(b, a, depth) && c.keys(a, b, depth) && c.values(a, b, depth)
	case source.Sequence:
		if len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			if !c.equal(a.Items[i], b.Items[i], depth+1) {
				return false
			}
		}
		return true
	}
	return a.Tag == b.Tag && (a.Value == b.Value || a.Tag == source.Null)
}

// keys reports whether b has every key of a.
func (c *comparison) keys(a, b *source.Node, depth int) bool {
	for _, p := range a.Pairs {
		if !hostOnly(p, depth) && !b.Has(p.Key.Value) {
			return false
		}
	}
	return true
}

// values reports whether the keys of a have the values they have in b.
func (c *comparison) values(a, b *source.Node, depth int) bool {
	for _, p := range a.Pairs {
		if depth == depthOfAnnotations && isHostAnnotation(p.Key.Value) {
			continue
		}
		if other := b.Get(p.Key.Value); other != nil && !c.equal(p.Value, other, depth+1) {
			return false
		}
	}
	return true
}

// depthOfAnnotations is how deep the mapping metadata.annotations stands.
const depthOfAnnotations = 2

// hostOnly reports whether a pair is there because of a host alone.
func hostOnly(p source.Pair, depth int) bool {
	switch depth {
	case depthOfAnnotations - 1:
		return p.Key.Value == "annotations" && onlyHostAnnotations(p.Value)
	case depthOfAnnotations:
		return isHostAnnotation(p.Key.Value)
	}
	return false
}

func onlyHostAnnotations(n *source.Node) bool {
	n = n.Get()
	if n == nil || n.Kind != source.Mapping {
		return n.IsNull()
	}
	for _, p := range n.Pairs {
		if !isHostAnnotation(p.Key.Value) {
			return false
		}
	}
	return true
}
