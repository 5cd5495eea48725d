package source

// quoted is a string that is to be written in a certain style.
type quoted struct {
	text  string
	style Style
}

// quotedLike gives a string, or the strings of a list, the quotes that stand
// in like: its own where it is a scalar, and where it is a collection those of
// the scalar in it with the same value.
func quotedLike(v any, like *Node) any {
	switch v := v.(type) {
	case string:
		return quoted{v, like.quotesOf(v)}
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = quotedLike(item, like)
		}
		return out
	}
	return v
}

// quotesOf returns the quotes that s is to be written in when it takes the
// place of n.
func (n *Node) quotesOf(s string) Style {
	style := Plain
	n.Walk(func(m *Node) bool {
		if m.Kind == Scalar && (m == n || m.Value == s) && (m.Style == SingleQuoted || m.Style == DoubleQuoted) {
			style = m.Style
		}
		return true
	})
	return style
}
