package report

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Exit statuses, the same at every door.
const (
	OK       = 0 // nothing at or above the threshold remains
	Failed   = 1 // findings remain
	Unusable = 2 // bad usage, bad configuration or unreadable input
)

// Status is the exit status of a run. A document that is not YAML is unreadable
// input, whatever severity the configuration gives it.
func Status(findings []*lint.Finding, unreadable []*source.Error, failOn lint.Severity) int {
	code := OK
	for _, f := range findings {
		if f.Name == lint.RuleBadYAML {
			return Unusable
		}
		if f.Severity >= failOn {
			code = Failed
		}
	}
	if len(unreadable) > 0 {
		return Unusable
	}
	return code
}
