// Package wire knows what the API server gets when a client sends a YAML
// document. kubectl reads YAML with sigs.k8s.io/yaml, which resolves scalars as
// YAML 1.1 does: yes, no, on, off, y and n without quotes are booleans, 010 is
// 8. It sends JSON, in which 1.0 is written 1 and arrives as an integer.
//
// [source.Node.Plain] differs on purpose: it returns what kustomize and kpt
// see, for whom yes is a string.
package wire

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v2"

	"github.com/gatefix/gatefix/fn/source"
)

// Type is what a scalar is on the wire.
type Type uint8

// The types.
const (
	Null Type = iota
	String
	Boolean
	Integer
	Number // with a fraction, or too large for an integer
)

// Value is a scalar on the wire.
type Value struct {
	Type  Type
	Text  string // of a string
	Int   int64
	Float float64
	Bool  bool
}

// Any returns the value as encoding/json would: nil, string, bool, int64 or
// float64.
func (v Value) Any() any {
	switch v.Type {
	case String:
		return v.Text
	case Boolean:
		return v.Bool
	case Integer:
		return v.Int
	case Number:
		return v.Float
	}
	return nil
}

func text(s string) Value   { return Value{Type: String, Text: s} }
func boolean(b bool) Value  { return Value{Type: Boolean, Bool: b} }
func integer(i int64) Value { return Value{Type: Integer, Int: i, Float: float64(i)} }

// Scalar resolves a scalar as YAML 1.1 does.
func Scalar(n *source.Node) Value {
	switch n.Tag {
	case source.Null:
		return Value{}
	case source.Int, source.Float:
		return number(n)
	case source.Bool:
		if b, ok := n.Bool(); ok {
			return boolean(b)
		}
	case source.Str:
		// The words that were booleans up to YAML 1.1 only; true here has the
		// tag !!str. (yes with that tag is not told from one without.)
		if b, ok := n.Bool(); ok && !strings.EqualFold(n.Value, strconv.FormatBool(b)) {
			return boolean(b)
		}
	}
	return text(n.Value)
}

// number resolves a number. What the parser of YAML 1.1 does not take for one,
// such as 0o17, is a string.
func number(n *source.Node) Value {
	if plainInteger(n.Value) {
		if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			return integer(i)
		}
	}
	if plainDecimal(n.Value) {
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return throughJSON(f)
		}
	}
	var v any
	if err := yaml.Unmarshal([]byte(n.Value), &v); err != nil {
		return text(n.Value)
	}
	switch v := v.(type) {
	case int:
		return integer(int64(v))
	case int64:
		return integer(v)
	case uint64:
		return Value{Type: Number, Float: float64(v)} // too large for an int64, as in the API server
	case float64:
		return throughJSON(v)
	}
	return text(n.Value)
}

// plainInteger reports digits that mean the same in every version of YAML.
func plainInteger(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || len(digits) > 1 && digits[0] == '0' {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}

// plainDecimal reports digits with a point between them, of which the same is
// true.
func plainDecimal(s string) bool {
	whole, fraction, ok := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return ok && whole != "" && fraction != "" && strings.Trim(whole+fraction, "0123456789") == ""
}

// throughJSON returns a float as it arrives in the API server, which takes a
// number without fraction and exponent for an integer.
func throughJSON(f float64) Value {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return text(strconv.FormatFloat(f, 'g', -1, 64)) // cannot be sent as a number
	}
	written, err := json.Marshal(f)
	if err == nil {
		if i, err := strconv.ParseInt(string(written), 10, 64); err == nil {
			return integer(i)
		}
	}
	return Value{Type: Number, Float: f}
}
