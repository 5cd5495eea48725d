package source

import (
	"fmt"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// converter builds Nodes, with spans, from the parser's nodes.
type converter struct {
	unit    *unit
	out     *parsed
	marks   []int   // line starts as the parser counts them
	skipped int     // bytes before the parser's text
	plain   *origin // of nodes without anchor and alias
	anchors map[*yaml.Node]*Node
	pending []*Node // aliases, with the parser's target
	targets []*yaml.Node
	depth   int
	last    struct{ line, column, offset int } // of the node before
}

// distrust marks the unit as one whose spans cannot be relied on.
func (c *converter) distrust(n *Node, why string) {
	if c.out.unknown == "" {
		c.out.unknown = fmt.Sprintf("the extent of %s is not certain", why)
	}
	n.off.end = max(n.off.end, n.off.start)
}

// offset turns the parser's place of a node into a byte offset. Nodes come in
// the order of the text, so counting goes on from the one before on its line.
func (c *converter) offset(y *yaml.Node) int {
	text := c.unit.text
	if y.Line < 1 || y.Line > len(c.marks) {
		return len(text)
	}
	i, col := c.marks[y.Line-1]+c.skipped, 1
	if c.last.line == y.Line && c.last.column <= y.Column {
		i, col = c.last.offset, c.last.column
	}
	for ; col < y.Column && i < len(text); col++ {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRune(text[i:])
		i += size
	}
	c.last.line, c.last.column, c.last.offset = y.Line, col, i
	return i
}

// node converts y; indent is the column of the block collection around it.
func (c *converter) node(y *yaml.Node, indent int) *Node {
	n := &Node{origin: c.plain, Children: childless}
	if y.Anchor != "" || y.Kind == yaml.AliasNode {
		n.origin = &origin{unit: c.unit, Anchor: y.Anchor}
	}
	start := c.offset(y)
	n.off = offsets{props: int32(start), dash: -1}
	if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
		start = skipProps(c.unit.text, start)
	}
	n.spans(start, start)
	switch y.Kind {
	case yaml.ScalarNode:
		c.scalar(n, y, indent)
	case yaml.MappingNode, yaml.SequenceNode:
		c.collection(n, y, indent)
	case yaml.AliasNode:
		n.Kind, n.Value = Alias, y.Value
		n.spans(start, start+1+len(y.Value))
		c.pending, c.targets = append(c.pending, n), append(c.targets, y.Alias)
	}
	if y.Anchor != "" {
		c.anchors[y] = n
	}
	return n
}

// childless are the children of scalars and aliases.
var childless = &Children{}

// spans sets where the value of a node starts and ends.
func (n *Node) spans(start, end int) { n.off.start, n.off.end = int32(start), int32(end) }

// widen moves the end of a node behind what belongs to it.
func (n *Node) widen(ends ...int) {
	for _, end := range ends {
		n.off.end = max(n.off.end, int32(end))
	}
}

func (c *converter) linkAliases() {
	for i, n := range c.pending {
		n.target = c.anchors[c.targets[i]]
		if n.target == nil {
			continue
		}
		if c.out.aliases == nil {
			c.out.aliases = map[*Node][]*Node{}
		}
		c.out.aliases[n.target] = append(c.out.aliases[n.target], n)
	}
}

// collection converts what has children, as deep as the limit allows.
func (c *converter) collection(n *Node, y *yaml.Node, indent int) {
	c.depth++
	switch {
	case c.depth > c.unit.limits.Depth:
		c.out.err = c.unit.limits.tooDeep()
	case y.Kind == yaml.MappingNode:
		c.mapping(n, y, indent)
	default:
		c.sequence(n, y, indent)
	}
	c.depth--
}

