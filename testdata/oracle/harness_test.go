package oracle

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
	"github.com/gatefix/gatefix/testdata/oracle/apiserver"
	"github.com/gatefix/gatefix/testdata/oracle/controller"
)

// A rule that forecasts something else than what happens is found out, whoever
// tells the truth: the API server, by rejecting or not, or the controller.
func TestWrongForecasts(t *testing.T) {
	worlds, err := loadWorlds()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		rule    string
		outcome lint.Outcome
		want    string
	}{
		{"cors-max-age", lint.Outcome{lint.Silent}, "AgentgatewayPolicy default/seconds: rejected; forecast: silent"},
		{"policy-target", lint.Outcome{lint.Pruned}, "AgentgatewayPolicy ai/limit: rejected; forecast: pruned"},
		{"cors-unknown-field", lint.Outcome{lint.Rejected}, "AgentgatewayPolicy default/flow: silent; forecast: rejected"},
		{"section-mismatch", lint.Outcome{lint.Silent}, "HTTPRoute apps/slip: Accepted=False (NoMatchingParent); forecast: silent"},
		{"section-mismatch", lint.Outcome{lint.Condition("Accepted", "False", "NoMatchingListenerHostname"), lint.Silent}, `an example meets "Accepted=False (NoMatchingParent)", which is not among`},
		{"unstripped-llm-prefix", lint.Outcome{lint.Silent, lint.Pruned}, `the outcome "pruned" is forecast, and no example meets it`},
		{"cors-max-age", nil, "the rule does not say its Outcome"},
	} {
		_, complaints := testRule(t, worlds, withOutcome(c.rule, c.outcome), c.rule, examples)
		if !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s with the outcome %q: no complaint says %q:\n%s", c.rule, c.outcome, c.want, strings.Join(complaints, "\n"))
		}
	}
}

// withOutcome is the table of rules, one of which forecasts something else.
func withOutcome(name string, o lint.Outcome) []*lint.Rule {
	all := slices.Clone(rules.All)
	for i, r := range all {
		if r.Name == name {
			wrong := *r
			wrong.Outcome = o
			all[i] = &wrong
		}
	}
	return all
}

// A good example that is not good, a repair after which something is still
// wrong, and one that changes what it was not asked to change are found out.
func TestWrongExamples(t *testing.T) {
	worlds, err := loadWorlds()
	if err != nil {
		t.Fatal(err)
	}
	all := []*lint.Rule{rules.Find("cors-max-age")}
	_, complaints := testRule(t, worlds, all, "cors-max-age", filepath.Join("testdata", "wrong"))
	for _, want := range []string{
		`good.yaml:1: AgentgatewayPolicy default/typo: pruned; forecast: silent`,
		`good.yaml:10: AgentgatewayPolicy default/lost: Attached=False (Pending); forecast: silent`,
		`bad.fixed.yaml:1: AgentgatewayPolicy default/seconds: rejected; forecast: silent`,
		`bad.fixed.yaml: xDS resource default/ai-gateway/route/default/bystander.00.http changed, but none of`,
		`bad-both.yaml:1: AgentgatewayPolicy default/both is refused for "spec.traffic.csrf.additionalOrigins[0].exact" too`,
	} {
		if !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("no complaint says %q:\n%s", want, strings.Join(complaints, "\n"))
		}
	}
}

// A mistake that nobody reports is repaired only if the proxy hears of it.
func TestRepairWithoutEffect(t *testing.T) {
	id := controller.ID{Kind: "HTTPRoute", Namespace: "a", Name: "r"}
	judged := func(text, xds string) *Judged {
		v := &Verdict{Doc: &Doc{JSON: []byte(text), Findings: []string{"rule"}}, ID: id, API: apiserver.Verdict{}}
		v.Statuses = []controller.Condition{{Type: "Accepted", Status: "True", Reason: "Accepted"}}
		return &Judged{Verdicts: []*Verdict{v}, Result: controller.Result{Resources: map[string]controller.Resource{
			"g/route/a/r": {Name: "g/route/a/r", Of: []controller.ID{id}, Bytes: []byte(xds)},
		}}}
	}
	if r := compare(judged("before", "same"), judged("after", "same")); len(r.Odd) != 1 || r.Same != 1 {
		t.Errorf("%+v", r)
	}
	if r := compare(judged("before", "was"), judged("after", "is")); len(r.Odd) != 0 || len(r.Meant) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestForecastHolds(t *testing.T) {
	a, b := lint.Condition("Accepted", "False", "A"), lint.Condition("Accepted", "False", "B")
	for _, c := range []struct {
		text string
		met  []lint.Fate
		want bool
	}{
		{"# outcome: rejected", []lint.Fate{lint.Rejected}, true},
		{"# outcome: rejected\r", []lint.Fate{lint.Rejected}, true},
		{"# outcome: rejected", []lint.Fate{lint.Silent}, false},
		{"# outcome: " + string(a) + ", " + string(b), []lint.Fate{a, b}, true},
		{"# outcome: " + string(a) + ", " + string(b), []lint.Fate{a}, false},
		{"# outcome: " + string(a) + " or " + string(b), []lint.Fate{b}, true},
		{"# outcome: " + string(a) + " or " + string(b), []lint.Fate{a, b}, true},
		{"# outcome: " + string(a) + " or " + string(b), []lint.Fate{lint.Silent}, false},
		{"# outcome: silent", nil, false},
	} {
		f, ok := parseDirective([]byte("kind: X\n" + c.text + "\n"))
		if !ok || f.holds(c.met) != c.want {
			t.Errorf("%q, met %q: %v, want %v", c.text, c.met, !c.want, c.want)
		}
	}
}
