package overlay

import "github.com/gatefix/gatefix/fn/source"

// get follows one step of a path.
func get(n *source.Node, s source.Step) *source.Node {
	if s.IsIndex {
		return n.Get(s.Index)
	}
	return n.Get(s.Key)
}

// at follows a path, or returns nil.
func at(n *source.Node, path source.Path) *source.Node {
	n = n.Get()
	for _, s := range path {
		n = get(n, s)
	}
	return n
}

// follow returns the node of a source that became the node at the path of what
// was rendered. The items of lists may stand in other places: kustomize merges
// those of the built-in kinds by name.
func follow(from, made *source.Node, path source.Path) *source.Node {
	from, made = from.Get(), made.Get()
	for _, s := range path {
		if from == nil {
			return nil
		}
		next := get(made, s)
		if s.IsIndex {
			from = counterpart(from.Seq(), next, s.Index)
		} else {
			from = from.Get(s.Key)
		}
		made = next
	}
	return from.Get()
}

// counterpart picks the item that is most likely the one at the index of what
// was rendered.
func counterpart(items []*source.Node, made *source.Node, index int) *source.Node {
	named := func(n *source.Node) bool {
		return made.Get("name").Text() != "" && n.Get("name").Text() == made.Get("name").Text()
	}
	if index < len(items) && (named(items[index]) || equal(items[index], made)) {
		return items[index]
	}
	for _, alike := range []func(*source.Node) bool{named, func(n *source.Node) bool { return equal(n, made) }} {
		for _, item := range items {
			if alike(item) {
				return item
			}
		}
	}
	if index < len(items) {
		return items[index]
	}
	return nil
}

// equal reports whether two nodes are the same value, however they are written.
func equal(a, b *source.Node) bool { return alike(a, b, false) }

// within reports whether all that a patch says stands in what was rendered. A
// null says that a key is not there.
func within(patch, made *source.Node) bool { return alike(patch, made, true) }

func alike(a, b *source.Node, partly bool) bool {
	a, b = a.Get(), b.Get()
	if a == nil || b == nil {
		return a == b || partly && a.IsNull()
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case source.Mapping:
		return alikeKeys(a, b, partly)
	case source.Sequence:
		if len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			if !alike(a.Items[i], b.Items[i], partly) {
				return false
			}
		}
		return true
	}
	return sameScalar(a, b)
}

func alikeKeys(a, b *source.Node, partly bool) bool {
	for i := range a.Pairs {
		p := &a.Pairs[i]
		if p.Key.Tag != source.Merge && p.Key.Value != "$patch" && !alike(p.Value, b.Get(p.Key.Value), partly) {
			return false
		}
	}
	for i := range b.Pairs {
		if !partly && b.Pairs[i].Key.Tag != source.Merge && !a.Has(b.Pairs[i].Key.Value) {
			return false
		}
	}
	return true
}

func sameScalar(a, b *source.Node) bool {
	if a.Tag != b.Tag {
		return false
	}
	if x, ok := a.Int(); ok {
		y, _ := b.Int()
		return x == y
	}
	if x, ok := a.Bool(); ok && a.Tag == source.Bool {
		y, _ := b.Bool()
		return x == y
	}
	return a.Value == b.Value || a.Tag == source.Null
}
