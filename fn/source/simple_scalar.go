package source

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// keyEnd returns the offset behind the key at i, where it is one that simple
// reads and a colon follows; -1 otherwise.
func (s *simple) keyEnd(i int) int {
	end := -1
	switch b := s.text[i]; {
	case b == '"' || b == '\'':
		end = s.quoteEnd(i)
	case isWordStart(b):
		for end = i + 1; end < len(s.text) && isWord(s.text[end]); end++ {
		}
	}
	if end < 0 || end >= len(s.text) || s.text[end] != ':' || end-i > maxSimpleKey {
		return -1
	}
	if end+1 < len(s.text) && s.text[end+1] != ' ' && s.text[end+1] != '\n' {
		return -1
	}
	return end
}

// maxSimpleKey is well below the length up to which the parser takes keys that
// are not marked with "?".
const maxSimpleKey = 256

func (s *simple) isKey(i int) bool { return s.keyEnd(i) >= 0 }

// key reads the key at i. It returns it with the offset of its colon.
func (s *simple) key(i int) (*Node, int) {
	end := s.keyEnd(i)
	if end < 0 {
		return nil, 0
	}
	if s.text[i] == '"' || s.text[i] == '\'' {
		return s.quoted(i, end), end
	}
	return s.word(i, end), end
}

// isWordStart and isWord tell the characters of words that mean nothing else to
// YAML, inside brackets either.
func isWordStart(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '.' || b == '/'
}

func isWord(b byte) bool { return isWordStart(b) || b == '-' || b == '$' || b == '+' || b == '@' }

// quoteEnd returns the offset behind the quoted scalar at i where it ends on its
// line and holds no escape; -1 otherwise.
func (s *simple) quoteEnd(i int) int {
	quote := s.text[i]
	for j := i + 1; j < len(s.text); j++ {
		switch b := s.text[j]; {
		case b == '\n' || b == '\\' && quote == '"':
			return -1
		case b == quote && j+1 < len(s.text) && s.text[j+1] == quote:
			return -1
		case b == quote:
			return j + 1
		}
	}
	return -1
}

func (s *simple) quoted(i, end int) *Node {
	n := s.node(Scalar, i)
	n.Tag, n.Style, n.Value = Str, DoubleQuoted, s.str[i+1:end-1]
	if s.text[i] == '\'' {
		n.Style = SingleQuoted
	}
	n.off.end = int32(end)
	return n
}

// word is a plain scalar.
func (s *simple) word(i, end int) *Node {
	n := s.node(Scalar, i)
	n.Value = s.str[i:end]
	n.Tag = plainTag(n.Value)
	n.off.end = int32(end)
	return n
}

// inline reads the value at i, behind a key or a dash of the collection at a
// column, and goes on to the next line.
func (s *simple) inline(i, column int) *Node {
	var n *Node
	switch s.text[i] {
	case '"', '\'':
		if end := s.quoteEnd(i); end >= 0 {
			n = s.quoted(i, end)
		}
	case '[', '{':
		n = s.flow(i)
	case '|':
		return s.literal(i, column)
	default:
		n = s.plainLine(i)
	}
	if n == nil {
		return nil
	}
	after := s.blankTo(n.end())
	if after < 0 {
		return nil
	}
	s.next(after)
	return n
}

// plainLine reads a plain scalar up to the end of the line or a comment.
func (s *simple) plainLine(i int) *Node {
	if bytes.IndexByte([]byte("-?:,[]{}#&*!|>'\"%@`"), s.text[i]) >= 0 && !s.isNegative(i) {
		return nil
	}
	end := i
	for j := i; j < len(s.text) && s.text[j] != '\n'; j++ {
		switch b := s.text[j]; {
		case b == ':' && (j+1 == len(s.text) || s.text[j+1] == ' ' || s.text[j+1] == '\n'):
			return nil
		case b == '#' && s.text[j-1] == ' ':
			return s.word(i, end)
		case b != ' ':
			end = j + 1
		}
	}
	return s.word(i, end)
}

