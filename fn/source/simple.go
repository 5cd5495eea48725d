package source

import (
	"bytes"
	"unicode/utf8"
	"unsafe"
)

// Nearly all manifests use a small part of YAML: mappings and sequences in
// block style, scalars on one line, literal blocks, short lists in brackets.
// simple reads that part in one pass, some twenty times as fast as the parser
// and without its garbage, and leaves every text that holds anything else to the
// parser. It may give up; it must never answer otherwise than the parser does,
// which FuzzSimple holds it to.
type simple struct {
	unit  *unit
	text  []byte
	str   string // text, for values to be parts of
	out   *parsed
	plain *origin

	i      int // where reading goes on: at a key, a dash or a value
	line   int // start of the line of i
	column int // of i, where i is at the first word of its line; -1 at the end
	depth  int

	open struct { // of the collections that are not read to their end yet
		pairs []Pair
		items []*Node
	}
	*slabs
}

// slabs are what nodes are made of, allocated together and not used yet.
type slabs struct {
	nodes    []Node
	children []Children
	pairs    []Pair
	items    []*Node
}

// maxSimpleDepth bounds recursion; manifests are a dozen levels deep.
const maxSimpleDepth = 64

// parseSimple returns the root of a text, or nil where the parser has to look.
func parseSimple(u *unit, out *parsed) *Node {
	if !isSimpleText(u.text) {
		return nil
	}
	// A line is mostly a key and its value, a dash one more node.
	lines, dashes := bytes.Count(u.text, []byte("\n"))+1, bytes.Count(u.text, []byte("- "))
	return (&simple{slabs: &slabs{
		nodes: make([]Node, 2*lines+dashes+1), children: make([]Children, dashes+lines/4+1), pairs: make([]Pair, lines), items: make([]*Node, dashes),
	}}).parse(u, out)
}

// parse reads a simple text.
func (s *simple) parse(u *unit, out *parsed) *Node {
	s.unit, s.text, s.out, s.plain = u, u.text, out, &origin{unit: u}
	s.str = unsafe.String(unsafe.SliceData(u.text), len(u.text)) // the bytes of a unit never change
	s.start()
	if s.column < 0 {
		return nil
	}
	root := s.block()
	if root == nil || s.column >= 0 {
		return nil
	}
	return root
}

// take returns n new elements of a slab.
func take[T any](slab *[]T, n int) []T {
	if len(*slab) < n {
		*slab = make([]T, max(n, 16))
	}
	out := (*slab)[:n:n]
	*slab = (*slab)[n:]
	return out
}

