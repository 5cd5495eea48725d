package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

var invalidCEL = &lint.Rule{
	Name:     "invalid-cel",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    []object.Kind{object.AgentgatewayPolicy, object.AgentgatewayBackend, object.AgentgatewayModel},
	Outcome: lint.Outcome{
		lint.Silent,
		lint.Condition("Accepted", "True", "PartiallyValid"),
		lint.Condition("Accepted", "False", "Invalid"), lint.Condition("Attached", "False", "Pending"),
		lint.Condition("Accepted", "False", "TranslationError"), lint.Condition("ResolvedRefs", "False", "Invalid"),
	},
	Doc: lint.Doc{
		Summary: "an expression of agentgateway that is no CEL, or that asks for a variable which does not exist",
		Why: "Conditions, values of transformations, attributes of logs and the like are expressions in CEL. Text stands in quotes inside the expression: " +
			"`value: \"'hello'\"`. Without them `hello` is a variable, which does not exist: the value is left out, a condition never holds, and nobody says so. " +
			"An expression that cannot be read never holds either: a rule of an authorization with `action: Deny` then denies nothing.\n\n" +
			"Only what is certain is reported. Agentgateway has functions of its own, so those are not judged; what is known are the variables: " + knownCELRoots() + ". " +
			"A variable that is neither among them nor like one of them is a warning, as a newer agentgateway may have it. `mcp.tool.arguments` is known to logs, and not to the " +
			"authorization of MCP, which runs before they are read.",
		Repair: "Correct the expression, or put quotes around text. Gatefix suggests the quotes.",
		Forecast: "Accepted by the API server. Where the expression cannot be read, the status of a policy says Accepted=True (PartiallyValid), or Accepted=False (Invalid) where " +
			"nothing of the policy is left; that of a backend says Accepted=False (TranslationError), and that of an AgentgatewayModel ResolvedRefs=False (Invalid) for one of its policies. A variable that does not exist is silence, and so " +
			"is anything in the targets of a virtual model.",
		Links: []string{"https://agentgateway.dev/docs/standalone/latest/reference/cel/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		if !p.Patched(o) {
			if spec := o.Get("spec"); spec.Within(maxWalked) {
				walkCEL(spec, nil, func(n *source.Node, path []string) { checkCEL(p, o, n, path) })
			}
		}
	},
}

// maxCEL is the longest expression that the API takes, in characters.
const maxCEL = 16384

// celText is one expression of an object.
type celText struct {
	p    *lint.Pass
	o    *object.Object
	node *source.Node
	path []string
	text string
}

func checkCEL(p *lint.Pass, o *object.Object, n *source.Node, path []string) {
	text, ok := lint.Value(n)
	if !ok || text == "" || len(text) > maxCEL || endsWith(path, durationFields) && isDuration(text) {
		return
	}
	c := celText{p, o, n, path, text}
	ast, fault := parseCEL(text)
	if fault != nil {
		c.reportSyntax(fault)
		return
	}
	for _, name := range ast.unknown() {
		c.reportUnknown(name)
	}
	if endsWith(path, []string{"mcp.authorization.policy.matchExpressions.[]"}) && ast.asksFor("mcp", "tool", "arguments") {
		p.Report(lint.At(o, n), "mcp.tool.arguments is not known when the authorization of MCP runs; allowed: mcp.tool.name, mcp.tool.target and what the request holds; "+
			c.consequence()+"; no status says so", c.related()...)
	}
}

// reportSyntax tells the place by characters of the expression, since YAML may
// have folded its lines.
func (c celText) reportSyntax(fault *celFault) {
	what := "it cannot be read"
	if fault.tame && !c.secret(fault.token) {
		what = fault.message
	}
	message := fmt.Sprintf("this is no CEL expression: %s at %s; ", what, fault.place())
	if c.isProse() {
		message += "text stands in quotes inside the expression; "
	}
	c.p.Report(lint.At(c.o, c.node), message+c.consequence()+c.syntaxForecast(), append(c.related(), c.quotes(fault.token)...)...)
}

