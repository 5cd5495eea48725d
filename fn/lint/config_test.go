package lint

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var known = []string{"cors-max-age", "gateway-name-collision"}

func parseConfig(t *testing.T, text string) (*Config, error) {
	t.Helper()
	f, err := source.Parse("c.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return ParseConfig(f.Docs[0], known)
}

const typed = `apiVersion: gatefix.dev/v1alpha1
kind: Gatefix
metadata: {name: gatefix}
spec:
  mode: check
  failOn: warning
  unsafeFixes: true
  platform: orbstack
  versions: {agentgateway: v1.4.1, gatewayAPI: v1.5.1}
  gatewayName: edge
  stripLLMPrefix: never
  crds: [crds, more/a.yaml]
  controllers: [{name: agentgateway, namespace: agentgateway-system}]
  assume: [Gateway infra/gw, "Service ai/*", GatewayClass edge]
  rules: {cors-max-age: off, gateway-name-collision: {severity: error}}
  ignore:
  - {rule: cors-max-age, kind: HTTPRoute, name: web, reason: "elsewhere", until: 2027-01-31}
`

const flat = `apiVersion: v1
kind: ConfigMap
metadata: {name: gatefix}
data:
  mode: check
  failOn: warning
  unsafeFixes: "true"
  platform: orbstack
  versions.agentgateway: v1.4.1
  versions: "{gatewayAPI: v1.5.1}"
  gatewayName: edge
  stripLLMPrefix: never
  crds: "[crds, more/a.yaml]"
  controllers: "[{name: agentgateway, namespace: agentgateway-system}]"
  assume: "[Gateway infra/gw, 'Service ai/*', GatewayClass edge]"
  rules.cors-max-age: "off"
  rules.gateway-name-collision: error
  ignore: |
    - rule: cors-max-age
      kind: HTTPRoute
      name: web
      reason: elsewhere
      until: 2027-01-31
`

func TestBothFormsSayTheSame(t *testing.T) {
	want := &Config{
		Limits: Defaults().Limits,
		Mode:   CheckMode, FailOn: Warning, UnsafeFixes: true, Platform: "orbstack",
		Versions: Versions{"v1.4.1", "v1.5.1"}, GatewayName: "edge", StripLLMPrefix: "never",
		CRDs:        []string{"crds", "more/a.yaml"},
		Controllers: []Controller{{"agentgateway", "agentgateway-system"}},
		Assume: object.Assume{Objects: []object.Assumed{
			{Kind: "Gateway", Namespace: "infra", Name: "gw"}, {Kind: "Service", Namespace: "ai", Name: "*"}, {Kind: "GatewayClass", Name: "edge"},
		}},
		Rules: map[string]RuleConfig{"cors-max-age": {Off: true}, "gateway-name-collision": {Severity: Error}},
		Ignore: []*Ignore{{Rule: "cors-max-age", Kind: "HTTPRoute", Name: "web", Reason: "elsewhere",
			Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)}},
	}
	kustomized := strings.Replace(typed, "2027-01-31", `"2027-01-31T00:00:00Z"`, 1)
	for name, text := range map[string]string{"typed": typed, "typed, of kustomize": kustomized, "flat": flat} {
		got, err := parseConfig(t, text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, ig := range got.Ignore {
			if ig.At.Doc == nil || ig.At.Doc.File.Name != "c.yaml" || ig.At.Position().Line < 14 {
				t.Errorf("%s: the ignore's place is %v", name, ig.At.Position())
			}
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Ignore{}, "At"), cmpopts.IgnoreUnexported(Ignore{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestConfigErrors(t *testing.T) {
	spec := func(s string) string { return "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec:\n  " + s + "\n" }
	data := func(s string) string { return "apiVersion: v1\nkind: ConfigMap\ndata:\n  " + s + "\n" }
	for _, c := range []struct{ text, want string }{
		{spec("plattform: orbstack"), `c.yaml:4:3: configuration: unknown key "plattform" under spec; did you mean "platform"?; allowed: mode,`},
		{spec("platform: orbstak"), `c.yaml:4:13: configuration: platform "orbstak" is not known; did you mean "orbstack"?; allowed: orbstack,`},
		{spec("mode: repair"), `c.yaml:4:9: configuration: mode "repair" is not known; allowed: fix, check`},
		{spec("failOn: fatal"), `failOn "fatal" is not known; allowed: error, warning, info, none`},
		{spec("unsafeFixes: 3"), `"3" is not true or false`},
		{spec("rules: {cors-maxage: off}"), `there is no rule "cors-maxage"; did you mean "cors-max-age"?`},
		{spec("rules: {cors-max-age: loud}"), `severity "loud" is not known; allowed: off, info, warning, error`},
		{spec("rules: {cors-max-age: {sev: error}}"), `unknown key "sev" under rules.cors-max-age`},
		{spec("ignore: [{rule: cors-max-age}]"), "an ignore needs a reason"},
		{spec("ignore: [{reason: x}]"), "an ignore needs a rule, a name or a file"},
		{spec("ignore: [{rule: cors-max-age, reason: x, until: soon}]"), `until "soon" is not a date such as 2027-01-31`},
		{spec("controllers: [{name: x}]"), "a controller needs name and namespace"},
		{spec("controllers: x"), "controllers is not a list"},
		{spec("crds: x"), "crds is not a list"},
		{spec("crds: [1]"), "crds is not a string"},
		{spec("crds: ['']"), "crds holds an empty path; write a file or a directory"},
		{spec("gatewayName: Edge_1"), `gatewayName "Edge_1" is not a name`},
		{spec("versions: {agentgateway: latest}"), `"latest" is not a version such as v1.4.1`},
		{spec("mode: fix\n  mode: check"), `the key "mode" stands twice`},
		{spec("assume: compleet"), `c.yaml:4:11: configuration: assume "compleet" is not known; did you mean "complete"?; allowed: complete, or a list of objects`},
		{spec("assume: {Gateway: infra/gw}"), "allowed: complete, or a list of objects that exist elsewhere, such as [Gateway infra/gw, Service ai/*]"},
		{spec("assume: [infra/gw]"), `c.yaml:4:12: configuration: "infra/gw" does not name an object; write the kind, then namespace/name or a name alone: Gateway infra/gw`},
		{spec("assume: [gateways infra/gw]"), `"gateways" is not a kind; did you mean "Gateway"?`},
		{spec("assume: [agentgatewaypolicies infra/gw]"), `"agentgatewaypolicies" is not a kind; did you mean "AgentgatewayPolicy"?`},
		{spec("assume: [{kind: Gateway}]"), "an object to assume is not a string"},
		{spec("- x"), "spec is not a mapping"},
		{"apiVersion: gatefix.dev/v1\nkind: Gatefix\n", `apiVersion "gatefix.dev/v1" is not known; write "gatefix.dev/v1alpha1"`},
		{"apiVersion: apps/v1\nkind: Deployment\n", `kind "Deployment" (apps/v1) is not a configuration of gatefix`},
		{"mode: fix\n", "no kind; write apiVersion: gatefix.dev/v1alpha1"},
		{"a: [\n", "c.yaml:1:1: not YAML"},
		{"apiVersion: v1\nkind: ConfigMap\nspec: {mode: check}\n", `c.yaml:3:1: configuration: unknown key "spec"; allowed: apiVersion, kind, metadata, immutable, data`},
		{data("plattform: x"), `c.yaml:4:3: configuration: unknown key "plattform"; did you mean`},
		{data("unsafeFixes: true"), `the value of "unsafeFixes" is not a string`},
		{data("mode: repair"), `mode "repair" is not known`},
		{data("assume: complet"), `assume "complet" is not known; did you mean "complete"?`},
		{data(`rules.cors-maxage: "off"`), `there is no rule "cors-maxage"`},
	} {
		if _, err := parseConfig(t, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// An input that is complete may still leave out what the cluster brings along.
func TestAssume(t *testing.T) {
	cfg, err := parseConfig(t, "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\nspec: {assume: complete}\n")
	if err != nil || !cfg.Assume.Complete {
		t.Errorf("%+v, %v", cfg, err)
	}
	for _, value := range []string{"complete", `["Secret *"]`} {
		if err := cfg.Set("assume", value, known); err != nil {
			t.Error(err)
		}
	}
	want := object.Assume{Complete: true, Objects: []object.Assumed{{Kind: "Secret", Name: "*"}}}
	if diff := cmp.Diff(want, cfg.Assume); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyConfigIsTheDefault(t *testing.T) {
	for _, text := range []string{
		"", "apiVersion: gatefix.dev/v1alpha1\nkind: Gatefix\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: function-input}\ndata: {}\n",
		"apiVersion: v1\nkind: ConfigMap\n",
	} {
		got, err := parseConfig(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Defaults(), got); diff != "" {
			t.Error(diff)
		}
	}
}
