package source

// manyPairs is how many keys a mapping has from which on they are found by an
// index: what looks up each of them is not to go through all of them each time.
const manyPairs = 64

// keyIndex finds the keys of a mapping.
type keyIndex struct {
	first  map[string]int32 // the first pair of a key
	pairs  int              // that were indexed
	merges bool             // some key is a merge
}

// indexed returns the index of a mapping with many keys, made when it is first
// asked for.
func (c *Children) indexed() *keyIndex {
	if x := c.keys.Load(); x != nil && x.pairs == len(c.Pairs) {
		return x
	}
	x := &keyIndex{first: make(map[string]int32, len(c.Pairs)), pairs: len(c.Pairs)}
	for i := range c.Pairs {
		k := c.Pairs[i].Key
		x.merges = x.merges || k.Tag == Merge
		if _, twice := x.first[k.Value]; k.Kind == Scalar && !twice {
			x.first[k.Value] = int32(i)
		}
	}
	c.keys.Store(x)
	return x
}

// pair returns the first pair of a key as it is written, or nil.
func (n *Node) pair(key string) *Pair {
	if len(n.Pairs) > manyPairs {
		if i, ok := n.indexed().first[key]; ok {
			return &n.Pairs[i]
		}
		return nil
	}
	for i := range n.Pairs {
		if k := n.Pairs[i].Key; k.Kind == Scalar && k.Value == key {
			return &n.Pairs[i]
		}
	}
	return nil
}

// own returns the value of a key of the mapping itself, or nil.
func (n *Node) own(key string) *Node {
	if len(n.Pairs) > manyPairs {
		p := n.pair(key)
		if p == nil {
			return nil
		}
		if p.Key.Tag != Merge {
			return p.Value
		}
	}
	sum := sumOf(key)
	for i := range n.Pairs {
		if n.Pairs[i].sum != sum {
			continue
		}
		if k := n.Pairs[i].Key; k.Kind == Scalar && k.Value == key && k.Tag != Merge {
			return n.Pairs[i].Value
		}
	}
	return nil
}

// mayMerge reports whether the mapping may have a merge key.
func (n *Node) mayMerge() bool { return len(n.Pairs) <= manyPairs || n.indexed().merges }
