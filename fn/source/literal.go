package source

import "strings"

// setLines replaces the lines of a literal block scalar that differ, so that a
// script or a file kept in a manifest stays a block. It answers nil where the
// new value is no string of as many lines, which needs the scalar written anew.
func (u *unit) setLines(n *Node, v any) []replacement {
	s, ok := v.(string)
	if !ok || n.Style != Literal {
		return nil
	}
	before, after := strings.Split(n.Value, "\n"), strings.Split(s, "\n")
	if len(before) != len(after) {
		return nil
	}
	var out []replacement
	pos := afterLine(u.text, n.start)
	for i := range before {
		stop := lineEnd(u.text, pos)
		if before[i] != after[i] {
			start := stop - len(before[i])
			if start < pos || string(u.text[start:stop]) != before[i] || !fitsLine(before[i], after[i]) {
				return nil
			}
			out = append(out, replacement{Span{start, stop}, after[i]})
		}
		pos = afterLine(u.text, pos)
	}
	return out
}

// fitsLine reports whether a line of a literal block can become another one
// where it stands: the indentation stays, and nothing needs an escape.
func fitsLine(before, after string) bool {
	text := strings.TrimLeft(after, " \t")
	return before != "" && text != "" && isPrintable(strings.ReplaceAll(text, "\t", " ")) &&
		before[:len(before)-len(strings.TrimLeft(before, " \t"))] == after[:len(after)-len(text)]
}
