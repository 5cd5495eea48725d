package source

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxDocument is the largest text, in bytes, that is parsed in one piece. The
// API server stores no object above 1.5 MiB (etcd's limit), so only lists come
// near it.
const MaxDocument = 64 << 20

// Error is a text that cannot be read, with its place.
type Error struct {
	File     string
	Position Position // zero where no place is known
	Message  string   // lower case, without the place
}

func (e *Error) Error() string {
	if e.Position.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Position.Line, e.Position.Column, e.Message)
}

// parseUnit parses the text of a unit. The error's position counts from the
// start of the unit.
func parseUnit(u *unit) (p parsed) {
	if len(u.text) > MaxDocument {
		p.err = &Error{Message: fmt.Sprintf("document of %d bytes; at most %d bytes are read", len(u.text), MaxDocument)}
		return p
	}
	text, skipped := parserText(u.text)
	root, err := decode(text)
	if err != nil {
		p.err = err
		return p
	}
	if len(root.Content) == 0 {
		return p
	}
	c := &converter{unit: u, out: &p, marks: markLines(text), skipped: skipped, anchors: map[*yaml.Node]*Node{}}
	p.root = c.node(root.Content[0], -1)
	c.linkAliases()
	if oddBreaks(u.text) {
		p.unknown = "lines end in other ways than LF and CRLF; convert the file first"
	}
	if p.unknown == "" {
		p.style = detectLayout(u.text, p.root)
	}
	return p
}

// parserText returns the text to hand to the parser, and the number of bytes
// cut from its start. A %YAML directive of version 1.2 is turned into a comment
// of the same length, since the parser knows 1.1 only and reads 1.2 all the
// same; https://github.com/yaml/go-yaml/issues/20
func parserText(text []byte) ([]byte, int) {
	skipped := 0
	if hasBOM(text) {
		skipped = len(bom)
	}
	text = text[skipped:]
	if len(text) > 0 && bytes.Contains(text, []byte("%YAML")) {
		if at := yamlDirective().FindIndex(text); at != nil {
			text = bytes.Clone(text)
			text[at[1]-len("%YAML")] = '#'
		}
	}
	return text, skipped
}

// yamlDirective matches up to the first directive before a document starts.
var yamlDirective = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[ \t]*(?:#.*)?\r?\n|%TAG.*\n)*%YAML`)
})

// decode runs the parser.
func decode(text []byte) (*yaml.Node, *Error) {
	root := &yaml.Node{}
	if err := safely(text, root); err != nil {
		return nil, parserError(err, text)
	}
	return root, nil
}

// parserError turns "yaml: line 3: did not find expected key" into an Error.
func parserError(err error, text []byte) *Error {
	msg, line := parserMessage(err)
	switch {
	case !utf8.Valid(text):
		line = 1 + bytes.Count(text[:invalidAt(text)], []byte("\n"))
	case len(text) <= maxSearched:
		line = problemLine(text, msg)
	}
	return &Error{Position: Position{Line: max(line, 1), Column: 1}, Message: "not YAML: " + msg}
}

func parserMessage(err error) (msg string, line int) {
	msg = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, after, ok := strings.Cut(rest, ": "); ok {
			line, _ = strconv.Atoi(num)
			msg = after
		}
	}
	return msg, line
}

// maxSearched is the largest text in which the line of an error is searched.
const maxSearched = 1 << 20

// problemLine returns the line on which the text stops being YAML. The parser
// names the line on which the collection around it began, give or take one. So
// the shortest beginning of the text is sought that fails in the same way: for
// a bracket or a quote that is never closed, that ends where it was opened.
func problemLine(text []byte, msg string) int {
	starts := append(newLineIndex(text).starts, len(text))
	return sort.Search(len(starts)-1, func(i int) bool {
		var n yaml.Node
		err := safely(text[:starts[i]], &n)
		if err == nil {
			return false
		}
		got, _ := parserMessage(err)
		return got == msg
	})
}

// safely parses, turning the parser's panics on odd input into errors.
func safely(text []byte, root *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return yaml.Unmarshal(text, root)
}

func invalidAt(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}

// converter builds Nodes, with spans, from the parser's nodes.
type converter struct {
	unit    *unit
	out     *parsed
	marks   []int // line starts as the parser counts them
	skipped int   // bytes before the parser's text
	anchors map[*yaml.Node]*Node
	pending []*Node // aliases, with the parser's target
	targets []*yaml.Node
	last    struct{ line, column, offset int } // of the node before
}

