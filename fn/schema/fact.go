package schema

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// fact is one thing that may be true of a mapping. A term of facts, joined by &,
// is written
//
//	a.b       the field is set
//	!a.b      it is not
//	a:v|w     it is v or w
//	a!:v|w    it is set, to something else
//	a#1       the list, mapping or text holds 1
//	a!#1      it holds another number
//	a%v       the list holds v
//	a!%v      it is set, and does not
//	a~f       the text has the form f; see textForms
//	a!~f      it has another
//
// list[].a is the field of some item of the list, the same item throughout a
// term.
type fact struct {
	text   string
	not    bool
	list   []string // the path of the list; nil: the fact is not of an item
	path   []string // from the mapping, or the item
	op     byte     // 0, or one of : # % ~
	other  bool     // with ! before the operator
	values []string
}

func parseTerm(s string) []fact {
	var out []fact
	for part := range strings.SplitSeq(s, "&") {
		out = append(out, parseFact(part))
	}
	return out
}

func parseFact(s string) fact {
	f := fact{text: s}
	s, f.not = strings.CutPrefix(s, "!")
	if i := strings.IndexAny(s, ":#%~"); i >= 0 {
		f.op, f.values = s[i], strings.Split(s[i+1:], "|")
		s, f.other = strings.CutSuffix(s[:i], "!")
	}
	if list, field, ok := strings.Cut(s, "[]."); ok {
		f.list, s = strings.Split(list, "."), field
	}
	f.path = strings.Split(s, ".")
	return f
}

// textForm is a form of a text that facts are about.
type textForm struct {
	re  *text.Pattern
	say string
}

var textForms = map[string]textForm{
	"origin":   {text.NewPattern(`^https?://[^/?#]+$`), "a URL of scheme and host alone, such as https://proxy.example.com:8080"},
	"url-path": {text.NewPattern(`^https?://[^/?#]+/`), "a URL with a path"},
	"port":     {text.NewPattern(`^\+?0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$`), "the number of a port"},
	"routed":   {text.NewPattern(`^(Gateway|HTTPRoute|.*ListenerSet)$`), "Gateway, HTTPRoute or ListenerSet"},
}

// impliedFacts reports whether all facts of few follow from many.
func impliedFacts(few, many []fact) bool {
	return !slices.ContainsFunc(few, func(f fact) bool {
		return !slices.ContainsFunc(many, func(g fact) bool { return g.implies(f) })
	})
}

func (f fact) implies(g fact) bool {
	if f.text == g.text {
		return true
	}
	// What is none of many is none of few.
	return f.op == ':' && g.op == ':' && f.other && g.other && slices.Equal(f.path, g.path) && slices.Equal(f.list, g.list) && allIn(g.values, f.values)
}

// holds reports whether the fact is surely true of a mapping. A value that
// something fills in later may be any.
func (f fact) holds(m *mapping) bool {
	s := m.at(f.path)
	switch {
	case f.not:
		return s.state == unset
	case s.state != isSet:
		return false
	case f.op == 0:
		return true
	case f.op == '#':
		n, ok := s.size()
		return ok && slices.Contains(f.values, strconv.Itoa(n)) != f.other
	case f.op == '%':
		holds, ok := s.holds(f.values[0])
		return ok && holds != f.other
	}
	v, ok := s.text()
	if f.op == '~' {
		return ok && textForms[f.values[0]].re.MatchString(v) != f.other
	}
	return ok && slices.Contains(f.values, v) != f.other
}

// allHold reports whether the facts hold, those of an item left out.
func allHold(m *mapping, term []fact) bool {
	return !slices.ContainsFunc(term, func(f fact) bool { return f.list == nil && !f.holds(m) })
}

// size is how many items, fields or characters a value holds.
func (s spot) size() (int, bool) {
	if s.node == nil {
		return sizeOf(s.fallback)
	}
	switch {
	case opaque(s.node):
		return 0, false
	case s.node.IsSequence():
		items := s.node.Seq()
		return len(items), !slices.ContainsFunc(items, opaque)
	case s.node.IsMapping():
		return len(s.node.Pairs), !slices.ContainsFunc(s.node.Pairs, func(p source.Pair) bool { return opaque(p.Key) })
	}
	return utf8.RuneCountInString(s.node.Value), true
}

func sizeOf(v any) (int, bool) {
	switch v := v.(type) {
	case []any:
		return len(v), true
	case map[string]any:
		return len(v), true
	case string:
		return utf8.RuneCountInString(v), true
	}
	return 0, false
}

// holds reports whether a list of texts has one; ok is false where that cannot
// be told.
func (s spot) holds(text string) (holds, ok bool) {
	if s.node == nil || !s.node.IsSequence() || slices.ContainsFunc(s.node.Items, opaque) {
		return false, false
	}
	return slices.ContainsFunc(s.node.Seq(), func(n *source.Node) bool { return n.Text() == text }), true
}
