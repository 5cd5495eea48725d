package source

import (
	"bytes"
	"strings"
)

// extent returns where a child of a collection starts (its key or its dash)
// and ends.
func (n *Node) extent() (start, end int) {
	if n.parent.Kind == Mapping {
		p := n.parent.pairOf(n)
		return p.Key.props(), max(n.end(), p.colon()+1, p.Key.end())
	}
	if n.parent.Style == Flow {
		return n.props(), n.end()
	}
	return n.dash(), max(n.end(), n.dash()+1)
}

// pairOf returns the pair that holds the value; its key may be no scalar.
func (n *Node) pairOf(value *Node) *Pair {
	for i := range n.Pairs {
		if n.Pairs[i].Value == value {
			return &n.Pairs[i]
		}
	}
	return nil
}

// siblings returns the values of n's parent and n's place among them.
func (n *Node) siblings() (all []*Node, index int) {
	if n.parent.Kind == Sequence {
		return n.parent.Items, n.step().Index
	}
	for i := range n.parent.Pairs {
		v := n.parent.Pairs[i].Value
		if v == n {
			index = i
		}
		all = append(all, v)
	}
	return all, index
}

// remove deletes n and its key. Comments in its lines are kept on lines of
// their own, unless they moved along.
func (u *unit) remove(n *Node, moved bool) ([]replacement, *Refusal) {
	if n.parent == nil {
		return nil, refuse("the whole document cannot be deleted")
	}
	if n.parent.Kind == Mapping && n.parent.pair(n.step().Key).explicit {
		return nil, refuse("the key is written with \"?\"; delete it by hand")
	}
	if n.parent.isCompact() {
		return nil, refuseCompact()
	}
	if hasAnchors(n) && n.Kind != Alias {
		return nil, refuse("there are anchors or aliases in the value; delete it by hand")
	}
	all, i := n.siblings()
	if n.parent.Style == Flow {
		return u.removeFlow(n, all, i), nil
	}
	start, end := n.extent()
	line := lineStart(u.text, start)
	alone := len(bytes.TrimSpace(u.text[line:start])) == 0
	if len(all) == 1 {
		return u.removeLast(n, alone, moved), nil
	}
	if !alone && i+1 < len(all) {
		return u.removeFirst(start, end, all[i+1], moved), nil
	}
	return []replacement{u.removeLines(n, moved)}, nil
}

// removeLines deletes the lines of a child that shares none of them.
func (u *unit) removeLines(n *Node, moved bool) replacement {
	start, end := n.extent()
	l := u.parse().style
	line, stop := lineStart(u.text, start), lineEnd(u.text, end)
	keep := ""
	if !moved {
		trailing, own := u.commentText(Span{start, stop})
		for _, c := range append(trailing, own...) {
			keep += spaces(column(u.text, start)) + c + l.eol
		}
	} else if n.parent.Kind == Mapping {
		if lead := u.leadingComments(n.parent.pair(n.step().Key).Key.props()); len(lead) > 0 {
			line = lineStart(u.text, lead[0].Start)
		}
	}
	next := afterLine(u.text, stop)
	if next == stop && line > 0 { // the last line has no ending: take the one before
		line = lineEnd(u.text, line-1)
		keep = strings.TrimSuffix(keep, l.eol)
		if keep != "" {
			keep = l.eol + keep
		}
	}
	return replacement{Span{line, next}, keep}
}

// removeFirst deletes a child that shares its line with a dash; the next one
// takes its place.
func (u *unit) removeFirst(start, end int, next *Node, moved bool) []replacement {
	l := u.parse().style
	from, _ := next.extent()
	span := Span{start, from}
	if moved {
		span.Start = lineEnd(u.text, end)
	}
	keep := ""
	for _, c := range u.commentsIn(span) {
		keep += string(u.text[c.Start:c.End]) + l.eol + spaces(column(u.text, start))
	}
	return []replacement{{Span{start, from}, keep}}
}

// removeLast deletes the only child of a block collection, which is left as {}
// or [].
func (u *unit) removeLast(n *Node, alone, moved bool) []replacement {
	empty := "{}"
	if n.parent.Kind == Sequence {
		empty = "[]"
	}
	start, end := n.extent()
	owner := n.parent
	at := -1
	if owner.parent != nil && alone {
		at = owner.dash() + 1
		if owner.parent.Kind == Mapping {
			at = owner.parent.pair(owner.step().Key).colon() + 1
		}
		if owner.props() != owner.start() {
			at = -1 // behind an anchor or a tag: leave the place as it is
		}
	}
	if at > 0 && at <= lineStart(u.text, start) {
		return []replacement{{Span{at, at}, " " + empty}, u.removeLines(n, moved)}
	}
	stop := lineEnd(u.text, end)
	if !moved {
		trailing, own := u.commentText(Span{start, stop})
		if all := append(trailing, own...); len(all) > 0 {
			empty += "  " + strings.Join(all, " ")
		}
	}
	return []replacement{{Span{start, stop}, empty}}
}

func (u *unit) removeFlow(n *Node, all []*Node, i int) []replacement {
	start, end := n.extent()
	if i+1 < len(all) {
		return []replacement{u.removeFlowBefore(start, end, all[i+1])}
	}
	comma := skipGap(u.text, end, "")
	trailing := comma < len(u.text) && u.text[comma] == ','
	if i == 0 {
		if trailing {
			return []replacement{{Span{start, end}, ""}, {Span{comma, comma + 1}, ""}}
		}
		return []replacement{{Span{start, end}, ""}}
	}
	_, before := all[i-1].extent()
	if len(u.commentsIn(Span{before, start})) == 0 {
		return []replacement{{Span{before, end}, ""}}
	}
	comma = skipGap(u.text, before, "")
	return []replacement{{Span{comma, comma + 1}, ""}, {Span{start, end}, ""}}
}

// removeFlowBefore deletes a child of a flow collection that has a next one.
func (u *unit) removeFlowBefore(start, end int, next *Node) replacement {
	from, _ := next.extent()
	between := u.text[end:from]
	if bytes.IndexByte(between, '\n') < 0 {
		return replacement{Span{start, from}, ""}
	}
	comma := skipGap(u.text, end, "") + 1
	line, stop := lineStart(u.text, start), lineEnd(u.text, comma)
	if len(bytes.TrimSpace(u.text[line:start])) == 0 && len(bytes.TrimSpace(u.text[comma:stop])) == 0 {
		return replacement{Span{line, afterLine(u.text, stop)}, ""}
	}
	for comma < len(u.text) && isBlank(u.text[comma]) {
		comma++
	}
	return replacement{Span{start, comma}, ""}
}
