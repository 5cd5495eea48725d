package source

import "bytes"

// Peek is what can be told of a document without parsing it.
type Peek struct {
	APIVersion, Kind string
}

// Peek reads apiVersion and kind from the lines of the document. It answers
// only for the plain block style; ok is false where only parsing can tell.
func (d *Doc) Peek() (p Peek, ok bool) {
	if d.unit.shape == list {
		return p, false
	}
	return peek(d.unit.text)
}

func peek(text []byte) (p Peek, ok bool) {
	if oddBreaks(text) {
		return p, false // a key may stand in the middle of what looks like a line
	}
	column, value := -1, false
	for pos := 0; pos < len(text); {
		next := afterLine(text, pos)
		if column >= 0 && isDeeper(text[pos:], column) {
			if value {
				return p, false // apiVersion or kind goes on there
			}
			pos = next // below a key, as nearly all lines are
			continue
		}
		line := bytes.TrimRight(text[pos:next], " \t\r\n")
		pos = next
		key, indent, skip := rootKey(line, column)
		if skip {
			continue
		}
		if column < 0 {
			if column = indent; !topLevelKey(key) {
				return p, false
			}
		}
		value = true
		switch {
		case bytes.HasPrefix(key, []byte("kind:")):
			ok = takeValue(&p.Kind, key[len("kind:"):])
		case bytes.HasPrefix(key, []byte("apiVersion:")):
			ok = takeValue(&p.APIVersion, key[len("apiVersion:"):])
		default:
			ok, value = key[0] != '\t', false // a tab may stand in front of what goes on
		}
		if !ok {
			return p, false
		}
	}
	return p, p.Kind != ""
}

// rootKey returns the part of a line that may be a key of the root mapping,
// and its column. Lines that hold none are skipped.
func rootKey(line []byte, column int) (key []byte, indent int, skip bool) {
	if hasBOM(line) {
		line = line[len(bom):]
	}
	indent = leadingSpaces(line)
	key = line[indent:]
	if column < 0 && len(key) > 0 && key[0] == '-' && (len(key) == 1 || key[1] == ' ') {
		inner := bytes.TrimLeft(key[1:], " ")
		indent += len(key) - len(inner)
		key = inner
	}
	if len(key) == 0 || key[0] == '#' || key[0] == '%' || isMarker(line, "---") || isMarker(line, "...") {
		return nil, 0, true
	}
	return key, indent, column >= 0 && indent != column
}

// takeValue stores a scalar that is written on one line without escapes. It
// reports false for anything else, a second value among it.
func takeValue(to *string, text []byte) bool {
	v := bytes.TrimLeft(text, " \t")
	if i := bytes.Index(v, []byte(" #")); i >= 0 {
		v = bytes.TrimRight(v[:i], " \t")
	}
	if *to != "" || len(v) == 0 {
		return false
	}
	switch v[0] {
	case '"', '\'':
		if len(v) < 2 || v[len(v)-1] != v[0] || bytes.IndexByte(v, '\\') >= 0 || bytes.Count(v, v[:1]) != 2 {
			return false
		}
		v = v[1 : len(v)-1]
	case '&', '*', '!', '|', '>', '{', '[', '#', '?', '@', '`', '%':
		return false
	}
	*to = string(v)
	return *to != ""
}
