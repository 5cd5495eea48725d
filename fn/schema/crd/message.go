package crd

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// maxNames is how many names a message lists, and maxShown how many letters of
// a value it shows.
const (
	maxNames = 12
	maxShown = 60
)

// under is the place of the mapping that holds the last step of a path.
func under(path source.Path) string {
	if len(path) < 2 {
		return ""
	}
	return " under " + path[:len(path)-1].String()
}

// show is a value as a message shows it.
func show(v any) string {
	switch v := v.(type) {
	case string:
		if r := []rune(v); len(r) > maxShown {
			return strconv.Quote(string(r[:maxShown])) + "…"
		}
		return strconv.Quote(v)
	case nil:
		return "null"
	case map[string]any, []any:
		text, _ := json.Marshal(v)
		if len(text) > maxShown {
			return kindOf(v)
		}
		return string(text)
	}
	return fmt.Sprint(v)
}

// kindOf is what a value is.
func kindOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case int64:
		return "an integer"
	case float64:
		return "a number"
	}
	return "null"
}

var typeNames = map[string]string{
	"object": "a mapping", "array": "a list", "string": "a string", "boolean": "true or false", "integer": "an integer", "number": "a number",
}

// typesNamed is what a schema takes.
func typesNamed(types []string) string {
	var out []string
	for _, t := range types {
		out = append(out, typeNames[t])
	}
	return strings.Join(out, " or ")
}

// list quotes names, at most so many that they can be read.
func list(names []string) string {
	var out []string
	for i, n := range names {
		if i == maxNames {
			out = append(out, fmt.Sprintf("and %d more", len(names)-i))
			break
		}
		out = append(out, n)
	}
	return strings.Join(out, ", ")
}

func didYouMean(word string, candidates []string) string {
	near := text.Nearest(word, candidates)
	if near != "" && text.Distance(word, near) < len([]rune(word)) {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// unknownMessage words a field that the schema of the mapping around it does
// not have.
func unknownMessage(path source.Path, around *structural.Structural) string {
	word := path[len(path)-1].Key
	message := fmt.Sprintf("unknown field %q%s", word, under(path))
	if around == nil || len(around.Properties) == 0 {
		return message + "; no fields are allowed there"
	}
	names := slices.Sorted(maps.Keys(around.Properties))
	if hint := didYouMean(word, names); hint != "" {
		return message + hint
	}
	return message + "; allowed: " + list(names)
}
