package source

// Skimmer reads documents one after the other in the same memory. It is not for
// several goroutines.
type Skimmer struct {
	simple simple
	whole  slabs
}

// Skim reads a document without keeping what it read: look is called with the
// root and whether a key stands twice, and must keep no node. Skim returns false,
// and calls nothing, where the document is parsed already or has to be, as for
// what is no YAML.
func (s *Skimmer) Skim(d *Doc, look func(root *Node, duplicates bool)) bool {
	u := d.unit
	if u.shape == list || u.done.Load() || u.limits.exceeded(u.text) != nil || !isSimpleText(u.text) {
		return false
	}
	if s.whole.nodes == nil {
		s.whole = slabs{make([]Node, 256), make([]Children, 64), make([]Pair, 128), make([]*Node, 64)}
	}
	left := s.whole
	s.simple = simple{open: s.simple.open, slabs: &left}
	s.simple.open.pairs, s.simple.open.items = s.simple.open.pairs[:0], s.simple.open.items[:0]
	var out parsed
	root := s.simple.parse(u, &out)
	if root == nil {
		return false
	}
	look(root.at(d.base), len(out.dups) > 0)
	return true
}
