package krm

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
)

// notesOf writes the results for standard error, one a line, and a summary.
func notesOf(results []result, found *lint.Result, items int, cfg *lint.Config) string {
	var b strings.Builder
	for _, r := range results {
		b.WriteString(r.String() + "\n")
	}
	return b.String() + summary(found, items, cfg) + "\n"
}

// summary also tells that the function ran at all: kustomize skips functions
// in silence when a flag is missing.
func summary(found *lint.Result, items int, cfg *lint.Config) string {
	counts := map[lint.Severity]int{}
	for _, f := range found.Findings {
		counts[f.Severity]++
	}
	parts := []string{fmt.Sprintf("gatefix: %s checked", plural(items, "object"))}
	add := func(n int, text string) {
		if n > 0 {
			parts = append(parts, text)
		}
	}
	add(len(found.Fixed), fmt.Sprintf("%d repaired", len(found.Fixed)))
	add(counts[lint.Error], plural(counts[lint.Error], "error"))
	add(counts[lint.Warning], plural(counts[lint.Warning], "warning"))
	add(counts[lint.Info], fmt.Sprintf("%d info", counts[lint.Info]))
	if len(found.Fixed)+len(found.Findings) == 0 {
		parts = append(parts, "nothing to report")
	}
	add(found.Stats.Suppressed, fmt.Sprintf("%d ignored", found.Stats.Suppressed))
	add(found.Stats.Outside, notJudged(found.Stats))
	if found.Failed(cfg.FailOn) && cfg.FailOn != lint.Error {
		parts = append(parts, "failed since failOn is "+cfg.FailOn.String())
	}
	return strings.Join(parts, ", ")
}

// notJudged says how many references were not judged and, where it is not for
// the usual reason alone, why.
func notJudged(s lint.Stats) string {
	references := plural(s.Outside, "reference")
	if s.OutsideBy[string(gateway.NotInInput)] == s.Outside {
		return references + " outside the input"
	}
	return references + " not judged: " + lint.Reasons(s.OutsideBy)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