func (c *converter) mapping(n *Node, y *yaml.Node, indent int) {
	text := c.unit.text
	n.Kind, n.Style = Mapping, Block
	braces := false
	if y.Style&yaml.FlowStyle != 0 {
		n.Style = Flow
		braces = n.start() < len(text) && text[n.start()] == '{'
	} else {
		indent = n.start() - lineStart(text, n.start())
	}
	if braces {
		n.off.end++
	}
	n.Children = &Children{}
	n.Pairs = make([]Pair, 0, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		n.Pairs = append(n.Pairs, c.pair(n, y.Content[i], y.Content[i+1], indent))
	}
	if braces {
		c.close(n, '}')
	}
	c.out.duplicates(n)
}

func (c *converter) pair(n *Node, yk, yv *yaml.Node, indent int) Pair {
	text := c.unit.text
	p := Pair{Key: c.node(yk, indent)}
	p.sum = sumOf(p.Key.Value)
	if p.Key.Tag == Merge {
		p.sum = mergeSum
	}
	p.explicit = isExplicit(text, p.Key.props())
	p.colonAt = int32(findColon(text, p.Key.end()))
	p.Value = c.node(yv, indent)
	if p.Value.isEmpty() && p.Value.props() == p.Value.start() {
		// The parser puts an absent value anywhere up to the next token.
		at := p.Key.off.end
		if p.colonAt >= 0 {
			at = p.colonAt + 1
		}
		p.Value.off = offsets{at, at, at, -1}
	}
	for _, m := range []*Node{p.Key, p.Value} {
		m.parent, m.index = n, int32(len(n.Pairs))
	}
	n.widen(p.Value.end(), p.colon()+1, p.Key.end())
	return p
}

func (c *converter) sequence(n *Node, y *yaml.Node, indent int) {
	text := c.unit.text
	n.Kind, n.Style = Sequence, Block
	flow := y.Style&yaml.FlowStyle != 0
	if flow {
		n.Style = Flow
	} else {
		indent = n.start() - lineStart(text, n.start())
	}
	if flow {
		n.off.end++
	}
	n.Children = &Children{}
	n.Items = make([]*Node, 0, len(y.Content))
	for i, yi := range y.Content {
		dash := -1
		if !flow {
			dash = c.findDash(n)
		}
		item := c.node(yi, indent)
		item.off.dash = int32(dash)
		item.parent, item.index = n, int32(i)
		if !flow && item.isEmpty() && item.props() == item.start() {
			at := int32(dash + 1)
			item.off = offsets{at, at, at, int32(dash)}
		}
		n.aliased = n.aliased || item.Kind == Alias
		n.Items = append(n.Items, item)
		n.widen(item.end(), dash+1)
	}
	if flow {
		c.close(n, ']')
	}
}

// findDash returns the offset of the "-" behind what n spans so far.
func (c *converter) findDash(n *Node) int {
	i := skipGap(c.unit.text, n.end(), "")
	if i >= len(c.unit.text) || c.unit.text[i] != '-' {
		c.distrust(n, "a sequence")
		return n.start()
	}
	return i
}

// close extends a flow collection to its closing bracket.
func (c *converter) close(n *Node, bracket byte) {
	i := skipGap(c.unit.text, n.end(), ",:?")
	if i >= len(c.unit.text) || c.unit.text[i] != bracket {
		c.distrust(n, "a flow collection")
		return
	}
	n.off.end = int32(i + 1)
}

// duplicates records the keys that occur twice in n.
func (p *parsed) duplicates(n *Node) {
	var seen map[string]*Node
	if len(n.Pairs) > 8 {
		seen = make(map[string]*Node, len(n.Pairs))
	}
	for i := range n.Pairs {
		k := n.Pairs[i].Key
		if k.Kind != Scalar || k.Tag == Merge {
			continue
		}
		if first := findKey(n.Pairs[:i], seen, k.Value); first != nil {
			p.dups = append(p.dups, Duplicate{first, k})
		}
		if seen != nil {
			seen[k.Value] = k
		}
	}
}

func findKey(pairs []Pair, seen map[string]*Node, key string) *Node {
	if seen != nil {
		return seen[key]
	}
	for i := range pairs {
		if k := pairs[i].Key; k.Kind == Scalar && k.Value == key && k.Tag != Merge {
			return k
		}
	}
	return nil
}
