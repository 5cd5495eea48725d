package source

import (
	"bytes"
	"strings"
)

// replacement exchanges bytes of a unit's text.
type replacement struct {
	Span
	text string
}

// maxFlowWidth is the widest line on which a new list is still written in flow
// style.
const maxFlowWidth = 80

// locate returns the node at a path for editing. It refuses what other places
// share: nodes with an anchor that has aliases, and nodes behind an alias or a
// merge key.
func (u *unit) locate(p Path) (*Node, *Refusal) {
	parsed := u.parse()
	n := parsed.root
	if n == nil {
		return nil, refuse("the document is empty")
	}
	if r := parsed.shared(n); r != nil {
		return nil, r
	}
	for i, s := range p {
		if n.Kind == Alias {
			return nil, &Refusal{Message: "the value is shared through the alias *" + n.Value + "; edit it by hand", At: n}
		}
		next := n.child(s)
		if next == nil {
			if n.Get(stepAny(s)) != nil {
				return nil, &Refusal{Message: "the value comes from a merge key; edit it by hand", At: n}
			}
			return nil, refuse("there is nothing at %s", u.inObject(p[:i+1]))
		}
		n = next
		if r := parsed.shared(n); r != nil {
			return nil, r
		}
	}
	return n, nil
}

func stepAny(s Step) any {
	if s.IsIndex {
		return s.Index
	}
	return s.Key
}

// shared refuses a node whose anchor has aliases.
func (p *parsed) shared(n *Node) *Refusal {
	if n.Anchor == "" || len(p.aliases[n]) == 0 {
		return nil
	}
	return &Refusal{
		Message: "the value is shared through the anchor &" + n.Anchor + "; edit it by hand, or write the value out where it is used",
		At:      n,
	}
}

// replacements returns the bytes an edit exchanges.
func (u *unit) replacements(e Edit) ([]replacement, *Refusal) {
	switch e.Op {
	case OpInsert, opCopy:
		return u.insert(e)
	}
	n, r := u.locate(e.Path)
	if r != nil {
		return nil, r
	}
	switch e.Op {
	case OpSet:
		return u.set(n, e.Value)
	case opText:
		return u.rewrite(n, e.Value.(string))
	case OpRename:
		return u.rename(n, e.Key)
	case OpAppend:
		return u.appendItem(n, e.Value)
	case OpDelete:
		return u.remove(n, e.moved)
	}
	return nil, refuse("unknown operation")
}

func (u *unit) rename(n *Node, key string) ([]replacement, *Refusal) {
	if n.parent == nil || n.parent.Kind != Mapping {
		return nil, refuse("only a key can be renamed")
	}
	if n.parent.pair(key) != nil {
		return nil, refuse("there is a key %q already", key)
	}
	k := n.parent.pair(n.step().Key).Key
	if r := u.parse().shared(k); r != nil {
		return nil, r
	}
	text := scalarText(key, k.Style, n.parent.Style == Flow, u.parse().style.json)
	return []replacement{{Span{k.start(), k.end()}, text}}, nil
}

// inFlow reports whether n stands inside a flow collection, where only flow
// style can be written.
func (n *Node) inFlow() bool {
	return n.parent != nil && n.parent.Style == Flow || n.parent == nil && n.Style == Flow
}

