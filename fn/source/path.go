package source

import (
	"strconv"
	"strings"
)

// Step is one element of a [Path]: a mapping key, or an index into a sequence.
type Step struct {
	Key   string
	Index int // used when IsIndex
	// IsIndex tells a sequence index from a mapping key.
	IsIndex bool
}

// Path leads from the root of a document to a node.
type Path []Step

// P builds a path from strings (mapping keys) and ints (sequence indexes).
// It panics on any other type: paths are written in code, not taken from input.
func P(steps ...any) Path {
	path := make(Path, len(steps))
	for i, s := range steps {
		switch s := s.(type) {
		case string:
			path[i] = Step{Key: s}
		case int:
			path[i] = Step{Index: s, IsIndex: true}
		default:
			panic("source.P: a step is a string or an int")
		}
	}
	return path
}

// Join returns a new path that continues p with more steps.
func (p Path) Join(steps ...any) Path {
	return append(p[:len(p):len(p)], P(steps...)...)
}

// String writes the path as Kubernetes results do: spec.rules[0].filters.
// A key that would be ambiguous is quoted: metadata.annotations["a.b/c"].
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p {
		switch {
		case s.IsIndex:
			b.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case !isPlainKey(s.Key):
			b.WriteString("[" + strconv.Quote(s.Key) + "]")
		default:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s.Key)
		}
	}
	return b.String()
}

func isPlainKey(key string) bool {
	for _, r := range key {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
		default:
			return false
		}
	}
	return key != ""
}
