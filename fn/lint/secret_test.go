package lint

import (
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// What a rule says of a value must not tell it where it is a key.
func TestMessagesDoNotTellKeys(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {apiKey: 'sk\"12', plain: sk12, allowCredentials: 'true', secretRef: {name: mine}}\n"
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"apiKey": `the value "..."`, "plain": `the value "sk12"`, "allowCredentials": `the value "true"`, "secretRef": `the value "mine"`} {
		rule := &Rule{Name: "r", Severity: Error, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *Pass, o *object.Object) {
			n := o.Get("data", key)
			if n.IsMapping() {
				n = n.Get("name")
			}
			p.Reportf(At(o, n), "the value %q", n.Text())
		}}
		r := Run(Input{Files: []*source.File{f}}, []*Rule{rule}, Defaults())
		if len(r.Findings) != 1 || r.Findings[0].Message != want {
			t.Errorf("%s: %v; wanted %s", key, r.Findings, want)
		}
	}
}

// A section that is called authorization holds rules, which a report shows, save
// those that speak of a key.
func TestSectionsAreNoKeys(t *testing.T) {
	const text = `apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
spec:
  traffic:
    authorization:
      action: ALLOW
      policy: {matchExpressions: ['source.address == "a"', 'request.headers["x-api-key"] == "sk12"']}
    apiKeyAuthentication: {mode: strict, keys: [sk12]}
    authorizationHeader: {action: ALLOW}
`
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	root := f.Docs[0].Root()
	for _, c := range []struct {
		path source.Path
		want bool
	}{
		{source.P("spec", "traffic", "authorization", "action"), false},
		{source.P("spec", "traffic", "authorization", "policy", "matchExpressions", 0), false},
		{source.P("spec", "traffic", "authorization", "policy", "matchExpressions", 1), true},
		{source.P("spec", "traffic", "apiKeyAuthentication", "mode"), false},
		{source.P("spec", "traffic", "apiKeyAuthentication", "keys", 0), true},
		{source.P("spec", "traffic", "authorizationHeader", "action"), true},
	} {
		if got := IsSecret(root, c.path); got != c.want {
			t.Errorf("%s: %v, want %v", c.path, got, c.want)
		}
	}
}

// The excerpt of a finding shows what its message quotes.
func TestSwitchesAreShown(t *testing.T) {
	f, err := source.Parse("a.yaml", []byte("cors: {allowCredentials: 'true', apiKey: 'truer'}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := Secrets(f.Docs[0].Root()); len(got) != 1 || got[0].Value != "truer" {
		t.Errorf("%d values are hidden: %v", len(got), got)
	}
}
