package source

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// textOffsets returns, for each byte of a string and for its end, the offset at
// which it is written; nil where that is not told: for a folded scalar and for
// quotes over several lines, in which white space stands for other white space.
func textOffsets(text []byte, n *Node) []int {
	switch n.Style {
	case Literal:
		return literalOffsets(text, n)
	case SingleQuoted, DoubleQuoted:
		if bytes.IndexByte(text[n.start():n.end()], '\n') < 0 {
			return quotedOffsets(text, n)
		}
	}
	return nil
}

// literalOffsets takes the content line by line: what a line of the text has
// more than the line of the value is its indentation.
func literalOffsets(text []byte, n *Node) []int {
	at := make([]int, 0, len(n.Value)+1)
	pos, end := afterLine(text, n.start()), n.start()
	for _, line := range strings.SplitAfter(n.Value, "\n") {
		if line == "" {
			break
		}
		body := strings.TrimSuffix(line, "\n")
		end = lineEnd(text, pos)
		from := end - len(body)
		if from < pos || string(text[from:end]) != body || len(bytes.Trim(text[pos:from], " ")) > 0 {
			return nil
		}
		for i := range len(line) {
			at = append(at, from+i)
		}
		pos = afterLine(text, pos)
	}
	return append(at, end)
}

// quotedOffsets decodes what stands between the quotes.
func quotedOffsets(text []byte, n *Node) []int {
	at := make([]int, 0, len(n.Value)+1)
	var value []byte
	for i := n.start() + 1; i < n.end()-1; {
		s, size := string(text[i:i+1]), 1
		switch {
		case n.Style == SingleQuoted && text[i] == '\'':
			size = 2
		case n.Style == DoubleQuoted && text[i] == '\\':
			s, size = unescape(text[i+1 : n.end()-1])
		}
		for range len(s) {
			at = append(at, i)
		}
		value = append(value, s...)
		i += size
	}
	if string(value) != n.Value {
		return nil
	}
	return append(at, n.end()-1)
}

// escapes are the escapes of one letter.
// https://yaml.org/spec/1.2.2/#57-escaped-characters
var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// unescape returns what the escape stands for whose backslash is followed by
// the text, and the number of bytes it takes, the backslash among them.
func unescape(text []byte) (string, int) {
	if len(text) == 0 {
		return "", 1
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[0]]
	if digits == 0 {
		return escapes[text[0]], 2
	}
	code, err := strconv.ParseUint(string(text[1:min(1+digits, len(text))]), 16, 32)
	if err != nil {
		return "", 2
	}
	return string(rune(code)), 2 + digits
}

// rewrite gives a string another text. It exchanges the lines of a literal
// block that differ, or what differs between quotes.
func (u *unit) rewrite(n *Node, text string) ([]replacement, *Refusal) {
	at := textOffsets(u.text, n)
	switch {
	case text == n.Value:
		return nil, nil
	case strings.TrimSuffix(text, "\n") == strings.TrimSuffix(n.Value, "\n"):
		return nil, refuse("the repair would change nothing but the end of the text")
	case at == nil:
		return nil, &Refusal{Message: "the text is not written as a literal block (|); edit it by hand", At: n}
	case n.Style == Literal:
		return u.rewriteLines(n, at, text), nil
	}
	head, tail := commonEnds(n.Value, text)
	body, ok := quotedBody(text[head:len(text)-tail], n.Style)
	if !ok {
		return nil, &Refusal{Message: "single quotes cannot hold the new text; edit it by hand", At: n}
	}
	return []replacement{{Span{at[head], at[len(n.Value)-tail]}, body}}, nil
}

// commonEnds returns how many bytes two strings share at the start and at the
// end, whole characters only.
func commonEnds(a, b string) (head, tail int) {
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	for head > 0 && (head < len(a) && !utf8.RuneStart(a[head]) || head < len(b) && !utf8.RuneStart(b[head])) {
		head--
	}
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for tail > 0 && !utf8.RuneStart(a[len(a)-tail]) {
		tail--
	}
	return head, tail
}

// quotedBody writes a text as it stands between quotes.
func quotedBody(text string, style Style) (string, bool) {
	if style == SingleQuoted {
		return strings.ReplaceAll(text, "'", "''"), isPrintable(text)
	}
	quoted := doubleQuoted(text)
	return quoted[1 : len(quoted)-1], utf8.ValidString(text)
}

// rewriteLines exchanges the lines of a literal block that differ.
func (u *unit) rewriteLines(n *Node, at []int, text string) []replacement {
	was, now := blockLines(n.Value), blockLines(text)
	head := 0
	for head < min(len(was), len(now)) && was[head] == now[head] {
		head++
	}
	tail := 0
	for tail < min(len(was), len(now))-head && was[len(was)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	starts := lineOffsets(was)
	place := func(line int) int { return lineStart(u.text, at[starts[line]]) }
	indent, eol := blockIndent(u.text, was, starts, at), u.parse().style.eol
	var b strings.Builder
	for _, line := range now[head : len(now)-tail] {
		if line != "" {
			line = indent + line
		}
		b.WriteString(line + eol)
	}
	if last := len(was) - tail; last < len(was) {
		return []replacement{{Span{place(head), place(last)}, b.String()}}
	}
	// Up to the end of the block, whose last line may end with the file.
	from, lines := afterLine(u.text, n.start()), b.String()
	if head > 0 {
		from = lineEnd(u.text, at[starts[head-1]])
		lines = strings.TrimSuffix(eol+lines, eol)
	} else {
		lines = strings.TrimSuffix(lines, eol)
	}
	return []replacement{{Span{from, lineEnd(u.text, at[len(at)-1])}, lines}}
}

// blockLines returns the lines of a text without their endings.
func blockLines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

// lineOffsets returns where each line starts.
func lineOffsets(lines []string) []int {
	out, pos := make([]int, len(lines)), 0
	for i, l := range lines {
		out[i] = pos
		pos += len(l) + 1
	}
	return out
}

// blockIndent returns what stands before the content of a literal block's
// lines.
func blockIndent(text []byte, lines []string, starts, at []int) string {
	for i, l := range lines {
		if strings.TrimSpace(l) != "" {
			from := at[starts[i]]
			return spaces(from - lineStart(text, from))
		}
	}
	return ""
}
