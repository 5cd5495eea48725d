package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Type is what a value may be.
type Type string

// The types, named as OpenAPI does.
const (
	Any         Type = "any"
	Object      Type = "object"
	Array       Type = "array"
	String      Type = "string"
	Boolean     Type = "boolean"
	Integer     Type = "integer"
	Number      Type = "number"
	IntOrString Type = "int-or-string"
)

// form is what some releases say of a field itself.
type form struct {
	in       set
	Type     Type
	required bool
	nullable bool
	open     bool // keeps unknown fields
	anyKey   bool // takes any key
	length   bounds
	items    bounds
	fields   bounds
	min, max float64
	enum     []string // strings as they are, numbers in digits
	format   string
	pattern  string
	duration bool     // the string is a time such as 10s, of which the table does not hold the rules
	listKeys []string // of a list of type map
	list     string   // map or set
	fallback any      // the default; nil: there is none
	links    []link   // what is demanded of fields or items together
}

// bounds are inclusive; max is -1 where there is none.
type bounds struct{ min, max int }

func newForm() *form {
	free := bounds{0, -1}
	return &form{length: free, items: free, fields: free, min: math.Inf(-1), max: math.Inf(1)}
}

// parseForm reads the words behind the name of a field.
func parseForm(words []string) (*form, error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("a field has no type")
	}
	f := newForm()
	f.Type = Type(words[0])
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		if err := f.set(key, value); err != nil {
			return nil, fmt.Errorf("%s: %w", w, err)
		}
	}
	return f, nil
}

func (f *form) set(key, value string) (err error) {
	switch key {
	case "required":
		f.required = true
	case "nullable":
		f.nullable = true
	case "open":
		f.open = true
	case "any-key":
		f.anyKey = true
	case "len":
		f.length, err = parseBounds(value)
	case "items":
		f.items, err = parseBounds(value)
	case "fields":
		f.fields, err = parseBounds(value)
	case "min":
		f.min, err = strconv.ParseFloat(value, 64)
	case "max":
		f.max, err = strconv.ParseFloat(value, 64)
	case "enum":
		for _, v := range split(value, '|') {
			f.enum = append(f.enum, unquote(v))
		}
	case "format":
		f.format = unquote(value)
	case "pattern":
		f.pattern = unquote(value)
	case "duration":
		f.duration = true
	case "list":
		list, keys, _ := strings.Cut(value, ":")
		f.list = list
		f.listKeys = strings.Split(keys, ",")
	case "default":
		err = json.Unmarshal([]byte(value), &f.fallback)
	default:
		links, ok := parseLinks(key, value)
		if !ok {
			return fmt.Errorf("an unknown word")
		}
		f.links = append(f.links, links...)
	}
	return err
}

func parseBounds(s string) (bounds, error) {
	from, to, _ := strings.Cut(s, "..")
	b := bounds{0, -1}
	var err error
	if from != "" {
		b.min, err = strconv.Atoi(from)
	}
	if to != "" && err == nil {
		b.max, err = strconv.Atoi(to)
	}
	return b, err
}

func unquote(s string) string {
	if !strings.HasPrefix(s, `"`) {
		return s
	}
	var out string
	if err := json.Unmarshal([]byte(s), &out); err != nil {
		return s
	}
	return out
}

// split cuts a string at a separator, except within double quotes.
func split(s string, sep byte) []string {
	out := make([]string, 0, 8)
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// patterns are compiled when a value is first held against them.
var patterns sync.Map // string: *regexp.Regexp

// matches reports whether a string matches a pattern anywhere, as the API server
// takes patterns. One that Go cannot read, it cannot either.
func matches(pattern, s string) bool {
	re, ok := patterns.Load(pattern)
	if !ok {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return true
		}
		re, _ = patterns.LoadOrStore(pattern, compiled)
	}
	return re.(*regexp.Regexp).MatchString(s)
}
