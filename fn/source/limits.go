package source

import (
	"bytes"
	"fmt"
)

// Limits bound what is read of one document, whoever wrote it.
type Limits struct {
	Bytes   int // at most [MaxDocument]
	Depth   int // of collections in each other
	Aliases int
}

// MaxDocument is the largest text, in bytes, that is parsed in one piece. The
// API server stores no object above 1.5 MiB (etcd's limit), so only lists come
// near it.
const MaxDocument = 64 << 20

// DefaultLimits are those of documents that nothing else is said of. The parser
// itself takes no more levels.
var DefaultLimits = Limits{Bytes: MaxDocument, Depth: 10_000, Aliases: 100_000}

// Limit bounds the documents of a file that are not parsed yet.
func (f *File) Limit(l Limits) {
	for _, p := range f.parts {
		if p.unit != nil && !p.unit.done.Load() {
			p.unit.limits = &l
		}
	}
}

// exceeded returns what a text is refused for before it is parsed, or nil.
func (l *Limits) exceeded(text []byte) *Error {
	if len(text) > l.Bytes {
		return &Error{Message: fmt.Sprintf("document of %d bytes; at most %d bytes are read (limits.documentBytes)", len(text), l.Bytes)}
	}
	if moreThan(text, '*', l.Aliases) {
		return &Error{Message: fmt.Sprintf("document with more than %d aliases; at most that many are read (limits.aliases)", l.Aliases)}
	}
	return nil
}

// tooDeep is the error of a document with more levels than the limit.
func (l *Limits) tooDeep() *Error {
	return &Error{Message: fmt.Sprintf("document with more than %d levels; at most that many are read (limits.depth)", l.Depth)}
}

// moreThan reports whether an indicator stands at more than n places where it
// can mean something.
func moreThan(text []byte, indicator byte, n int) bool {
	for i := 0; n >= 0; n-- {
		j := nextIndicator(text[i:], indicator)
		if j < 0 {
			return false
		}
		i += j + 1
	}
	return true
}

// nextIndicator returns the first place at which an indicator stands where a
// value can start, or -1.
func nextIndicator(text []byte, indicator byte) int {
	for i := 0; ; i++ {
		j := bytes.IndexByte(text[i:], indicator)
		if j < 0 {
			return -1
		}
		i += j
		if i > 0 && startsValue(text[i-1]) && i+1 < len(text) && !isSpace(text[i+1]) {
			return i
		}
	}
}

func startsValue(before byte) bool {
	return isSpace(before) || before == '[' || before == '{' || before == ','
}
