package gha

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// Output sets an output of the step. The error tells that there is nobody to
// read it.
//
// The library ends every value with the same line, so that a value with that
// line in it could set further outputs, as in CVE-2022-35954. Here nobody knows
// the line before.
func (t *Toolkit) Output(name, value string) error {
	delimiter := "gatefix_" + rand.Text()
	if strings.Contains(value, delimiter) || strings.ContainsAny(name, "\r\n<=") {
		return fmt.Errorf("the output %q cannot be written", name)
	}
	return t.issue("output", "GITHUB_OUTPUT", name+"<<"+delimiter+"\n"+value+"\n"+delimiter)
}

// SummaryLimit is the size in bytes that a step's summary stays below. GitHub
// shows nothing of one above 1 MiB.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const SummaryLimit = 900 << 10

// Summary adds Markdown to the summary of the step. The caller sees to what is
// in it; this is the bolt on its size.
func (t *Toolkit) Summary(markdown string) error {
	if t.written+len(markdown) > SummaryLimit {
		return fmt.Errorf("the summary would have %d bytes; at most %d are shown", t.written+len(markdown), SummaryLimit)
	}
	if err := t.issue("step-summary", "GITHUB_STEP_SUMMARY", strings.ReplaceAll(markdown, "\x00", "\ufffd")); err != nil {
		return err
	}
	t.written += len(markdown) + 1
	return nil
}
