package diff

import "strings"

// Replacement exchanges the bytes from Start to End of the old text.
type Replacement struct {
	Start, End int
	Text       string
}

// Text returns the replacements that turn one text into another, in order; no
// two of them touch. Each holds whole words, so that it can be read by itself:
// a word ends at white space, and at the marks of YAML's flow style.
func Text(old, new []byte) []Replacement {
	a, b := Split(old), Split(new)
	var out []Replacement
	offset, line := 0, 0
	for _, c := range Lines(a, b) {
		offset += size(a[line:c.A0])
		line = c.A0
		r := trim(strings.Join(a[c.A0:c.A1], ""), strings.Join(b[c.B0:c.B1], ""))
		r.Start, r.End = r.Start+offset, r.End+offset
		out = append(out, r)
	}
	return out
}

func size(lines []string) int {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// trim leaves out of a replacement of all of a by b the words at both ends that
// stay.
func trim(a, b string) Replacement {
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for from > 0 && !between(a, from) || from > 0 && !between(b, from) {
		from--
	}
	to := 0
	for to < min(len(a), len(b))-from && a[len(a)-1-to] == b[len(b)-1-to] {
		to++
	}
	for to > 0 && !between(a, len(a)-to) || to > 0 && !between(b, len(b)-to) {
		to--
	}
	return Replacement{from, len(a) - to, b[from : len(b)-to]}
}

// between reports whether no word, and no line ending of two bytes, spans the
// two sides of a place in a text.
func between(s string, i int) bool {
	if i == 0 || i == len(s) {
		return true
	}
	if s[i-1] == '\r' && s[i] == '\n' {
		return false
	}
	return endsWord(s[i-1]) || endsWord(s[i])
}

func endsWord(b byte) bool { return strings.IndexByte(" \t\r\n{}[],", b) >= 0 }
