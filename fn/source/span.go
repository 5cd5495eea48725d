package source

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// isEmpty reports whether the node is a scalar that has no characters of its
// own, as the value of "key:".
func (n *Node) isEmpty() bool {
	return n.Kind == Scalar && n.off.start == n.off.end && n.Style == Plain
}

// scalar sets what n is and where it ends.
func (c *converter) scalar(n *Node, y *yaml.Node, indent int) {
	text := c.unit.text
	n.Kind, n.Value, n.Tag = Scalar, y.Value, scalarTag(y)
	start := n.start()
	end := start
	switch {
	case start >= len(text):
		start, end = len(text), len(text)
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.Style = DoubleQuoted
		end = endDoubleQuoted(text, start)
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.Style = SingleQuoted
		end = endSingleQuoted(text, start)
	case y.Style&yaml.FoldedStyle != 0:
		n.Style = Folded
		_, end = endBlockScalar(text, start, indent)
	case y.Style&yaml.LiteralStyle != 0:
		n.Style = Literal
		_, end = endBlockScalar(text, start, indent)
	case y.Value == "":
		start = trimProps(text, n.props(), start)
		end = start
	default:
		var ok bool
		if end, ok = endPlain(text, start, y.Value); !ok {
			n.spans(start, end)
			c.distrust(n, "a plain scalar")
		}
	}
	n.spans(start, end)
}

func scalarTag(y *yaml.Node) Tag {
	switch y.Tag {
	case "!!str", "!!timestamp", "!!binary":
		return Str
	case "!!int":
		return Int
	case "!!float":
		return Float
	case "!!bool":
		return Bool
	case "!!null":
		return Null
	case "!!merge":
		return Merge
	}
	return OtherTag
}

func endDoubleQuoted(text []byte, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func endSingleQuoted(text []byte, i int) int {
	for i++; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}

// endPlain returns the end of the plain scalar at i, found by matching the
// decoded value: folding changes nothing but white space.
func endPlain(text []byte, i int, value string) (end int, ok bool) {
	end = i
	v := []byte(value)
	for j := 0; j < len(v); {
		if n := spaceLen(v, j); n > 0 {
			j += n
			continue
		}
		for i < len(text) && spaceLen(text, i) > 0 {
			i += spaceLen(text, i)
		}
		if i >= len(text) || text[i] != v[j] {
			return end, false
		}
		i, j = i+1, j+1
		end = i
	}
	return end, true
}

func spaceLen(text []byte, i int) int {
	if isBlank(text[i]) {
		return 1
	}
	return breakLen(text, i)
}

// endBlockScalar returns where the content of the block scalar at i starts and
// where it ends: behind its last character, the final line ending left out.
// indent is the column of the block collection around it, -1 at the root.
// https://yaml.org/spec/1.2.2/#81-block-scalar-styles
func endBlockScalar(text []byte, i, indent int) (content, end int) {
	end = lineEnd(text, i)
	header := text[i:end]
	content = afterLine(text, i)
	width := -1 // indentation of the content
	keep := false
	for _, b := range header[1:] {
		if b >= '1' && b <= '9' {
			width = max(indent, 0) + int(b-'0')
		} else if b == '+' {
			keep = true
		} else if b != '-' {
			break
		}
	}
	end = i + len(bytes.TrimRight(header, " \t"))
	if j := bytes.IndexByte(header, '#'); j >= 0 {
		end = i + len(bytes.TrimRight(header[:j], " \t"))
	}
	for pos := content; pos < len(text); pos = afterLine(text, pos) {
		stop := lineEnd(text, pos)
		spaces := leadingSpaces(text[pos:stop])
		if pos+spaces == stop && (width < 0 || spaces <= width) {
			if keep {
				end = stop
			}
			continue
		}
		if width < 0 {
			width = max(spaces, 1)
			if spaces <= indent {
				break
			}
		}
		if spaces < width {
			break
		}
		end = stop
	}
	return content, end
}

func leadingSpaces(line []byte) int {
	n := 0
	for n < len(line) && line[n] == ' ' {
		n++
	}
	return n
}

// skipProps returns the offset behind the anchor and the tag at i, and the
// white space and comments after them.
func skipProps(text []byte, i int) int {
	for i < len(text) && (text[i] == '&' || text[i] == '!') {
		for i < len(text) && !isSpace(text[i]) && text[i] != ',' && text[i] != ']' && text[i] != '}' {
			i++
		}
		i = skipGap(text, i, "")
	}
	return i
}

// trimProps moves back from i over white space and comments to the end of the
// properties that start at props.
func trimProps(text []byte, props, i int) int {
	end := props
	for j := props; j < i && (text[j] == '&' || text[j] == '!'); {
		for j < len(text) && !isSpace(text[j]) && text[j] != ',' && text[j] != ']' && text[j] != '}' {
			j++
		}
		end = j
		j = skipGap(text, j, "")
	}
	if end == props {
		return i
	}
	return end
}

// skipGap returns the offset of the first byte at or after i that is not white
// space, a comment or one of the given indicators.
func skipGap(text []byte, i int, indicators string) int {
	for i < len(text) {
		switch b := text[i]; {
		case spaceLen(text, i) > 0:
			i += spaceLen(text, i)
		case b == '#' && startsComment(text, i):
			i = lineEnd(text, i)
		case bytes.IndexByte([]byte(indicators), b) >= 0:
			i++
		default:
			return i
		}
	}
	return i
}

// findColon returns the offset of the ":" behind a key that ends at i, or -1.
func findColon(text []byte, i int) int {
	i = skipGap(text, i, "")
	if i < len(text) && text[i] == ':' {
		return i
	}
	return -1
}

// isExplicit reports whether the key at i is written with "?".
func isExplicit(text []byte, i int) bool {
	for i--; i >= 0 && isSpace(text[i]); i-- {
	}
	return i >= 0 && text[i] == '?' && (i == 0 || isSpace(text[i-1]) || text[i-1] == '{' || text[i-1] == ',' || text[i-1] == '[' || text[i-1] == '-')
}
