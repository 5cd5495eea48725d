package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

const crdAndObject = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.test.example.com}
spec:
  group: test.example.com
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {value: {type: string}}}}}
---
apiVersion: test.example.com/v1
kind: Thing
metadata: {name: a}
spec:
  vlaue: x
`

var thing = object.Kind{Group: "test.example.com", Name: "Thing"}

// schemaRule reports what a schema says, and repairs by deleting the field.
func schemaRule(name string) *Rule {
	r := toy(name, func(p *Pass, o *object.Object) {
		problems, _ := p.Schema(o)
		for _, sp := range problems {
			p.Report(AtKey(o, sp.Node, sp.Key), sp.Message, With(Safe, "delete it", source.Delete(o.Doc, sp.Node.Path().Join(sp.Key))))
		}
	})
	r.Kinds = []object.Kind{thing}
	return r
}

func parsed(t *testing.T, text string) []*source.File {
	t.Helper()
	f, err := source.Parse("in.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return []*source.File{f}
}

func messages(found []*Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.String())
	}
	return out
}

// A rule sees what the CustomResourceDefinitions of the input say, in each round
// anew.
func TestSchema(t *testing.T) {
	cfg := Defaults()
	cfg.Mode = FixMode
	in := Input{Files: parsed(t, crdAndObject), Schemas: crd.New().For}
	r := Run(in, []*Rule{schemaRule("thing")}, cfg)
	want := []string{`in.yaml:19:3: error: unknown field "vlaue" under spec; did you mean "value"? [thing]`}
	if diff := cmp.Diff(want, messages(r.Fixed)); diff != "" || len(r.Findings) > 0 {
		t.Error(diff, messages(r.Findings))
	}
}

// A CustomResourceDefinition of the input that cannot be used is a finding, and
// can be configured like any.
func TestBadCRD(t *testing.T) {
	text := "# gatefix:ignore bad-crd -- known\n" + crdAndObject[:len(crdAndObject)-1] + "\n"
	broken := func(s string) string { return strings.Replace(s, "type: string", "type: text", 1) }
	in := Input{Files: parsed(t, broken(crdAndObject)), Schemas: crd.New().For}
	r := Run(in, []*Rule{schemaRule("thing")}, Defaults())
	want := []string{`in.yaml:13:100: error: Thing.test.example.com, version v1: clusters refuse the schema: properties[spec].properties[value].type: unsupported value: supported values: "array", "boolean", "integer", "number", "object", "string" [bad-crd]`}
	if diff := cmp.Diff(want, messages(r.Findings)); diff != "" {
		t.Error(diff)
	}
	cfg := Defaults()
	cfg.Rules[RuleBadCRD] = RuleConfig{Off: true}
	in.Files = parsed(t, broken(text))
	if r := Run(in, []*Rule{schemaRule("thing")}, cfg); len(r.Findings) != 0 {
		t.Error(messages(r.Findings))
	}
}

// counting is a validator that counts what it is asked.
type counting map[string]int

func (c counting) Problems(o *object.Object) ([]schema.Problem, bool) {
	c[o.Name]++
	return []schema.Problem{{Class: schema.WrongType, Node: o.Root, Message: fmt.Sprint(c[o.Name])}}, true
}

func (c counting) Defines(k object.Kind) bool { return k == thing }

func (c counting) Faults() []schema.Fault { return nil }

// General rules are handed objects of every kind that a user supplied a schema
// for, other rules are not.
func TestGeneralRulesSeeKindsOfUsers(t *testing.T) {
	general, other := schemaRule("general"), schemaRule("other")
	general.General = true
	general.Kinds, other.Kinds = []object.Kind{object.Service}, []object.Kind{object.Service}
	in := Input{Files: parsed(t, crdAndObject), Schemas: crd.New().For}
	want := []string{`in.yaml:19:3: error: unknown field "vlaue" under spec; did you mean "value"? [general]`}
	if diff := cmp.Diff(want, messages(Run(in, []*Rule{general, other}, Defaults()).Findings)); diff != "" {
		t.Error(diff)
	}
}

// However many rules ask, an object is judged once a round.
func TestSchemaIsAskedOnce(t *testing.T) {
	c := counting{}
	in := Input{Files: parsed(t, crdAndObject), Schemas: func(*object.Set) schema.Validator { return c }}
	r := Run(in, []*Rule{schemaRule("one"), schemaRule("two")}, Defaults())
	if len(r.Findings) != 2 || c["a"] != 1 {
		t.Errorf("%d findings, asked %v", len(r.Findings), c)
	}
	in.Schemas = nil
	if r := Run(in, []*Rule{schemaRule("one")}, Defaults()); len(r.Findings) != 0 {
		t.Error(messages(r.Findings))
	}
}

// Documents of kinds that nothing defines are counted: not those of Kubernetes
// itself, of the tables or of a user, nor what is not applied.
func TestKindsWithoutASchemaAreCounted(t *testing.T) {
	document := func(apiVersion, kind string) string {
		return "---\napiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: a}\n"
	}
	files := parsed(t, document("v1", "Service")+document("apps/v1", "Deployment")+document("networking.k8s.io/v1", "Ingress")+
		document("gateway.networking.k8s.io/v1", "HTTPRoute")+document("agentgateway.dev/v1alpha1", "AgentgatewayBackend")+
		document("kustomize.config.k8s.io/v1beta1", "Kustomization")+document("kustomize.config.k8s.io/v1alpha1", "Component")+document("kpt.dev/v1", "Kptfile")+
		document("security.istio.io/v1", "AuthorizationPolicy")+document("security.istio.io/v1", "AuthorizationPolicy")+
		"---\n{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}}\n"+
		"---\nkind: Fragment\n---\na: b\n"+document(thing.Group+"/v1", thing.Name))
	in := Input{Files: files}
	if got := Run(in, nil, Defaults()).Stats.NoSchema; got != 4 {
		t.Errorf("%d documents, want 4: two AuthorizationPolicies, an Application and a %s", got, thing.Name)
	}
	in.Schemas = func(*object.Set) schema.Validator { return counting{} }
	if got := Run(in, nil, Defaults()).Stats.NoSchema; got != 3 {
		t.Errorf("%d documents with a definition of %s, want 3", got, thing.Name)
	}
}
