package source

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Position is a place in a text as an editor shows it: both numbers count from
// 1, and Column counts Unicode code points. A byte order mark at the start of
// the text is not counted.
type Position struct{ Line, Column int }

// lineIndex maps byte offsets to lines. Lines end with LF or CRLF, as editors,
// git and GitHub count them.
type lineIndex struct {
	text   []byte
	starts []int
	marks  func() []mark
}

// mark tells how many code points stand before an offset of the text.
type mark struct{ offset, count int }

// markStep is how many bytes stand between two marks.
const markStep = 1024

func newLineIndex(text []byte) *lineIndex {
	starts := make([]int, 1, 64)
	for i := afterLine(text, 0); i > 0 && text[i-1] == '\n'; i = afterLine(text, i) {
		if starts = append(starts, i); i == len(text) {
			break
		}
	}
	return &lineIndex{text: text, starts: starts, marks: sync.OnceValue(func() []mark { return newMarks(text) })}
}

func newMarks(text []byte) []mark {
	marks := make([]mark, 1, len(text)/markStep+1)
	count := 0
	for i := 0; i < len(text); count++ {
		if i-marks[len(marks)-1].offset >= markStep {
			marks = append(marks, mark{i, count})
		}
		_, size := utf8.DecodeRune(text[i:])
		i += size
	}
	return marks
}

// count is the number of code points between two offsets of a line. In a long
// line, on which many things may stand, it does not start over for each.
func (x *lineIndex) count(start, offset int) int {
	if offset-start < 4*markStep {
		return utf8.RuneCount(x.text[start:offset])
	}
	return x.before(offset) - x.before(start)
}

// before is the number of code points before an offset.
func (x *lineIndex) before(offset int) int {
	marks := x.marks()
	m := marks[sort.Search(len(marks), func(i int) bool { return marks[i].offset > offset })-1]
	return m.count + utf8.RuneCount(x.text[m.offset:offset])
}

// line returns the 0-based line that holds the offset.
func (x *lineIndex) line(offset int) int {
	return sort.Search(len(x.starts), func(i int) bool { return x.starts[i] > offset }) - 1
}

func (x *lineIndex) position(offset int) Position {
	offset = min(max(offset, 0), len(x.text))
	line := x.line(offset)
	start := x.starts[line]
	if line == 0 && hasBOM(x.text) {
		start = min(len(bom), offset)
	}
	return Position{Line: line + 1, Column: x.count(start, offset) + 1}
}

// lineSpan returns the bytes of a 0-based line without its line ending.
func (x *lineIndex) lineSpan(line int) Span {
	start, end := x.starts[line], len(x.text)
	if line+1 < len(x.starts) {
		end = x.starts[line+1] - 1
	}
	if end > start && x.text[end-1] == '\r' {
		end--
	}
	return Span{start, end}
}

const bom = "\ufeff"

func hasBOM(text []byte) bool { return len(text) >= 3 && string(text[:3]) == bom }

// markLines returns the offset at which each line starts as the YAML parser
// counts lines. YAML 1.1 also breaks lines at CR, NEL, LS and PS.
// https://yaml.org/spec/1.1/#b-char
func markLines(text []byte) []int {
	starts := make([]int, 1, 64)
	for i := 0; i < len(text); {
		n := breakLen(text, i)
		if n == 0 {
			i++
			continue
		}
		i += n
		starts = append(starts, i)
	}
	return starts
}

// breakLen returns the length of the YAML line break at i, or 0.
func breakLen(text []byte, i int) int {
	switch text[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(text) && text[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if i+1 < len(text) && text[i+1] == 0x85 {
			return 2
		}
	case 0xE2:
		if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xA8 || text[i+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// oddBreaks reports whether YAML breaks lines in the text where editors do not.
func oddBreaks(text []byte) bool {
	if bytes.IndexByte(text, '\r') < 0 && bytes.IndexByte(text, 0xC2) < 0 && bytes.IndexByte(text, 0xE2) < 0 {
		return false // as nearly all texts
	}
	for i := range text {
		switch text[i] {
		case '\r', 0xC2, 0xE2:
			if n := breakLen(text, i); n > 0 && text[i+n-1] != '\n' {
				return true
			}
		}
	}
	return false
}

// lineStart returns the offset of the first byte of the line that holds i.
func lineStart(text []byte, i int) int { return bytes.LastIndexByte(text[:i], '\n') + 1 }

// lineEnd returns the offset of the line ending (or the end of the text) at or
// after i.
func lineEnd(text []byte, i int) int {
	i = min(i, len(text))
	n := bytes.IndexByte(text[i:], '\n')
	if n < 0 {
		return len(text)
	}
	if i += n; i > 0 && text[i-1] == '\r' {
		i--
	}
	return i
}

// afterLine returns the offset behind the line ending at or after i.
func afterLine(text []byte, i int) int {
	i = min(i, len(text))
	if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(text)
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

func isSpace(b byte) bool { return isBlank(b) || b == '\n' || b == '\r' }