func (u *unit) set(n *Node, v any) ([]replacement, *Refusal) {
	p := u.parse()
	was := modelOf(n)
	was.anchor = ""
	switch {
	case was.equal(modelOfValue(v)):
		return nil, nil
	case bytes.IndexByte(u.text[n.props():n.start()], '!') >= 0:
		return nil, refuse("the value carries a YAML tag; edit it by hand")
	case n.parent.isCompact() || n.parent != nil && n.parent.Kind == Mapping && n.parent.pair(n.step().Key).colon() < 0:
		return nil, refuseCompact()
	}
	if items, ok := v.([]any); ok {
		v = quotedLike(items, n)
	}
	flow := n.inFlow()
	if n.Kind == Scalar || n.Kind == Alias {
		if isCollection(v) && !flow {
			return u.growScalar(n, v)
		}
		if s, ok := v.(string); ok && (n.Style == Literal || n.Style == Folded) {
			if rs, ok := u.setWords(n, s); ok {
				return rs, nil
			}
		}
		text := scalarText(v, n.Style, flow, p.style.json)
		return u.setScalar(n, text), nil
	}
	if flow {
		if len(u.commentsIn(Span{n.start(), n.end()})) > 0 {
			return nil, refuse("there are comments inside the value; edit it by hand")
		}
		return []replacement{{Span{n.start(), n.end()}, u.donorText(n, v, true)}}, nil
	}
	return u.shrinkCollection(n, v), nil
}

func isCollection(v any) bool {
	switch v.(type) {
	case Map, []any:
		return true
	}
	return false
}

// isCompact reports whether n is a mapping written without braces inside a
// flow sequence: [key: value].
func (n *Node) isCompact() bool {
	return n != nil && n.Kind == Mapping && n.Style == Flow && !strings.HasPrefix(n.Raw(), "{")
}

func refuseCompact() *Refusal {
	return refuse("the mapping is written in a shortened flow form; edit it by hand")
}

// setScalar replaces one scalar by another.
func (u *unit) setScalar(n *Node, text string) []replacement {
	switch {
	case n.isEmpty():
		if n.start() == 0 || !isBlank(u.text[n.start()-1]) {
			text = " " + text
		}
		return []replacement{{Span{n.start(), n.end()}, text}}
	case n.Style == Literal || n.Style == Folded:
		// The header line may carry a comment.
		header := u.text[n.start():lineEnd(u.text, n.start())]
		if i := bytes.IndexByte(header, '#'); i >= 0 {
			gap := len(bytes.TrimRight(header[:i], " \t"))
			text += string(header[gap:])
		}
	}
	return []replacement{{Span{n.start(), n.end()}, text}}
}

// growScalar replaces a scalar in block context by a collection. A short list
// stays on the line.
func (u *unit) growScalar(n *Node, v any) ([]replacement, *Refusal) {
	l := u.parse().style
	flow := flowText(v, false)
	isItem := n.parent != nil && n.parent.Kind == Sequence
	if isShort(v) && column(u.text, n.start())+len(flow) <= maxFlowWidth {
		return u.setScalar(n, flow), nil
	}
	if n.parent == nil {
		return nil, refuse("the document is a single value")
	}
	if isItem {
		return u.setScalar(n, l.inline(v, itemColumn(u.text, n))), nil
	}
	from := n.parent.pair(n.step().Key).colon() + 1
	if n.Anchor != "" {
		from = n.start()
	}
	if n.Style == Literal || n.Style == Folded {
		text := l.block(v, column(u.text, n.parent.start()))
		if trailing, _ := u.commentText(Span{n.start(), lineEnd(u.text, n.start())}); len(trailing) > 0 {
			text = " " + trailing[0] + text
		}
		return []replacement{{Span{from, n.end()}, text}}, nil
	}
	at := lineEnd(u.text, n.end())
	return []replacement{
		{Span{from, n.end()}, ""},
		{Span{at, at}, l.block(v, column(u.text, n.parent.start()))},
	}, nil
}

// itemColumn returns the column at which the value of a block sequence's item
// starts.
func itemColumn(text []byte, n *Node) int {
	if n.isEmpty() || n.start() > lineEnd(text, n.dash()) {
		return column(text, n.dash()) + 2
	}
	return column(text, n.start())
}

// isShort reports whether a collection is empty or a list of scalars.
func isShort(v any) bool {
	switch v := v.(type) {
	case Map:
		return len(v) == 0
	case []any:
		for _, item := range v {
			if isCollection(item) {
				return false
			}
		}
	}
	return true
}

