package source

import (
	"bytes"
	"slices"
	"strings"
)

// insert adds a value, or what a move copies, at a path that does not exist.
func (u *unit) insert(e Edit) ([]replacement, *Refusal) {
	target := e.Path
	if e.Op == opCopy {
		target = e.To
	}
	depth, n, r := u.deepest(target)
	if r != nil {
		return nil, r
	}
	if depth == len(target) && depth > 0 && target[depth-1].IsIndex {
		depth, n = depth-1, n.parent // before the item that is there
	}
	rest := target[depth:]
	if len(rest) == 0 {
		return nil, refuse("there is a value at %s already", u.inObject(target))
	}
	if e.Op == opCopy {
		return u.copyPair(e, n, rest)
	}
	if rest[0].IsIndex {
		return u.insertItem(n, rest, e.Value)
	}
	if slices.ContainsFunc(rest, func(s Step) bool { return s.IsIndex }) {
		return nil, refuse("there is nothing at %s", u.inObject(target[:depth+1]))
	}
	v := wrap(rest[1:], e.Value)
	switch {
	case n.IsNull():
		return u.set(n, Map{{rest[0].Key, v}})
	case n.Kind != Mapping:
		return nil, refuse("%s is not a mapping", target[:depth])
	case n.isCompact():
		return nil, refuseCompact()
	case len(n.Pairs) == 0:
		return u.set(n, Map{{rest[0].Key, v}})
	case n.Style == Flow:
		asJSON := u.parse().style.json
		return u.insertFlow(n, scalarText(rest[0].Key, Plain, true, asJSON)+": "+flowText(v, asJSON)), nil
	}
	l := u.parse().style
	col := column(u.text, n.start())
	text := l.eol + spaces(col) + scalarText(rest[0].Key, Plain, false, false) + ":" + l.block(v, col)
	at := u.pairEnd(n, e.After)
	return []replacement{{Span{at, at}, text}}, nil
}

// deepest follows a path as far as it exists.
func (u *unit) deepest(p Path) (int, *Node, *Refusal) {
	for depth := len(p); depth >= 0; depth-- {
		n, r := u.locate(p[:depth])
		if r == nil {
			if n.Kind == Alias {
				return 0, nil, &Refusal{Message: "the value is shared through the alias *" + n.Value + "; edit it by hand", At: n}
			}
			return depth, n, nil
		}
		if r.At != nil || depth == 0 {
			return 0, nil, r
		}
	}
	return 0, nil, refuse("the document is empty")
}

// wrap puts a value under the keys of a path.
func wrap(p Path, v any) any {
	for i := len(p) - 1; i >= 0; i-- {
		v = Map{{p[i].Key, v}}
	}
	return v
}

// pairEnd returns where to write a key behind the sibling named after, or
// behind the last one: the end of its last line.
func (u *unit) pairEnd(n *Node, after string) int {
	p := &n.Pairs[len(n.Pairs)-1]
	if after != "" {
		if q := n.pair(after); q != nil {
			p = q
		}
	}
	return lineEnd(u.text, max(p.Value.end(), p.colon()+1, p.Key.end()))
}

func (u *unit) insertItem(n *Node, rest Path, v any) ([]replacement, *Refusal) {
	if n.Kind != Sequence || len(rest) > 1 || rest[0].Index > len(n.Items) {
		return nil, refuse("there is no sequence to insert into")
	}
	i := rest[0].Index
	if i == len(n.Items) {
		return u.appendItem(n, v)
	}
	next := n.Items[i]
	if n.Style == Flow {
		text := flowText(quotedLike(v, next), u.parse().style.json) + ", "
		return []replacement{{Span{next.props(), next.props()}, text}}, nil
	}
	l := u.parse().style
	at, like := next.dash(), next
	if i > 0 {
		like = n.Items[i-1]
		// Comments between two items speak of the second; those above the first
		// may speak of them all.
		if lead := u.leadingComments(at); len(lead) > 0 {
			at = lead[0].Start
		}
	}
	return []replacement{{Span{at, at}, u.itemText(like, v) + l.eol + spaces(column(u.text, next.dash()))}}, nil
}

