package oracle

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
)

// Record is everything that was judged for a rule.
type Record struct {
	Rule  *lint.Rule
	Cases []*Judged // as their authors wrote them, and after each fix
	Fixes []Repair  // of the cases that are repaired, in their order
}

// complaints are what a rule's outcome lacks, or has too much of.
func (r *Record) complaints() (odd []string) {
	if len(r.Rule.Outcome) == 0 {
		return []string{"the rule does not say its Outcome"}
	}
	met, alone, judged := r.met()
	for _, f := range r.Rule.Outcome {
		if f != lint.Outside && judged > 0 && !slices.Contains(met, f) {
			odd = append(odd, fmt.Sprintf("the outcome %q is forecast, and no example meets it", f))
		}
	}
	for _, f := range alone {
		if !slices.Contains(r.Rule.Outcome, f) {
			odd = append(odd, fmt.Sprintf("an example meets %q, which is not among the outcomes that the rule forecasts: %s", f, r.Rule.Outcome))
		}
	}
	return odd
}

// met are the fates of the documents that the rule reports, and of those that no
// other rule reports, and the number of documents that it reports and somebody
// judges; all but those of kgateway.
func (r *Record) met() (fates, alone []lint.Fate, judged int) {
	for _, j := range r.Cases {
		for _, v := range j.Verdicts {
			if !slices.Contains(v.Findings, r.Rule.Name) || v.Kgateway != "" {
				continue
			}
			if j.Before == nil {
				judged++
			}
			fates = append(fates, v.told()...)
			if !slices.ContainsFunc(v.Findings, func(name string) bool { return name != r.Rule.Name }) {
				alone = append(alone, v.told()...)
			}
		}
	}
	slices.Sort(fates)
	slices.Sort(alone)
	return slices.Compact(fates), slices.Compact(alone), judged
}

// told are the fates that the document met or, where the controller says now
// this, now that, all that are expected.
func (v *Verdict) told() []lint.Fate {
	if v.directed && !v.Directed.all {
		return v.Directed.fates
	}
	return v.fates()
}
