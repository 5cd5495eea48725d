package crd

import (
	"strings"

	"github.com/google/cel-go/cel"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/common"
)

// ruleNode is a schema with its CEL rules. Children and programs are made when
// the first value comes that needs them: AgentgatewayBackend has hundreds of
// rules, and a document reaches a few.
type ruleNode struct {
	written *structural.Structural // where the rules stand: the schema, or an allOf of it
	values  *structural.Structural // what the values look like
	decl    *apiservercel.DeclType // nil: they have no type in CEL
	isRoot  bool                   // of a resource, which has apiVersion, kind and metadata

	compiled bool
	types    common.Schema // of the values, once compiled
	rules    []rule
	allOf    []*ruleNode

	fields map[string]*ruleNode
	items  *ruleNode
	extra  *ruleNode // additionalProperties
}

// rule is a compiled rule.
type rule struct {
	*apiextensionsv1.ValidationRule
	check   *program
	message *program // nil: there is no messageExpression
	err     error    // it cannot be compiled
}

func newRoot(s *structural.Structural, isRoot bool) *ruleNode {
	return &ruleNode{written: s, values: s, isRoot: isRoot, decl: model.SchemaDeclType(s, isRoot)}
}

// hasRules reports whether a schema has CEL rules.
func hasRules(s *structural.Structural) bool {
	if s == nil {
		return false
	}
	if len(s.XValidations) > 0 || hasRules(s.Items) || s.AdditionalProperties != nil && hasRules(s.AdditionalProperties.Structural) {
		return true
	}
	for _, p := range s.Properties {
		if hasRules(&p) {
			return true
		}
	}
	return false
}

// compile makes the programs of the node itself, and the nodes of its allOf.
func (n *ruleNode) compile() {
	if n.compiled {
		return
	}
	n.compiled = true
	n.types = newTyped(n.values)
	if n.isRoot {
		n.types = n.types.WithTypeAndObjectMeta()
	}
	envs := map[bool]*cel.Env{}
	for i := range n.written.XValidations {
		if r := &n.written.XValidations[i]; strings.TrimSpace(r.Rule) != "" {
			n.rules = append(n.rules, n.compileRule(envs, r))
		}
	}
	if n.written.ValueValidation == nil {
		return
	}
	for i := range n.written.ValueValidation.AllOf {
		nested := fromNested(&n.written.ValueValidation.AllOf[i])
		n.allOf = append(n.allOf, &ruleNode{written: nested, values: n.values, isRoot: n.isRoot, decl: n.decl})
	}
}

func (n *ruleNode) compileRule(envs map[bool]*cel.Env, r *apiextensionsv1.ValidationRule) rule {
	out := rule{ValidationRule: r}
	optional := r.OptionalOldSelf != nil && *r.OptionalOldSelf
	env := envs[optional]
	if env == nil {
		if env, out.err = ruleEnv(n.decl, optional); out.err != nil {
			return out
		}
		envs[optional] = env
	}
	if out.check, out.err = compileExpr(env, r.Rule, cel.BoolType); out.err == nil && r.MessageExpression != "" {
		// Without it the message of the rule stands.
		out.message, _ = compileExpr(env, r.MessageExpression, cel.StringType)
	}
	return out
}

// field returns the node of a field that the schema names, or nil where there
// can be no rules.
func (n *ruleNode) field(name string) *ruleNode {
	if f, ok := n.fields[name]; ok {
		return f
	}
	if n.fields == nil {
		n.fields = map[string]*ruleNode{}
	}
	n.fields[name] = n.newField(name)
	return n.fields[name]
}

func (n *ruleNode) newField(name string) *ruleNode {
	written, ok := n.written.Properties[name]
	values, ok2 := n.values.Properties[name]
	if !ok || !ok2 {
		return nil
	}
	f := &ruleNode{written: &written, values: &values, isRoot: values.XEmbeddedResource}
	escaped, ok := apiservercel.Escape(name)
	switch {
	case !ok:
		f.decl = model.SchemaDeclType(&values, f.isRoot)
	case n.decl == nil || n.decl.Fields[escaped] == nil:
		return nil // of unknown type: left out of CEL altogether
	default:
		f.decl = n.decl.Fields[escaped].Type
	}
	if f.decl == nil {
		return nil
	}
	return f
}

// item returns the node of the items of a list, or nil.
func (n *ruleNode) item() *ruleNode {
	if n.items == nil && n.written.Items != nil && n.values.Items != nil {
		n.items = n.child(n.written.Items, n.values.Items)
	}
	return n.items
}

// additional returns the node of the values of a map, or nil.
func (n *ruleNode) additional() *ruleNode {
	w, v := n.written.AdditionalProperties, n.values.AdditionalProperties
	if n.extra == nil && w != nil && w.Structural != nil && v != nil && v.Structural != nil {
		n.extra = n.child(w.Structural, v.Structural)
	}
	return n.extra
}

func (n *ruleNode) child(written, values *structural.Structural) *ruleNode {
	c := &ruleNode{written: written, values: values, isRoot: values.XEmbeddedResource}
	if n.decl != nil {
		c.decl = n.decl.ElemType
	}
	return c
}

// fromNested makes a schema of an alternative, so that its rules can be looked
// for in the same way.
func fromNested(v *structural.NestedValueValidation) *structural.Structural {
	if v == nil {
		return nil
	}
	s := &structural.Structural{
		ValueValidation: &v.ValueValidation, ValidationExtensions: v.ValidationExtensions,
		Generic: v.ForbiddenGenerics, Extensions: v.ForbiddenExtensions, Items: fromNested(v.Items),
	}
	if len(v.Properties) > 0 {
		s.Properties = make(map[string]structural.Structural, len(v.Properties))
		for name := range v.Properties {
			p := v.Properties[name]
			s.Properties[name] = *fromNested(&p)
		}
	}
	if v.AdditionalProperties != nil {
		s.AdditionalProperties = &structural.StructuralOrBool{Structural: fromNested(v.AdditionalProperties)}
	}
	return s
}