// isSimpleText reports whether the text holds only characters that mean the
// same wherever they stand: no tab, no line ending but LF, nothing that YAML
// does not allow.
func isSimpleText(text []byte) bool {
	ascii := true
	for _, b := range text {
		if b < ' ' && b != '\n' || b == 0x7F {
			return false
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	if ascii {
		return true
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1, r >= 0x80 && r < 0xA0, r == 0x2028, r == 0x2029, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
			return false
		}
		i += size
	}
	return true
}

// start goes to the first line with content, over a document marker.
func (s *simple) start() {
	s.next(0)
	if s.column == 0 && bytes.HasPrefix(s.text[s.i:], []byte("---")) {
		if end := s.blankTo(s.i + 3); end >= 0 {
			s.next(end)
		}
	}
}

// next goes to the first word of the first line at or after pos, the start of a
// line, that is neither blank nor a comment.
func (s *simple) next(pos int) {
	for pos < len(s.text) {
		i := pos
		for i < len(s.text) && s.text[i] == ' ' {
			i++
		}
		switch {
		case i == len(s.text):
			pos = i
		case s.text[i] == '\n':
			pos = i + 1
		case s.text[i] == '#':
			pos = s.lineAfter(i)
		default:
			s.i, s.line, s.column = i, pos, i-pos
			return
		}
	}
	s.i, s.line, s.column = len(s.text), len(s.text), -1
}

// lineAfter returns the start of the line behind that of i.
func (s *simple) lineAfter(i int) int {
	if n := bytes.IndexByte(s.text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(s.text)
}

// blankTo returns the start of the next line where nothing but a comment follows
// at i, and -1 otherwise. A comment needs a space before it.
func (s *simple) blankTo(i int) int {
	j := i
	for j < len(s.text) && s.text[j] == ' ' {
		j++
	}
	switch {
	case j == len(s.text):
		return j
	case s.text[j] == '\n':
		return j + 1
	case s.text[j] == '#' && j > i:
		return s.lineAfter(j)
	}
	return -1
}

// isDash reports whether a sequence's item starts at i.
func (s *simple) isDash(i int) bool {
	return s.text[i] == '-' && (i+1 == len(s.text) || s.text[i+1] == ' ' || s.text[i+1] == '\n')
}

// node takes a new node that starts at an offset.
func (s *simple) node(kind Kind, start int) *Node {
	n := &take(&s.nodes, 1)[0]
	*n = Node{Kind: kind, origin: s.plain, Children: childless, off: offsets{int32(start), int32(start), int32(start), -1}}
	return n
}

// collection takes a new node that has children.
func (s *simple) collection(kind Kind, style Style, start int) *Node {
	n := s.node(kind, start)
	n.Style, n.Children = style, &take(&s.children, 1)[0]
	*n.Children = Children{}
	return n
}

// block reads the collection that starts at the first word of this line.
func (s *simple) block() *Node {
	if s.depth++; s.depth > min(maxSimpleDepth, s.unit.limits.Depth) {
		return nil
	}
	defer func() { s.depth-- }()
	if s.isDash(s.i) {
		return s.sequence(s.column)
	}
	return s.mapping(s.column)
}

// mapping reads a mapping whose first key is at i. Afterwards i is at the first
// line that does not belong to it.
func (s *simple) mapping(column int) *Node {
	n := s.collection(Mapping, Block, s.i)
	first := len(s.open.pairs)
	for {
		if column == 0 && (bytes.HasPrefix(s.text[s.i:], []byte("---")) || bytes.HasPrefix(s.text[s.i:], []byte("..."))) {
			return nil
		}
		key, end := s.key(s.i)
		if key == nil {
			return nil
		}
		value := s.value(end+1, column)
		if value == nil {
			return nil
		}
		s.pair(n, first, key, end, value)
		if s.column != column {
			break
		}
		if s.isDash(s.i) {
			return nil
		}
	}
	if s.column > column {
		return nil
	}
	s.closePairs(n, first)
	return n
}

// pair adds a key and its value to a mapping whose pairs start at first.
func (s *simple) pair(n *Node, first int, key *Node, colon int, value *Node) {
	key.parent, value.parent = n, n
	key.index = int32(len(s.open.pairs) - first)
	value.index = key.index
	n.widen(value.end(), colon+1)
	s.open.pairs = append(s.open.pairs, Pair{Key: key, Value: value, colonAt: int32(colon), explicit: isExplicit(s.text, key.start()), sum: sumOf(key.Value)})
}

func (s *simple) closePairs(n *Node, first int) {
	n.Pairs = take(&s.pairs, len(s.open.pairs)-first)
	copy(n.Pairs, s.open.pairs[first:])
	s.open.pairs = s.open.pairs[:first]
	s.out.duplicates(n)
}

// value reads what follows a key's colon at i, on its line or below.
func (s *simple) value(i, column int) *Node {
	after := s.blankTo(i)
	if after < 0 {
		for s.text[i] == ' ' {
			i++
		}
		return s.inline(i, column)
	}
	s.next(after)
	if s.column > column || s.column == column && s.isDash(s.i) {
		return s.block()
	}
	n := s.node(Scalar, i)
	n.Tag = Null
	return n
}

// sequence reads a sequence whose first dash is at i.
func (s *simple) sequence(column int) *Node {
	n := s.collection(Sequence, Block, s.i)
	first := len(s.open.items)
	for {
		dash := s.i
		item := s.item(column)
		if item == nil {
			return nil
		}
		item.off.dash = int32(dash)
		s.addItem(n, first, item)
		if s.column != column || !s.isDash(s.i) {
			break
		}
	}
	if s.column > column {
		return nil
	}
	s.closeItems(n, first)
	return n
}

func (s *simple) addItem(n *Node, first int, item *Node) {
	item.parent, item.index = n, int32(len(s.open.items)-first)
	n.widen(item.end())
	s.open.items = append(s.open.items, item)
}

func (s *simple) closeItems(n *Node, first int) {
	n.Items = take(&s.items, len(s.open.items)-first)
	copy(n.Items, s.open.items[first:])
	s.open.items = s.open.items[:first]
}

// item reads what stands behind the dash at i.
func (s *simple) item(column int) *Node {
	i := s.i + 1
	if s.blankTo(i) >= 0 {
		return nil // below the dash, or nothing
	}
	for s.text[i] == ' ' {
		i++
	}
	if s.isDash(i) {
		return nil
	}
	if s.isKey(i) {
		s.depth++
		defer func() { s.depth-- }()
		if s.depth > min(maxSimpleDepth, s.unit.limits.Depth) {
			return nil
		}
		s.i = i
		return s.mapping(i - s.line)
	}
	return s.inline(i, column)
}