func (c celText) reportUnknown(name string) {
	near := lint.Nearest(name, celRoots)
	severity, message := lint.Warning, fmt.Sprintf("there is no variable %q", name)
	if c.secret(name) {
		message = "there is no variable of a name that stands here"
	}
	switch {
	case near != "":
		severity, message = lint.Error, message+fmt.Sprintf("; did you mean %q?", near)
	case c.isProse():
		severity, message = lint.Error, message+"; text stands in quotes inside a CEL expression"
	default:
		message += "; allowed: " + strings.Join(celRoots, ", ")
	}
	options := append(c.related(), lint.As(severity))
	if near == "" {
		options = append(options, c.quotes(name)...)
	}
	c.p.Report(lint.At(c.o, c.node), message+"; "+c.consequence()+"; no status says so", options...)
}

// prose is what text looks like that somebody forgot to quote.
var prose = text.NewPattern(`^[A-Za-z][\w .,:/@+-]*$`)

// isProse reports whether the whole expression looks like text, and does not
// begin like an expression.
func (c celText) isProse() bool {
	first := strings.FieldsFunc(c.text, func(r rune) bool { return !isWord(r) })
	return prose.MatchString(c.text) && len(first) > 0 && !slices.Contains(celRoots, first[0])
}

func isWord(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func (c celText) quotes(word string) []lint.Option {
	if !c.isProse() || c.secret(word) {
		return nil
	}
	return []lint.Option{lint.With(lint.Suggestion, "put the text in quotes", source.Set(c.o.Doc, c.node.Path(), strconv.Quote(c.text)))}
}

// credential is how text begins, or what a word looks like, that no message
// repeats: somebody may have written a key where an expression belongs.
var (
	credential = text.NewPattern(`^((?i:bearer|basic|sk|xox[a-z])\b|gh[a-z]_|eyJ)`)
	keyLike    = text.NewPattern(`\d.*\d|^.{25}`)
)

// secret reports whether a word of the expression may be one to keep. What the
// field belongs to does not count: authorization is no secret of its own.
func (c celText) secret(word string) bool {
	path := c.node.Path()
	return lint.IsSecret(c.node.Parent(), path[len(path)-1:]) || credential.MatchString(c.text) || keyLike.MatchString(word)
}

// consequence is what becomes of an expression that fails.
func (c celText) consequence() string {
	if action := c.action(); action != nil && endsWith(c.path, []string{"policy.matchExpressions.[]"}) {
		switch action.Text() {
		case "Deny":
			return "until it is corrected, it denies nothing"
		case "Require":
			return "until it is corrected, every request is refused"
		}
	}
	if endsWith(c.path, []string{"policy.matchExpressions.[]"}) {
		return "until it is corrected, it allows nothing"
	}
	return "until it is corrected, it has no effect"
}

// action is the action of the authorization that an expression belongs to.
func (c celText) action() *source.Node {
	n := c.node.Parent()
	if n != nil {
		n = n.Parent() // policy
	}
	if n == nil || n.Parent() == nil {
		return nil
	}
	return n.Parent().Get("action")
}

// related is the action, as what an expression does depends on it.
func (c celText) related() []lint.Option {
	if action := c.action(); action != nil && endsWith(c.path, []string{"policy.matchExpressions.[]"}) {
		return []lint.Option{lint.See(lint.At(c.o, action), "the action of the rule")}
	}
	return nil
}

func (c celText) syntaxForecast() string {
	switch c.o.Kind {
	case object.AgentgatewayBackend:
		return "; its status will say Accepted=False (TranslationError)"
	case object.AgentgatewayModel:
		if endsWith(c.path, []string{"targets.[].when"}) {
			return "; no status says so"
		}
		return "; its status will say ResolvedRefs=False (Invalid)"
	}
	return "; its status will say Accepted=True (PartiallyValid), or Accepted=False (Invalid) if nothing of the policy is left"
}