func (u *unit) appendItem(n *Node, v any) ([]replacement, *Refusal) {
	switch {
	case n.IsNull():
		return u.set(n, []any{v})
	case n.Kind != Sequence:
		return nil, refuse("there is no sequence to append to")
	case len(n.Items) == 0:
		return u.set(n, []any{v})
	}
	last := n.Items[len(n.Items)-1]
	if n.Style == Flow {
		return u.insertFlow(n, flowText(quotedLike(v, last), u.parse().style.json)), nil
	}
	return []replacement{u.itemBehind(last, v)}, nil
}

// itemBehind writes an item of a block sequence below the last one.
func (u *unit) itemBehind(last *Node, v any) replacement {
	at := lineEnd(u.text, max(last.end(), last.dash()+1))
	return replacement{Span{at, at}, u.parse().style.eol + spaces(column(u.text, last.dash())) + u.itemText(last, v)}
}

// itemText returns an item of a block sequence, laid out and quoted as its
// neighbour is.
func (u *unit) itemText(like *Node, v any) string {
	gap := max(like.props()-like.dash()-1, 1)
	if like.isEmpty() || like.props() > lineEnd(u.text, like.dash()) {
		gap = 1
	}
	return "-" + spaces(gap) + u.parse().style.inline(quotedLike(v, like), column(u.text, like.dash())+1+gap)
}

// insertFlow adds an element to the end of a flow collection that has some.
func (u *unit) insertFlow(n *Node, element string) []replacement {
	start, end := n.lastElement()
	line := lineStart(u.text, start)
	sep := ", "
	if indent := u.text[line:start]; line > n.start() && len(bytes.TrimSpace(indent)) == 0 {
		sep = "," + u.parse().style.eol + string(indent)
	}
	if comma := skipGap(u.text, end, ""); comma < len(u.text) && u.text[comma] == ',' {
		return []replacement{{Span{comma + 1, comma + 1}, strings.TrimPrefix(sep, ",") + element}}
	}
	return []replacement{{Span{end, end}, sep + element}}
}

// lastElement returns the extent of the last pair or item.
func (n *Node) lastElement() (start, end int) {
	if n.Kind == Sequence {
		last := n.Items[len(n.Items)-1]
		return last.props(), last.end()
	}
	p := n.Pairs[len(n.Pairs)-1]
	return p.Key.props(), max(p.Value.end(), p.colon()+1, p.Key.end())
}

// copyPair writes the pair at e.Path, as it is written there, under n.
func (u *unit) copyPair(e Edit, n *Node, rest Path) ([]replacement, *Refusal) {
	from, r := u.locate(e.Path)
	if r != nil {
		return nil, r
	}
	if from.parent == nil || from.parent.Kind != Mapping || rest[len(rest)-1].IsIndex {
		return nil, refuse("only a key can be moved, and only to a key")
	}
	if from.parent.pair(from.step().Key).explicit {
		return nil, refuse("the key is written with \"?\"; move it by hand")
	}
	if hasAnchors(from) {
		return nil, refuse("there are anchors or aliases in the value; move it by hand")
	}
	if n.Kind != Mapping && !n.IsNull() {
		return nil, refuse("%s is not a mapping", e.To[:len(e.To)-len(rest)])
	}
	if n.Style == Flow && len(n.Pairs) > 0 || n.inFlow() {
		return u.copyToFlow(from, n, rest)
	}
	return u.copyToBlock(from, n, rest, e.After)
}

func hasAnchors(n *Node) bool {
	found := false
	n.Walk(func(m *Node) bool {
		found = found || m.Anchor != "" || m.Kind == Alias
		return !found
	})
	return found
}

func (u *unit) copyToFlow(from, n *Node, rest Path) ([]replacement, *Refusal) {
	if len(u.commentsIn(Span{from.start(), from.end()})) > 0 {
		return nil, refuse("there are comments inside the value; move it by hand")
	}
	asJSON := u.parse().style.json
	value := from.Raw()
	if from.Style != Flow && from.Style != SingleQuoted && from.Style != DoubleQuoted && !(from.Kind == Scalar && from.Tag != Str) {
		value = flowText(wrap(nil, from.Plain()), asJSON)
	}
	for i := len(rest) - 1; i > 0; i-- {
		value = "{" + scalarText(rest[i].Key, Plain, true, asJSON) + ": " + value + "}"
	}
	element := scalarText(rest[0].Key, Plain, true, asJSON) + ": " + value
	if len(n.Pairs) == 0 {
		return u.setScalar(n, "{"+element+"}"), nil
	}
	return u.insertFlow(n, element), nil
}

