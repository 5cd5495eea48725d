package schema

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// maxNames is how many names a message lists, and maxShown how many letters of
// a value it shows.
const (
	maxNames = 12
	maxShown = 60
)

// report words a fault of a value, and notes it.
func (c *checker) report(n *source.Node, f *form, what fault, v wire.Value, size int) {
	p := Problem{Class: OutOfRange, Node: n, Want: f.Type, Allowed: f.enum, Pattern: f.pattern, Duration: f.duration}
	field := Name(c.path)
	switch what {
	case wrongType:
		p.Class, p.Message = WrongType, typeMessage(field, n, v, f)
	case notInEnum:
		p.Message = enumMessage(field, n, f)
	case badPattern:
		p.Class = BadPattern
		p.Message = fmt.Sprintf("%s %s does not match the pattern%s", field, show(n), PatternWords(f.pattern))
	case badFormat:
		p.Class = BadPattern
		p.Message = fmt.Sprintf("%s %s is not in the format %q", field, show(n), f.format)
	default:
		p.Message = rangeMessage(field, n, f, what, size)
	}
	c.add(p)
}

// patternWords say what the patterns of the APIs take that people write most.
var patternWords = map[string]string{
	`^([0-9]{1,5}(h|m|s|ms)){1,4}$`: "a duration of whole numbers and units, such as 10s or 1m30s",
	`^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`: "a host name in lower case without scheme, port and path, " +
		"such as web.example.com or *.example.com",
	`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`: "lower-case letters, digits, hyphens and dots, such as web.example.com",
	`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`:                                   "lower-case letters, digits and hyphens, such as web-1",
	`^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`:                             "letters, digits and hyphens, the first a letter",
	`^/`:                                                                "a path that begins with /",
}

// PatternWords ends a message on text that does not match a pattern: with what it
// takes, where that is known in words, or else with the pattern itself.
func PatternWords(pattern string) string {
	if words := patternWords[pattern]; words != "" {
		return "; allowed: " + words
	}
	return ` "` + pattern + `"` // not %q, which doubles each backslash
}

func rangeMessage(field string, n *source.Node, f *form, what fault, size int) string {
	switch what {
	case tooLong:
		return fmt.Sprintf("%s %s is too long; allowed: at most %d characters", field, show(n), f.length.max)
	case tooShort:
		if n.Value == "" {
			return fmt.Sprintf("%s is empty; allowed: at least %s", field, count(f.length.min, "character"))
		}
		return fmt.Sprintf("%s %s is too short; allowed: at least %s", field, show(n), count(f.length.min, "character"))
	case fewItems:
		return fmt.Sprintf("%s holds %s; allowed: at least %d", field, count(size, "item"), f.items.min)
	case manyItems:
		return fmt.Sprintf("%s holds %s; allowed: at most %d", field, count(size, "item"), f.items.max)
	case fewFields:
		return fmt.Sprintf("%s holds %s; allowed: at least %d", field, count(size, "field"), f.fields.min)
	case manyFields:
		return fmt.Sprintf("%s holds %s; allowed: at most %d", field, count(size, "field"), f.fields.max)
	case outOfFormat:
		return fmt.Sprintf("%s %s is out of range; allowed: an integer of the format %q", field, show(n), f.format)
	}
	return fmt.Sprintf("%s %s is out of range; allowed: %s", field, show(n), f.span())
}

// span words the bounds of a number.
func (f *form) span() string {
	low, high := strconv.FormatFloat(f.min, 'f', -1, 64), strconv.FormatFloat(f.max, 'f', -1, 64)
	switch {
	case low == "-Inf":
		return "at most " + high
	case high == "+Inf":
		return "at least " + low
	}
	return low + " to " + high
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func typeMessage(field string, n *source.Node, v wire.Value, f *form) string {
	message := field + " is " + kindOf(n, v)
	if n.Kind == source.Scalar && v.Type != wire.Null {
		message = fmt.Sprintf("%s %s is %s", field, show(n), kindOf(n, v))
		if written := fmt.Sprint(v.Any()); written != n.Value {
			message += ", " + written // off is false
		}
	}
	message += "; allowed: " + typeNames[f.Type]
	switch {
	case f.Type != String || n.Kind != source.Scalar || v.Type == wire.Null:
	case f.duration && v.Type == wire.Integer:
		message += " with a unit, such as " + strconv.FormatInt(v.Int, 10) + "s"
	default:
		message += "; put it in quotes"
	}
	return message
}

var typeNames = map[Type]string{
	Object: "a mapping", Array: "a list", String: "a string", Boolean: "true or false",
	Integer: "an integer", Number: "a number", IntOrString: "an integer or a string",
}

// kindOf is what a value is.
func kindOf(n *source.Node, v wire.Value) string {
	switch n.Kind {
	case source.Mapping:
		return "a mapping"
	case source.Sequence:
		return "a list"
	}
	return [...]string{wire.Null: "null", wire.String: "a string", wire.Boolean: "a boolean", wire.Integer: "an integer", wire.Number: "a number"}[v.Type]
}

func enumMessage(field string, n *source.Node, f *form) string {
	quoted := f.enum
	if f.Type == String {
		quoted = make([]string, len(f.enum))
		for i, v := range f.enum {
			quoted[i] = strconv.Quote(v)
		}
	}
	return fmt.Sprintf("%s %s is not known%s; allowed: %s", field, show(n), didYouMean(n.Value, f.enum), list(quoted))
}

func didYouMean(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// nearest is [text.Nearest], but not for a word of which no letter is left.
func nearest(word string, candidates []string) string {
	near := text.Nearest(word, candidates)
	if near == "" || text.Distance(word, near) >= len([]rune(word)) {
		return ""
	}
	return near
}

// show is a value as a message shows it.
func show(n *source.Node) string {
	switch {
	case n == nil || n.Kind != source.Scalar:
		return "as it is there"
	case n.Tag == source.Str:
		if r := []rune(n.Value); len(r) > maxShown {
			return strconv.Quote(string(r[:maxShown])) + "…"
		}
		return strconv.Quote(n.Value)
	}
	return n.Value
}

// Name is what a message calls the value at a path: its key, or key[index].
func Name(path source.Path) string {
	i := len(path)
	for i > 0 && path[i-1].IsIndex {
		i--
	}
	if i > 0 {
		i--
	}
	if i > 0 && strings.HasPrefix(path[i:].String(), "[") {
		i-- // labels["a.b/c"]
	}
	if s := path[i:].String(); s != "" {
		return s
	}
	return "the object"
}

// list joins names, at most so many that they can be read.
func list(names []string) string {
	if len(names) > maxNames {
		return strings.Join(names[:maxNames], ", ") + fmt.Sprintf(", and %d more", len(names)-maxNames)
	}
	return strings.Join(names, ", ")
}
