package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
)

// A general rule is silent at, and below, a place that another rule reports; it
// speaks where the other one does not weigh as much, or reports the whole
// document.
func TestGeneralRulesYield(t *testing.T) {
	text := "apiVersion: test.example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n  inner: {value: x}\n  other: y\n"
	reports := func(name string, general bool, severity Severity, steps ...any) *Rule {
		r := toy(name, func(p *Pass, o *object.Object) { p.Reportf(At(o, o.Get(steps...)), "here") })
		r.Kinds, r.General, r.Severity = []object.Kind{thing}, general, severity
		return r
	}
	pointing := toy("other", func(p *Pass, o *object.Object) {
		p.Report(At(o, o.Get("spec", "other")), "here", See(At(o, o.Get("spec", "inner", "value")), "because of this"))
	})
	pointing.Kinds = []object.Kind{thing}
	general := reports("general", true, Error, "spec", "inner", "value")
	for name, c := range map[string]struct {
		other *Rule
		off   bool
		want  []string
	}{
		"same place":    {other: reports("other", false, Error, "spec", "inner", "value"), want: []string{"other"}},
		"around it":     {other: reports("other", false, Error, "spec", "inner"), want: []string{"other"}},
		"elsewhere":     {other: reports("other", false, Error, "spec", "other"), want: []string{"general", "other"}},
		"pointed to":    {other: pointing, want: []string{"other"}},
		"off":           {other: reports("other", false, Error, "spec", "inner"), off: true, want: nil},
		"a warning":     {other: reports("other", false, Warning, "spec", "inner"), want: []string{"other", "general"}},
		"the document":  {other: reports("other", false, Error), want: []string{"other", "general"}},
		"general, both": {other: reports("other", true, Error, "spec", "inner"), want: []string{"other", "general"}},
	} {
		cfg := Defaults()
		cfg.Rules["other"] = RuleConfig{Off: c.off}
		var got []string
		for _, f := range Run(Input{Files: parsed(t, text)}, []*Rule{general, c.other}, cfg).Findings {
			got = append(got, f.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
