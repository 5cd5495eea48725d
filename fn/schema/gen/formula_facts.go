package main

import (
	"strconv"
	"strings"

	"github.com/google/cel-go/common/ast"
)

// path reads self.a.b.
func (r *reader) path(e ast.Expr) (string, error) {
	switch e.Kind() {
	case ast.IdentKind:
		if p, ok := r.vars[e.AsIdent()]; ok {
			return p, nil
		}
	case ast.SelectKind:
		around, err := r.path(e.AsSelect().Operand())
		name := strings.TrimSuffix(strings.TrimPrefix(e.AsSelect().FieldName(), "__"), "__") // __namespace__ is a reserved word
		return strings.TrimPrefix(around+"."+name, "."), err
	}
	return "", errForm
}

// matches reads field.matches('pattern'), for the patterns that have a name.
func (r *reader) matches(c ast.CallExpr, want bool) ([]term, error) {
	if !c.IsMemberFunction() || c.Args()[0].Kind() != ast.LiteralKind {
		return nil, errForm
	}
	pattern, _ := c.Args()[0].AsLiteral().Value().(string)
	path, err := r.path(c.Target())
	if err != nil || textForms[pattern] == "" {
		return nil, errForm
	}
	return valueTerm(path, "~", textForms[pattern], want)
}

// textForms name the patterns that fields are held against inside of rules.
var textForms = map[string]string{
	"^https?://[^/?#]+$": "origin",
	"^https?://[^/?#]+/": "url-path",
}

// among reads field in ['a', 'b'] and 'a' in field.
func (r *reader) among(args []ast.Expr, want bool) ([]term, error) {
	if v, ok := word(args[0]); ok {
		path, err := r.path(args[1])
		if err != nil {
			return nil, err
		}
		return valueTerm(path, "%", v, want)
	}
	path, err := r.path(args[0])
	if err != nil || args[1].Kind() != ast.ListKind {
		return nil, errForm
	}
	var values []string
	for _, e := range args[1].AsList().Elements() {
		v, ok := word(e)
		if !ok {
			return nil, errForm
		}
		values = append(values, v)
	}
	return valueTerm(path, ":", strings.Join(values, "|"), want)
}

func word(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().Value().(string)
	return s, ok && plainValue.MatchString(s)
}

func valueTerm(path, op, values string, want bool) ([]term, error) {
	if path == "" || strings.HasSuffix(path, "]") {
		return nil, errForm // it is the value itself, no field
	}
	if !want {
		op = "!" + op
	}
	return []term{{{path: path, op: op, values: values}}}, nil
}

// equal reads field == 'word', size(field) == 1, how many of some fields are
// set, and that two expressions are both true or both false.
func (r *reader) equal(args []ast.Expr, want bool) ([]term, error) {
	if v, ok := word(args[1]); ok {
		path, err := r.path(args[0])
		if err != nil {
			return nil, err
		}
		return valueTerm(path, ":", v, want)
	}
	if n, ok := number(args[1]); ok {
		if fields := counted(args[0]); fields != nil {
			return r.few(fields, n, want)
		}
		return r.size(args[0], n, want)
	}
	same, err := r.both(true, args[0], true, args[1], want)
	if err != nil {
		return nil, err
	}
	other, err := r.both(true, args[0], false, args[1], !want)
	return append(same, other...), err
}

func number(e ast.Expr) (int64, bool) {
	if e.Kind() != ast.LiteralKind {
		return 0, false
	}
	n, ok := e.AsLiteral().Value().(int64)
	return n, ok
}

// more reads size(field) > 0.
func (r *reader) more(args []ast.Expr, want bool) ([]term, error) {
	if n, ok := number(args[1]); !ok || n != 0 {
		return nil, errForm
	}
	return r.size(args[0], 0, !want)
}

func (r *reader) size(e ast.Expr, n int64, want bool) ([]term, error) {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "size" {
		return nil, errForm
	}
	c := e.AsCall()
	of := c.Target()
	if !c.IsMemberFunction() {
		of = c.Args()[0]
	}
	path, err := r.path(of)
	if err != nil {
		return nil, err
	}
	return valueTerm(path, "#", strconv.FormatInt(n, 10), want)
}

// counted returns the conditions of [a, b].filter(x, x == true).size().
func counted(e ast.Expr) []ast.Expr {
	for _, name := range []string{"size", "filter"} {
		if e.Kind() != ast.CallKind || !e.AsCall().IsMemberFunction() || e.AsCall().FunctionName() != name {
			return nil
		}
		e = e.AsCall().Target()
	}
	if e.Kind() != ast.ListKind {
		return nil
	}
	return e.AsList().Elements()
}

// few reads that n of some conditions are true, for n = 0.
func (r *reader) few(conditions []ast.Expr, n int64, want bool) ([]term, error) {
	if n != 0 {
		return nil, errForm
	}
	out := []term{{}}
	if !want {
		out = nil
	}
	for _, c := range conditions {
		t, err := r.terms(c, !want)
		if err != nil {
			return nil, err
		}
		if !want {
			out = append(out, t...)
		} else if out, err = product(out, t); err != nil {
			return nil, err
		}
	}
	return out, nil
}
