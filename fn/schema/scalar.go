package schema

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// fault is what a form has against a value.
type fault uint8

const (
	none fault = iota
	wrongType
	notInEnum
	tooShort
	tooLong
	tooLow
	tooHigh
	outOfFormat // an integer that its format cannot hold
	badFormat
	badPattern
	fewItems
	manyItems
	fewFields
	manyFields
)

func (c *checker) scalar(n *source.Node, field *node, live set) {
	v := wire.Scalar(n)
	var by *form
	var what fault
	var why string // what a demand of the form says
	var taken set
	for _, f := range field.forms { // as in fault, without its func: most values are scalars
		if f.in&live == 0 {
			continue
		}
		got, broken := f.scalar(v), ""
		if got == none {
			broken = f.breaks(v)
		}
		if got == none && broken == "" {
			taken |= f.in
		}
		if by == nil || f.in&live&c.r.judge != 0 {
			by, what, why = f, got, broken
		}
	}
	c.alive &= taken
	switch {
	case taken != 0 || by == nil:
	case why != "":
		c.add(Problem{Class: Constraint, Linked: true, Node: n, Message: fmt.Sprintf("%s %s %s", Name(c.path), show(n), why)})
	default:
		c.report(n, by, what, v, 0)
	}
}

// scalar is what the form has against a scalar.
func (f *form) scalar(v wire.Value) fault {
	if v.Type == wire.Null {
		// Only items of a list come here: a null in a mapping is no value.
		if f.nullable || f.fallback != nil || f.Type == Any {
			return none
		}
		return wrongType
	}
	if !f.Type.takes(v.Type) {
		return wrongType
	}
	if len(f.enum) > 0 && !slices.Contains(f.enum, f.word(v)) {
		return notInEnum
	}
	switch v.Type {
	case wire.String:
		return f.string(v.Text)
	case wire.Integer, wire.Number:
		return f.number(v)
	}
	return none
}

// takes reports whether a type takes scalars of a type.
func (t Type) takes(v wire.Type) bool {
	switch t {
	case Any:
		return true
	case String:
		return v == wire.String
	case Boolean:
		return v == wire.Boolean
	case Integer:
		return v == wire.Integer
	case Number:
		return v == wire.Integer || v == wire.Number
	case IntOrString:
		return v == wire.Integer || v == wire.String
	}
	return false
}

// word is a value as an enum writes it.
func (f *form) word(v wire.Value) string {
	switch v.Type {
	case wire.String:
		return v.Text
	case wire.Boolean:
		return strconv.FormatBool(v.Bool)
	case wire.Integer:
		return strconv.FormatInt(v.Int, 10)
	}
	return strconv.FormatFloat(v.Float, 'g', -1, 64)
}

func (f *form) string(s string) fault {
	if f.length.min > 0 || f.length.max >= 0 {
		switch n := utf8.RuneCountInString(s); {
		case n < f.length.min:
			return tooShort
		case f.length.max >= 0 && n > f.length.max:
			return tooLong
		}
	}
	if f.pattern != "" && !matches(f.pattern, s) {
		return badPattern
	}
	if f.format == "uri" { // the only format of strings in the tables
		if _, err := url.ParseRequestURI(s); err != nil {
			return badFormat
		}
	}
	return none
}

func (f *form) number(v wire.Value) fault {
	switch {
	case v.Float < f.min:
		return tooLow
	case v.Float > f.max:
		return tooHigh
	case f.format == "int32" && (v.Float < math.MinInt32 || v.Float > math.MaxInt32):
		return outOfFormat
	}
	return none
}

func few(b bounds, n int) fault {
	switch {
	case n < b.min:
		return fewItems
	case b.max >= 0 && n > b.max:
		return manyItems
	}
	return none
}
