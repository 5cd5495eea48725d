package main

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
)

// A rule in CEL is broken where one of several sets of facts is true; that is
// its negation in disjunctive form. Each set is a term, which the tables hold as
// a word of its own, so that a message can say which fields are at fault.

// fact is one thing that may be true of a document.
type fact struct {
	not    bool   // the field is not set
	path   string // from the value the rule stands at; list[] is some item of a list
	op     string // "": it is set; ":": is one of the values; "#": holds so many; "%": holds a value; "~": has a form; with ! before it: it does not
	values string // separated by |
}

func (f fact) String() string {
	if f.not {
		return "!" + f.path
	}
	return f.path + f.op + f.values
}

type term []fact

// errForm tells that a rule is no formula over fields.
var errForm = errors.New("the rule is no formula over fields")

// maxTerms bounds the terms of a rule.
const maxTerms = 16

// plainValue are values that words can hold.
var plainValue = regexp.MustCompile(`^[\w./:-]*$`)

var parser = sureEnv()

func sureEnv() *cel.Env {
	env, err := cel.NewEnv(cel.ClearMacros()) // has(), all() and exists() stay what they are
	if err != nil {
		panic(err)
	}
	return env
}

// broken returns the terms of which one is true where the rule is broken.
func broken(rule string) ([]term, error) {
	parsed, issues := parser.Parse(rule)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	r := &reader{vars: map[string]string{"self": ""}}
	terms, err := r.terms(parsed.NativeRep().Expr(), false)
	if err != nil {
		return nil, err
	}
	return simplify(terms)
}

// reader turns expressions into terms.
type reader struct {
	vars  map[string]string // what variables stand for
	lists int               // so many items have a name
}

// terms returns when an expression is what is wanted: true or false.
func (r *reader) terms(e ast.Expr, want bool) ([]term, error) {
	switch e.Kind() {
	case ast.LiteralKind:
		if b, ok := e.AsLiteral().Value().(bool); ok {
			if b == want {
				return []term{{}}, nil
			}
			return nil, nil
		}
	case ast.CallKind:
		return r.call(e.AsCall(), want)
	}
	return nil, errForm
}

func (r *reader) call(c ast.CallExpr, want bool) ([]term, error) {
	args := c.Args()
	switch c.FunctionName() {
	case operators.LogicalNot:
		return r.terms(args[0], !want)
	case operators.LogicalAnd:
		return r.both(want, args[0], want, args[1], want)
	case operators.LogicalOr:
		return r.both(!want, args[0], want, args[1], want)
	case operators.Conditional:
		return r.choice(args, want)
	case "has":
		path, err := r.path(args[0])
		return []term{{{not: !want, path: path}}}, err
	case "all", "exists":
		return r.items(c, want)
	case "matches":
		return r.matches(c, want)
	case operators.In:
		return r.among(args, want)
	case operators.Equals, operators.NotEquals:
		return r.equal(args, want == (c.FunctionName() == operators.Equals))
	case operators.Greater:
		return r.more(args, want)
	}
	return nil, errForm
}

// both joins what two expressions say: one and the other, or one or the other.
func (r *reader) both(and bool, a ast.Expr, wantA bool, b ast.Expr, wantB bool) ([]term, error) {
	y, err := r.terms(b, wantB)
	if err != nil {
		return nil, err
	}
	if and && len(y) == 0 {
		return nil, nil // it is never so, whatever the other says
	}
	x, err := r.terms(a, wantA)
	if err != nil {
		return nil, err
	}
	if !and {
		return append(x, y...), nil
	}
	return product(x, y)
}

func product(x, y []term) ([]term, error) {
	if len(x)*len(y) > 8*maxTerms {
		return nil, fmt.Errorf("the rule has more than %d terms", maxTerms)
	}
	var out []term
	for _, a := range x {
		for _, b := range y {
			out = append(out, append(append(term{}, a...), b...))
		}
	}
	return out, nil
}

func (r *reader) choice(args []ast.Expr, want bool) ([]term, error) {
	yes, err := r.both(true, args[0], true, args[1], want)
	if err != nil {
		return nil, err
	}
	no, err := r.both(true, args[0], false, args[2], want)
	return append(yes, no...), err
}

// items reads list.all(x, …) and list.exists(x, …). That all items of a list are
// wrong has no word.
func (r *reader) items(c ast.CallExpr, want bool) ([]term, error) {
	args := c.Args()
	if !c.IsMemberFunction() || len(args) != 2 || args[0].Kind() != ast.IdentKind || want != (c.FunctionName() == "exists") {
		return nil, errForm
	}
	list, err := r.path(c.Target())
	if err != nil {
		return nil, err
	}
	r.lists++
	r.vars[args[0].AsIdent()] = fmt.Sprintf("%s[%d]", list, r.lists)
	return r.terms(args[1], want)
}
