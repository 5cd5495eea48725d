package source

import (
	"bytes"
)

// splitDocuments cuts a stream at its document markers. A marker at the start
// of a line always ends what came before, even inside a quoted scalar, so the
// cut needs no parsing. The spans cover the text without gaps; comments and
// directives before a document belong to it.
// https://yaml.org/spec/1.2.2/#rule-c-forbidden
func splitDocuments(text []byte) []Span {
	var out []Span
	start, open := 0, false // open: the current span holds "---" or content
	markers := newMarkers(text)
	for pos := 0; pos < len(text); {
		if open {
			if pos = markers.next(pos); pos == len(text) {
				break
			}
		}
		next := afterLine(text, pos)
		line := text[pos:next]
		switch {
		case isMarker(line, "---"):
			if open {
				out = append(out, Span{start, pos})
				start = pos
			}
			open = true
		case isMarker(line, "..."):
			out = append(out, Span{start, next})
			start, open = next, false
		case !open && !isPrologue(line):
			open = true
		}
		pos = next
	}
	if start < len(text) || len(out) == 0 {
		out = append(out, Span{start, len(text)})
	}
	return out
}

// markers finds lines that may start with a document marker.
type markers struct {
	text []byte
	kind [3]struct {
		after []byte // the line ending and what follows it
		at    int    // the next one
	}
}

func newMarkers(text []byte) *markers {
	m := &markers{text: text}
	for i, word := range []string{"\n---", "\n...", "\n" + bom} {
		m.kind[i].after, m.kind[i].at = []byte(word), -1
	}
	return m
}

// next returns the start of the first such line at or after pos, the start of a
// line, or the end of the text.
func (m *markers) next(pos int) int {
	best := len(m.text)
	for i := range m.kind {
		k := &m.kind[i]
		if bytes.HasPrefix(m.text[pos:], k.after[1:]) {
			return pos
		}
		if k.at < pos {
			k.at = len(m.text)
			if j := bytes.Index(m.text[pos:], k.after); j >= 0 {
				k.at = pos + j + 1
			}
		}
		best = min(best, k.at)
	}
	return best
}

// isMarker reports whether the line starts with a document marker.
func isMarker(line []byte, marker string) bool {
	if hasBOM(line) {
		line = line[len(bom):]
	}
	return bytes.HasPrefix(line, []byte(marker)) && (len(line) == 3 || isSpace(line[3]))
}

// isPrologue reports whether the line may stand before the "---" of the
// document it belongs to.
func isPrologue(line []byte) bool {
	if hasBOM(line) {
		line = line[len(bom):]
	}
	t := bytes.TrimSpace(line)
	return len(t) == 0 || t[0] == '#' || line[0] == '%'
}

// List is where the items of a list stand in its text.
type List struct {
	// Items are the bytes of the items, dashes included, without gaps between
	// them. What stands before the first and behind the last is not items.
	Items []Span
}

// SplitList finds the items of a List or ResourceList without parsing it. It
// answers only for the style that hosts and kubectl write: block style, an
// "items:" key alone on its line, every item starting with "- " at one column.
// Anything else, an anchor or an alias that could reach over items among it, is
// left to a full parse (ok is false).
func SplitList(text []byte) (l List, ok bool) {
	if !looksLikeList(text) {
		return l, false
	}
	if id, known := peek(text); !known || !isListKind(id.Kind) {
		return l, false
	}
	start := itemsStart(text)
	if start < 0 {
		return l, false
	}
	column := -1
	for pos := start; pos < len(text); {
		next := afterLine(text, pos)
		if column >= 0 && isDeeper(text[pos:], column) {
			pos = next // in an item, as nearly all lines are
			continue
		}
		line := text[pos:next]
		indent := leadingSpaces(line)
		rest := bytes.TrimRight(line[indent:], " \t\r\n")
		switch {
		case len(rest) == 0 || rest[0] == '#':
			if column < 0 && len(rest) > 0 {
				return l, false // a comment before the first item
			}
		case rest[0] == '-' && (column < 0 || indent == column) && itemLine(rest):
			column = indent
			l.Items = closeItem(l.Items, pos)
			l.Items = append(l.Items, Span{pos, pos})
		case column >= 0 && indent > column:
		case column >= 0 && indent == 0 && topLevelKey(rest):
			l.Items = closeItem(l.Items, pos)
			return l, len(l.Items) > 0 && !crossesItems(text)
		default:
			return List{}, false
		}
		pos = next
	}
	l.Items = closeItem(l.Items, len(text))
	return l, len(l.Items) > 0 && !crossesItems(text)
}

// isDeeper reports whether the line is indented by more than the column.
func isDeeper(line []byte, column int) bool {
	for i := range column + 1 {
		if i >= len(line) || line[i] != ' ' {
			return false
		}
	}
	return true
}

func closeItem(items []Span, end int) []Span {
	if len(items) > 0 {
		items[len(items)-1].End = end
	}
	return items
}

// itemLine reports whether the line can start an item that is an object.
func itemLine(rest []byte) bool {
	t := bytes.TrimLeft(rest[1:], " ")
	if len(rest) > 1 && rest[1] != ' ' {
		return false
	}
	return len(t) == 0 || t[0] == '#' || topLevelKey(t)
}

// topLevelKey reports whether the line starts with a plain key.
func topLevelKey(line []byte) bool {
	for i, b := range line {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '_', b == '-', b == '.', b == '/':
		case b == ':':
			return i > 0 && (i+1 == len(line) || isBlank(line[i+1]))
		default:
			return false
		}
	}
	return false
}

// crossesItems reports whether an anchor might be used from another item, or
// from what stands beside the items. "*" and "&" also occur in plain text, so
// this errs on the side of parsing.
func crossesItems(text []byte) bool { return mayHold(text, '&') && mayHold(text, '*') }

// mayHold reports whether the indicator stands where a YAML value can start.
func mayHold(text []byte, indicator byte) bool {
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], indicator)
		if j < 0 {
			return false
		}
		i += j
		if i > 0 && isSpace(text[i-1]) && i+1 < len(text) && !isSpace(text[i+1]) {
			return true
		}
	}
}

// itemsStart returns the offset of the line behind "items:", or -1.
func itemsStart(text []byte) int {
	key := []byte("items:")
	for i := 0; ; {
		j := bytes.Index(text[i:], key)
		if j < 0 {
			return -1
		}
		i += j
		next := afterLine(text, i)
		if (i == 0 || text[i-1] == '\n') && len(bytes.TrimSpace(text[i+len(key):next])) == 0 {
			return next
		}
		i += len(key)
	}
}

// looksLikeList is a quick look for the kinds that hold other objects.
func looksLikeList(text []byte) bool {
	return bytes.Contains(text, []byte("items")) && bytes.Contains(text, []byte("List")) && bytes.Contains(text, []byte("kind"))
}

// isListKind reports whether a kind is that of a list: List, ResourceList, or
// a typed list such as HTTPRouteList, as kubectl get -o yaml writes them.
func isListKind(kind string) bool { return len(kind) >= 4 && kind[len(kind)-4:] == "List" }
