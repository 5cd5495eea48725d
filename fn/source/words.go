package source

import "slices"

// setWords exchanges the words of a block scalar that differ, so that a file
// held in a ConfigMap keeps its lines when a name in it changes. It reports
// false where the new value differs in more than words of the old one.
func (u *unit) setWords(n *Node, value string) ([]replacement, bool) {
	was, wasGaps := splitWords(n.Value)
	now, nowGaps := splitWords(value)
	start := afterLine(u.text, n.start())
	if start > n.end() || !slices.Equal(wasGaps, nowGaps) {
		return nil, false
	}
	// Folding changes white space alone: the text holds the words of the value.
	written := wordSpans(string(u.text[start:n.end()]))
	if len(written) != len(was) {
		return nil, false
	}
	var out []replacement
	for i, w := range written {
		if was[i] == now[i] {
			continue
		}
		if !isPrintable(now[i]) {
			return nil, false // needs an escape, which a block has not
		}
		out = append(out, replacement{Span{start + w.Start, start + w.End}, now[i]})
	}
	return out, true
}

// splitWords returns the words of a text and the white space around them.
func splitWords(s string) (words, gaps []string) {
	pos := 0
	for _, w := range wordSpans(s) {
		gaps = append(gaps, s[pos:w.Start])
		words = append(words, s[w.Start:w.End])
		pos = w.End
	}
	return words, append(gaps, s[pos:])
}

func wordSpans(s string) []Span {
	var out []Span
	start := -1
	for i := 0; i < len(s); i++ {
		switch space := isSpace(s[i]); {
		case space && start >= 0:
			out, start = append(out, Span{start, i}), -1
		case !space && start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, Span{start, len(s)})
	}
	return out
}
