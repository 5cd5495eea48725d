package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/cel-go/common"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/parser"

	"github.com/gatefix/gatefix/fn/text"
)

// celRoots are the variables that expressions can ask for, of agentgateway
// 1.4.1, which has all that earlier releases have.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/cel/types.rs#L41
var celRoots = []string{
	"apiKey", "backend", "basicAuth", "destination", "env", "extauthz", "extproc", "jwt", "llm", "llmRequest", "mcp", "mcpGuardrails", "metadata", "proxy",
	"request", "response", "source",
}

func knownCELRoots() string { return "`" + strings.Join(celRoots, "`, `") + "`" }

// celTypes are names that stand for types, and the first words of such names.
var celTypes = []string{
	"bool", "bytes", "double", "dyn", "duration", "float", "google", "int", "list", "map", "null_type", "optional_type", "string", "timestamp", "type", "uint",
}

// celParser reads expressions as the controller does, and the syntax of optional
// values besides, which releases may come to read.
var celParser = sync.OnceValue(func() *parser.Parser {
	p, err := parser.NewParser(parser.Macros(parser.AllMacros...), parser.EnableOptionalSyntax(true), parser.ErrorReportingLimit(1))
	if err != nil {
		panic(err) // the options are constants
	}
	return p
})

// celFault is the first thing wrong with the syntax.
type celFault struct {
	message      string
	token        string // the word or the sign that the message quotes
	tame         bool   // the message quotes no more than that: no literal
	line, column int
	lines        int
}

func (f celFault) place() string {
	if f.lines == 1 {
		return fmt.Sprintf("character %d", f.column)
	}
	return fmt.Sprintf("line %d, character %d", f.line, f.column)
}

// quotedToken is a word or a sign that a message of the parser repeats.
var quotedToken = text.NewPattern(`^[^']*'\s*([\w.]+|[^\w\s'"]+)\s*'[^']*$`)

func parseCEL(text string) (celAST, *celFault) {
	tree, errs := celParser().Parse(common.NewTextSource(strings.TrimRight(text, " \t\r\n")))
	if len(errs.GetErrors()) == 0 {
		return celAST{tree.Expr()}, nil
	}
	first := errs.GetErrors()[0]
	message, _, _ := strings.Cut(strings.TrimPrefix(first.Message, "Syntax error: "), " expecting")
	message = strings.NewReplacer("mismatched input '<EOF>'", "it ends too early", " at '<EOF>'", " at the end").Replace(message)
	token := ""
	if m := quotedToken.FindStringSubmatch(message); m != nil {
		token = m[1]
		if strings.HasPrefix(message, "token recognition error") {
			message = fmt.Sprintf("%q is not understood", token)
		}
	}
	return celAST{}, &celFault{
		message: message,
		token:   token,
		tame:    token != "" || !strings.ContainsAny(message, "\"'`"),
		line:    first.Location.Line(),
		column:  max(first.Location.Column(), 0) + 1,
		lines:   strings.Count(strings.TrimSpace(text), "\n") + 1,
	}
}

// celAST is an expression that was read.
type celAST struct{ root ast.Expr }

// unknown returns the variables that nobody has, each once, in the order in
// which they are asked for.
func (a celAST) unknown() []string {
	var out []string
	a.idents(func(name string) {
		if !slices.Contains(celRoots, name) && !slices.Contains(celTypes, name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	})
	return out
}

func (a celAST) idents(visit func(string)) { celScope{visit: visit}.walk(a.root) }

// celScope visits the variables of an expression which it does not bind itself.
type celScope struct {
	bound []string
	visit func(name string)
}

func (s celScope) with(names ...string) celScope {
	s.bound = append(slices.Clip(s.bound), names...)
	return s
}

func (s celScope) walk(e ast.Expr) {
	switch e.Kind() {
	case ast.IdentKind:
		name := strings.TrimPrefix(e.AsIdent(), ".")
		if !strings.HasPrefix(name, "@") && !slices.Contains(s.bound, name) {
			s.visit(name)
		}
	case ast.SelectKind:
		s.walk(e.AsSelect().Operand())
	case ast.CallKind:
		s.walkCall(e.AsCall())
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			s.walk(item)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			s.walk(entry.AsMapEntry().Key())
			s.walk(entry.AsMapEntry().Value())
		}
	case ast.StructKind:
		for _, field := range e.AsStruct().Fields() {
			s.walk(field.AsStructField().Value())
		}
	case ast.ComprehensionKind:
		s.walkComprehension(e.AsComprehension())
	}
}

// walkCall passes over what may be no variable: the name before a function, as
// base64 in base64.encode(x), and the first of several arguments of a method
// where that is a name, since x.with(name, …) gives x that name in the others.
func (s celScope) walkCall(call ast.CallExpr) {
	args := call.Args()
	if call.IsMemberFunction() {
		if call.Target().Kind() != ast.IdentKind {
			s.walk(call.Target())
		}
		if len(args) > 1 && args[0].Kind() == ast.IdentKind {
			s, args = s.with(args[0].AsIdent()), args[1:]
		}
	}
	for _, arg := range args {
		s.walk(arg)
	}
}

func (s celScope) walkComprehension(c ast.ComprehensionExpr) {
	s.walk(c.IterRange())
	s.walk(c.AccuInit())
	inner := s.with(c.IterVar(), c.IterVar2(), c.AccuVar())
	inner.walk(c.LoopCondition())
	inner.walk(c.LoopStep())
	inner.walk(c.Result())
}

// asksFor reports whether an expression selects fields of a variable one by one.
func (a celAST) asksFor(path ...string) bool {
	found := false
	ast.PreOrderVisit(a.root, ast.NewExprVisitor(func(e ast.Expr) { found = found || selectsPath(e, path) }))
	return found
}

func selectsPath(e ast.Expr, path []string) bool {
	last := len(path) - 1
	if last == 0 {
		return e.Kind() == ast.IdentKind && e.AsIdent() == path[0]
	}
	return e.Kind() == ast.SelectKind && e.AsSelect().FieldName() == path[last] && selectsPath(e.AsSelect().Operand(), path[:last])
}
