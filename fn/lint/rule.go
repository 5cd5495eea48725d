package lint

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// Severity ranks findings.
type Severity uint8

// The severities, rising. None is above all others: as a threshold, nothing
// reaches it.
const (
	Info Severity = iota + 1
	Warning
	Error
	None
)

var severityNames = []string{"", "info", "warning", "error", "none"}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads info, warning, error or none.
func ParseSeverity(s string) (Severity, bool) {
	for i, name := range severityNames {
		if i > 0 && name == s {
			return Severity(i), true
		}
	}
	return 0, false
}

// Rule finds one kind of mistake. Rules are values in one table; a rule keeps
// no state of its own.
type Rule struct {
	// Name is the mistake, in words that read well after "allow". It is never
	// used again for another mistake.
	Name string
	// Severity of its findings, unless a finding or the configuration says
	// otherwise.
	Severity Severity
	// Since is the version of Gatefix that brought the rule, such as 0.1.
	Since string
	// Kinds are the objects handed to Check, one by one.
	Kinds []object.Kind
	// Match adds the kinds of the input for which it is true, where no list can
	// name them: those that nobody has ever heard of, say. Nil: none.
	Match func(object.Kind) bool
	// Worth tells objects of a kind apart by their text, before they are parsed:
	// of one whose text is not wanted, Check would say nothing. Large inputs hold
	// thousands of ConfigMaps and Deployments of which nothing is at fault. It
	// must not depend on how the text is quoted. Nil, or a nil answer: all.
	Worth func(*Pass, object.Kind) object.Wanted
	// Reads are the kinds of other objects that Check consults through its
	// Pass. The tests compare them with what was really read.
	Reads []object.Kind
	// General says that the rule knows only that something is wrong, as a schema
	// does: its finding is left out where another rule reports the same place,
	// or one around it. It is also handed objects of the kinds that a user
	// supplied schemas for.
	General bool
	// Outcome is what Doc.Forecast says, for programs.
	Outcome Outcome
	Doc     Doc
	Check   func(*Pass, *object.Object)
}

// Doc is what `gatefix explain`, the catalogue and every report say of a rule.
// Its texts are Markdown paragraphs.
type Doc struct {
	Summary string // one line: the mistake
	Why     string // what goes wrong, and why nobody says so
	Repair  string // what to do, and what Gatefix does
	// FixSafety tells why the fix is safe, or what must be checked before it
	// is applied. Empty where the rule offers no fix.
	FixSafety string
	// Forecast is what happens without Gatefix: rejected by the API server,
	// pruned silently, a condition of the controller, or silence.
	Forecast string
	Links    []string
}

// Home is where the project lives.
const Home = "https://github.com/gatefix/gatefix"

// RuleURL is where a rule is documented.
func RuleURL(name string) string { return Home + "/blob/main/fn/rules/README.md#" + name }

// Validate returns the first thing wrong with a table of rules.
func Validate(rules []*Rule) error {
	seen := map[string]bool{}
	for i, r := range rules {
		switch {
		case r.Name == "" || strings.Trim(r.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
			return fmt.Errorf("rule %d: the name %q is not lower-case words joined by hyphens", i, r.Name)
		case seen[r.Name] || IsEngineRule(r.Name):
			return fmt.Errorf("rule %s: the name is used twice", r.Name)
		case i > 0 && rules[i-1].Name > r.Name:
			return fmt.Errorf("rule %s: the table is not sorted", r.Name)
		case r.Check == nil || len(r.Kinds) == 0 && r.Match == nil || r.Since == "":
			return fmt.Errorf("rule %s: Check, Kinds and Since are needed", r.Name)
		case r.Severity < Info || r.Severity > Error:
			return fmt.Errorf("rule %s: no severity", r.Name)
		case r.Doc.Summary == "" || r.Doc.Why == "" || r.Doc.Repair == "" || r.Doc.Forecast == "":
			return fmt.Errorf("rule %s: Summary, Why, Repair and Forecast are needed", r.Name)
		}
		if err := r.Outcome.validate(); err != nil {
			return fmt.Errorf("rule %s: %w", r.Name, err)
		}
		seen[r.Name] = true
	}
	return nil
}

// Findings of the engine itself bear these names; they can be configured like
// rules.
const (
	RuleBadYAML      = "bad-yaml"
	RuleDuplicateKey = "duplicate-key"
	RuleBadCRD       = "bad-crd"
	RuleIgnore       = "unused-ignore"
	RuleIgnoreReason = "ignore-without-reason"
	RuleIgnoreUntil  = "expired-ignore"
)

// engineRules are the severities and summaries of the engine's own findings.
var engineRules = []struct {
	name     string
	severity Severity
	summary  string
}{
	{RuleBadYAML, Error, "a document that is not YAML; it is left alone"},
	{RuleDuplicateKey, Error, "a key that stands twice in one mapping; which one wins depends on the reader, so the document is left alone"},
	{RuleBadCRD, Error, "a CustomResourceDefinition in the input that clusters refuse; objects of its kind are not judged by it"},
	{RuleIgnoreUntil, Warning, "an ignore whose date has passed; the finding is reported again"},
	{RuleIgnoreReason, Warning, "an ignore without a reason; it has no effect"},
	{RuleIgnore, Warning, "an ignore that matches no finding"},
}

// IsEngineRule reports whether the name is that of a finding of the engine.
func IsEngineRule(name string) bool {
	for _, r := range engineRules {
		if r.name == name {
			return true
		}
	}
	return false
}

// EngineRule describes a finding of the engine itself.
type EngineRule struct {
	Name     string
	Severity Severity
	Summary  string
}

// EngineRules returns the names the engine reports under, with their
// severities and summaries.
func EngineRules() []EngineRule {
	out := make([]EngineRule, len(engineRules))
	for i, r := range engineRules {
		out[i] = EngineRule{r.name, r.severity, r.summary}
	}
	return out
}