// shrinkCollection replaces a collection in block context. Comments inside it
// stay: those behind values on the line, those on lines of their own below.
func (u *unit) shrinkCollection(n *Node, v any) []replacement {
	l := u.parse().style
	col := 0
	from := n.start()
	var text string
	switch {
	case n.Style == Flow && isCollection(v) && len(n.Pairs)+len(n.Items) > 0: // {} and [] say nothing of style
		return u.keepFlowComments(n, flowText(v, l.json))
	case n.parent == nil:
		text = u.donorText(n, v, false)
	case n.parent.Kind == Sequence:
		col = column(u.text, n.dash())
		if n.Anchor == "" && n.start() > lineEnd(u.text, n.dash()) {
			from = n.dash() + 2
		}
		text = l.inline(v, itemColumn(u.text, n))
		if !isCollection(v) {
			text = u.donorText(n, v, false)
		}
	default:
		pair := n.parent.pair(n.step().Key)
		col = column(u.text, n.parent.start())
		from = pair.colon() + 1
		if n.Anchor != "" || n.Style == Flow {
			from = n.start()
		}
		text = l.block(v, col)
		if !isCollection(v) {
			text = " " + u.donorText(n, v, false)
		}
		if from == n.start() {
			text = strings.TrimPrefix(text, " ")
		}
	}
	if n.Style == Flow {
		return u.keepFlowComments(n, text)
	}
	end := lineEnd(u.text, n.end())
	trailing, own := u.commentText(Span{from, end})
	if strings.Contains(text, l.eol) {
		own = append(trailing, own...)
		trailing = nil
	}
	if len(trailing) > 0 {
		text += "  " + strings.Join(trailing, " ")
	}
	for _, c := range own {
		text += l.eol + spaces(col) + c
	}
	if from < n.start() && n.parent.Kind == Sequence && from > 0 && !isBlank(u.text[from-1]) {
		text = " " + text
		from = n.dash() + 1
	}
	return []replacement{{Span{from, end}, text}}
}

// keepFlowComments replaces a flow collection that stands in block context.
func (u *unit) keepFlowComments(n *Node, text string) []replacement {
	from := n.start()
	if strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n") {
		from -= leadingBlank(u.text, from) // the value moves to lines of its own
	}
	out := []replacement{{Span{from, n.end()}, text}}
	trailing, own := u.commentText(Span{n.start(), n.end()})
	if all := append(trailing, own...); len(all) > 0 {
		at := lineEnd(u.text, n.end())
		out = append(out, replacement{Span{at, at}, "  " + strings.Join(all, " ")})
	}
	return out
}

// donorText writes a scalar that replaces a collection. Where the collection
// holds that very value, it is written as it was there.
func (u *unit) donorText(n *Node, v any, flow bool) string {
	asJSON := u.parse().style.json
	s, ok := v.(string)
	if !ok {
		return scalarTextOrFlow(v, flow, asJSON)
	}
	return scalarText(s, n.quotesOf(s), flow, asJSON)
}

func scalarTextOrFlow(v any, flow, asJSON bool) string {
	if isCollection(v) {
		return flowText(v, asJSON)
	}
	return scalarText(v, Plain, flow, asJSON)
}

// commentsIn returns the comments that start in the span.
func (u *unit) commentsIn(s Span) []Comment {
	var out []Comment
	for _, c := range u.parse().comments() {
		if c.Start >= s.Start && c.Start < s.End {
			out = append(out, c)
		}
	}
	return out
}

// commentText returns the texts of the comments in the span, those behind
// values and those on lines of their own.
func (u *unit) commentText(s Span) (trailing, own []string) {
	for _, c := range u.commentsIn(s) {
		text := string(u.text[c.Start:c.End])
		if c.OwnLine {
			own = append(own, text)
		} else {
			trailing = append(trailing, text)
		}
	}
	return trailing, own
}
