package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// repairType writes a scalar in the type that its field has, where it means the
// same in both.
func repairType(o *object.Object, sp schema.Problem) []lint.Option {
	n := sp.Node
	if n.Kind != source.Scalar {
		return nil
	}
	value, ok := retyped(n, sp)
	if !ok {
		return nil
	}
	title := fmt.Sprintf("write %v without quotes", value)
	if s, isString := value.(string); isString {
		title = fmt.Sprintf("write %q", s)
	}
	return []lint.Option{lint.With(lint.Safe, title, source.Set(o.Doc, n.Path(), value))}
}

// retyped returns the value of a scalar in the type that is wanted.
func retyped(n *source.Node, sp schema.Problem) (any, bool) {
	switch {
	case n.Tag == source.Str && n.Style != source.Plain:
		return unquoted(n.Value, sp.Want)
	case sp.Want != schema.String || n.Style != source.Plain:
		return nil, false
	case sp.Duration && n.Tag == source.Int:
		return seconds(n.Value, sp)
	case n.Tag == source.Int && plainNumber.MatchString(n.Value) && fits(n.Value, sp):
		return n.Value, true
	case n.Tag == source.Bool && (n.Value == "true" || n.Value == "false") && fits(n.Value, sp):
		return n.Value, true
	}
	return nil, false
}

// plainNumber is a number that every reader takes for the same: no octal.
var plainNumber = text.NewPattern(`^-?(0|[1-9][0-9]*)$`)

// unquoted is what a string in quotes means where no string belongs.
func unquoted(s string, want schema.Type) (any, bool) {
	switch want {
	case schema.Integer, schema.Number:
		if plainNumber.MatchString(s) {
			i, err := strconv.ParseInt(s, 10, 64)
			return i, err == nil
		}
	case schema.Boolean:
		return s == "true", s == "true" || s == "false"
	}
	return nil, false
}

// seconds is a bare number where a duration belongs; Envoy, nginx and most
// tools mean seconds by it.
func seconds(s string, sp schema.Problem) (any, bool) {
	if !plainNumber.MatchString(s) || s[0] == '-' || !fits(s+"s", sp) {
		return nil, false
	}
	return s + "s", true
}

// fits reports whether a string is what the field takes, as far as the problem
// says.
func fits(s string, sp schema.Problem) bool {
	if sp.Allowed != nil && !slices.Contains(sp.Allowed, s) {
		return false
	}
	if sp.Pattern == "" {
		return true
	}
	ok, err := regexp.MatchString(sp.Pattern, s)
	return ok && err == nil
}

// repairPattern gives a number its unit, where the string is a duration.
func repairPattern(o *object.Object, sp schema.Problem) []lint.Option {
	if !sp.Duration {
		return nil
	}
	value, ok := seconds(sp.Node.Text(), sp)
	if !ok {
		return nil
	}
	return []lint.Option{lint.With(lint.Safe, fmt.Sprintf("write %q", value), source.Set(o.Doc, sp.Node.Path(), value))}
}

// repairRepeat removes a list item that repeats another in all it holds.
func repairRepeat(o *object.Object, sp schema.Problem) []lint.Option {
	if !sp.Repeats {
		return nil
	}
	return []lint.Option{lint.With(lint.Safe, "remove the second one", source.Delete(o.Doc, sp.Node.Path()))}
}