// isNegative reports a dash that starts a word, such as -5.
func (s *simple) isNegative(i int) bool {
	return s.text[i] == '-' && i+1 < len(s.text) && isWordStart(s.text[i+1])
}

// literal reads a literal block without an indicator of its indentation.
// https://yaml.org/spec/1.2.2/#812-literal-style
func (s *simple) literal(i, column int) *Node {
	n := s.node(Scalar, i)
	n.Tag, n.Style = Str, Literal
	header := i + 1
	chomp := byte(0)
	if header < len(s.text) && (s.text[header] == '-' || s.text[header] == '+') {
		chomp = s.text[header]
		header++
	}
	pos := s.blankTo(header)
	if pos < 0 || s.text[len(s.text)-1] != '\n' {
		return nil
	}
	blank := pos
	for pos < len(s.text) && s.text[pos] == '\n' {
		pos++
	}
	width := leadingSpaces(s.text[pos:])
	if pos+width >= len(s.text) || s.text[pos+width] == '\n' || width <= column {
		return nil
	}
	var end int
	n.Value, end = s.literalText(pos, width, pos-blank, chomp)
	_, stop := endBlockScalar(s.text, i, column)
	n.off.end = int32(stop)
	s.next(end)
	return n
}

// literalText returns the text of the literal block whose first line is at pos,
// behind some blank ones, and the offset of the first line after it.
func (s *simple) literalText(pos, width, blank int, chomp byte) (string, int) {
	var b strings.Builder
	for pos < len(s.text) {
		next := s.lineAfter(pos)
		spaces := leadingSpaces(s.text[pos:min(next, pos+width)])
		switch {
		case pos+spaces+1 == next: // at most width spaces
			blank++
			pos = next
			continue
		case spaces < width:
			return b.String() + chomped(blank, chomp), pos
		}
		for ; blank > 0; blank-- {
			b.WriteByte('\n')
		}
		b.WriteString(s.str[pos+width : next-1])
		blank = 1
		pos = next
	}
	return b.String() + chomped(blank, chomp), pos
}

// chomped returns the line endings at the end of a block, of which there are n.
func chomped(n int, chomp byte) string {
	switch chomp {
	case '-':
		return ""
	case '+':
		return strings.Repeat("\n", n)
	}
	return "\n"
}

// plainTag returns the type of a plain scalar, as the parser resolves it.
func plainTag(v string) Tag {
	switch b := v[0]; {
	case b >= '0' && b <= '9', b == '-', b == '+':
		return numberTag(v)
	case b == '.':
		switch v {
		case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF":
			return Float
		}
		if _, err := strconv.ParseFloat(v, 64); err == nil {
			return Float
		}
		return Str
	}
	switch v {
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	case "~", "null", "Null", "NULL":
		return Null
	case "<<":
		return Merge
	}
	return Str
}

// numberTag returns the type of a plain scalar that starts like a number.
func numberTag(v string) Tag {
	if strings.Trim(v, "0123456789abcdefABCDEFxXoOpP_+-.inIN") != "" {
		return Str
	}
	switch v {
	case "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
		return Float
	}
	v = strings.ReplaceAll(v, "_", "")
	if isInt(v, 0) {
		return Int
	}
	if floatPattern().MatchString(v) {
		if _, err := strconv.ParseFloat(v, 64); err == nil {
			return Float
		}
	}
	for prefix, base := range map[string]int{"0b": 2, "0o": 8} {
		if digits, ok := strings.CutPrefix(v, prefix); ok && isInt(digits, base) {
			return Int
		}
		if digits, ok := strings.CutPrefix(v, "-"+prefix); ok {
			if _, err := strconv.ParseInt("-"+digits, base, 64); err == nil {
				return Int
			}
		}
	}
	return Str
}

func isInt(v string, base int) bool {
	if _, err := strconv.ParseInt(v, base, 64); err == nil {
		return true
	}
	_, err := strconv.ParseUint(v, base, 64)
	return err == nil
}

var floatPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
})