// distrust marks the unit as one whose spans cannot be relied on.
func (c *converter) distrust(n *Node, why string) {
	if c.out.unknown == "" {
		c.out.unknown = fmt.Sprintf("the extent of %s is not certain", why)
	}
	n.end = max(n.end, n.start)
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
	n := &Node{unit: c.unit, Anchor: y.Anchor, dash: -1}
	n.props = c.offset(y)
	n.start = n.props
	if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
		n.start = skipProps(c.unit.text, n.props)
	}
	n.end = n.start
	switch y.Kind {
	case yaml.ScalarNode:
		c.scalar(n, y, indent)
	case yaml.MappingNode:
		c.mapping(n, y, indent)
	case yaml.SequenceNode:
		c.sequence(n, y, indent)
	case yaml.AliasNode:
		n.Kind, n.Value = Alias, y.Value
		n.end = n.start + 1 + len(y.Value)
		c.pending, c.targets = append(c.pending, n), append(c.targets, y.Alias)
		c.opaque(n)
	}
	if y.Anchor != "" {
		c.anchors[y] = n
	}
	return n
}

func (c *converter) opaque(n *Node) {
	if n.end > n.start {
		c.out.opaque = append(c.out.opaque, Span{n.start, n.end})
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

func (c *converter) mapping(n *Node, y *yaml.Node, indent int) {
	text := c.unit.text
	n.Kind, n.Style = Mapping, Block
	braces := false
	if y.Style&yaml.FlowStyle != 0 {
		n.Style = Flow
		braces = n.start < len(text) && text[n.start] == '{'
	} else {
		indent = n.start - lineStart(text, n.start)
	}
	n.end = n.start
	if braces {
		n.end++
	}
	n.Pairs = make([]Pair, 0, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		n.Pairs = append(n.Pairs, c.pair(n, y.Content[i], y.Content[i+1], indent))
	}
	if braces {
		c.close(n, '}')
	}
	c.duplicates(n)
}

func (c *converter) pair(n *Node, yk, yv *yaml.Node, indent int) Pair {
	text := c.unit.text
	p := Pair{Key: c.node(yk, indent)}
	p.Key.isKey = true
	p.explicit = isExplicit(text, p.Key.props)
	p.colon = findColon(text, p.Key.end)
	p.Value = c.node(yv, indent)
	if p.Value.isEmpty() && p.Value.props == p.Value.start {
		// The parser puts an absent value anywhere up to the next token.
		at := p.Key.end
		if p.colon >= 0 {
			at = p.colon + 1
		}
		p.Value.props, p.Value.start, p.Value.end = at, at, at
	}
	step := Step{Key: p.Key.Value}
	for _, m := range []*Node{p.Key, p.Value} {
		m.parent, m.step = n, step
	}
	n.end = max(n.end, p.Value.end, p.colon+1, p.Key.end)
	return p
}

func (c *converter) sequence(n *Node, y *yaml.Node, indent int) {
	text := c.unit.text
	n.Kind, n.Style = Sequence, Block
	flow := y.Style&yaml.FlowStyle != 0
	if flow {
		n.Style = Flow
	} else {
		indent = n.start - lineStart(text, n.start)
	}
	n.end = n.start
	if flow {
		n.end++
	}
	n.Items = make([]*Node, 0, len(y.Content))
	for i, yi := range y.Content {
		dash := -1
		if !flow {
			dash = c.findDash(n)
		}
		item := c.node(yi, indent)
		item.dash = dash
		item.parent, item.step = n, Step{Index: i, IsIndex: true}
		if !flow && item.isEmpty() && item.props == item.start {
			item.props, item.start, item.end = dash+1, dash+1, dash+1
		}
		n.Items = append(n.Items, item)
		n.end = max(n.end, item.end, dash+1)
	}
	if flow {
		c.close(n, ']')
	}
}

// findDash returns the offset of the "-" behind what n spans so far.
func (c *converter) findDash(n *Node) int {
	i := skipGap(c.unit.text, n.end, "")
	if i >= len(c.unit.text) || c.unit.text[i] != '-' {
		c.distrust(n, "a sequence")
		return n.start
	}
	return i
}

// close extends a flow collection to its closing bracket.
func (c *converter) close(n *Node, bracket byte) {
	i := skipGap(c.unit.text, n.end, ",:?")
	if i >= len(c.unit.text) || c.unit.text[i] != bracket {
		c.distrust(n, "a flow collection")
		return
	}
	n.end = i + 1
}

// duplicates records the keys that occur twice in n.
func (c *converter) duplicates(n *Node) {
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
			c.out.dups = append(c.out.dups, Duplicate{first, k})
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
