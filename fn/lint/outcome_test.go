package lint

import "testing"

// fated is a rule that forecasts fates.
func fated(name string, fates ...Fate) *Rule {
	r := toy(name, upper.Check)
	r.Outcome = fates
	return r
}

// Every fate there is passes the validation, and reads as a sentence does.
func TestOutcome(t *testing.T) {
	r := fated("x", Rejected, Pruned, Silent, Outside, Condition("Accepted", "False", "NoMatchingParent"))
	if err := Validate([]*Rule{r}); err != nil {
		t.Error(err)
	}
	for want, o := range map[string]Outcome{
		"":                             nil,
		"rejected":                     {Rejected},
		"rejected or silent":           {Rejected, Silent},
		"pruned, rejected or silent":   {Pruned, Rejected, Silent},
		"ResolvedRefs=False (Invalid)": {Condition("ResolvedRefs", "False", "Invalid")},
	} {
		if got := o.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