// copyToBlock writes the pair with its comments, indented as its new place
// asks for.
func (u *unit) copyToBlock(from, n *Node, rest Path, after string) ([]replacement, *Refusal) {
	l := u.parse().style
	col, at, head := u.blockPlace(n, after)
	for _, s := range rest[:len(rest)-1] {
		head += l.eol + spaces(col) + scalarText(s.Key, Plain, false, false) + ":"
		col += l.step
	}
	pair := from.parent.pair(from.step().Key)
	lead, was := "", 0
	body := string(u.text[pair.Key.end():from.end()])
	if from.parent.Style == Block {
		was = column(u.text, pair.Key.props())
		body = string(u.text[pair.Key.end():lineEnd(u.text, from.end())])
		for _, c := range u.leadingComments(pair.Key.props()) {
			lead += l.eol + spaces(col) + string(u.text[c.Start:c.End])
		}
	} else if strings.Contains(body, "\n") {
		return nil, refuse("the value is written over several lines in flow style; move it by hand")
	}
	key := u.text[pair.Key.start():pair.Key.end()]
	if name := rest[len(rest)-1].Key; name != pair.Key.Value {
		key = []byte(scalarText(name, pair.Key.Style, false, false))
	}
	text := head + lead + l.eol + spaces(col) + string(key) + reindent(body, col-was)
	out := []replacement{{Span{at, at}, text}}
	if n.Kind == Mapping && len(n.Pairs) == 0 { // "{}" gives way
		out = append([]replacement{{Span{n.start() - leadingBlank(u.text, n.start()), n.end()}, ""}}, out...)
	} else if n.Kind == Scalar && !n.isEmpty() { // "null" or "~"
		out = append([]replacement{{Span{n.start() - leadingBlank(u.text, n.start()), n.end()}, ""}}, out...)
	}
	return out, nil
}

func leadingBlank(text []byte, i int) int {
	n := 0
	for i-n > 0 && isBlank(text[i-n-1]) {
		n++
	}
	return n
}

// blockPlace returns the column and the offset at which a new key of n is
// written.
func (u *unit) blockPlace(n *Node, after string) (col, at int, head string) {
	if n.Kind == Mapping && len(n.Pairs) > 0 {
		return column(u.text, n.start()), u.pairEnd(n, after), ""
	}
	if n.parent == nil {
		return 0, lineEnd(u.text, n.end()), ""
	}
	if n.parent.Kind == Sequence {
		return column(u.text, n.dash()) + 2, lineEnd(u.text, n.end()), ""
	}
	return column(u.text, n.parent.start()) + u.parse().style.step, lineEnd(u.text, n.end()), ""
}

// leadingComments returns the comments directly above what starts at the
// offset, at its column.
func (u *unit) leadingComments(offset int) []Comment {
	line := lineStart(u.text, offset)
	col := column(u.text, offset)
	if len(bytes.TrimSpace(u.text[line:offset])) > 0 {
		return nil
	}
	all := u.parse().comments()
	var out []Comment
	for i := len(all) - 1; i >= 0; i-- {
		c := all[i]
		if c.Start >= line {
			continue
		}
		if !c.OwnLine || afterLine(u.text, c.End) != line || column(u.text, c.Start) != col {
			break
		}
		out = append([]Comment{c}, out...)
		line = lineStart(u.text, c.Start)
	}
	return out
}

// reindent shifts every line but the first by delta columns. Blank lines stay.
func reindent(text string, delta int) string {
	if delta == 0 || !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if i == 0 || strings.TrimSpace(line) == "" {
			continue
		}
		if delta > 0 {
			lines[i] = spaces(delta) + line
		} else {
			lines[i] = line[min(leadingSpaces([]byte(line)), -delta):]
		}
	}
	return strings.Join(lines, "")
}
