package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// Fate is what becomes of an object with a mistake where nobody repairs it, in
// words that a program can compare with what really happens.
type Fate string

// The fates, beside those of [Condition].
const (
	// Rejected: the API server refuses the object.
	Rejected Fate = "rejected"
	// Pruned: the API server takes the object, and drops the field.
	Pruned Fate = "pruned"
	// Silent: the API server takes the object whole, and no status ever speaks
	// of the mistake.
	Silent Fate = "silent"
	// Outside: it does not come to that; the mistake is seen, or passed over,
	// by another program, such as Helm or Flux.
	Outside Fate = "outside"
)

// Condition is the fate of an object that the API server takes whole, and whose
// status then has this condition, written as kubectl users read it.
func Condition(kind, status, reason string) Fate {
	return Fate(fmt.Sprintf("%s=%s (%s)", kind, status, reason))
}

var conditionPattern = text.NewPattern(`^[A-Z][A-Za-z]+=(True|False|Unknown) \([A-Z][A-Za-z]+\)$`)

// IsCondition reports whether the fate is one of [Condition].
func (f Fate) IsCondition() bool { return conditionPattern.MatchString(string(f)) }

// Outcome is the fates of objects with a mistake: one of them each. It says of
// [Doc.Forecast] what can be checked; testdata/oracle checks it.
type Outcome []Fate

// String is the fates as words of a sentence.
func (o Outcome) String() string {
	words := make([]string, len(o))
	for i, f := range o {
		words[i] = string(f)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func (o Outcome) validate() error {
	for i, f := range o {
		switch {
		case slices.Contains(o[:i], f):
			return fmt.Errorf("the outcome %q stands twice", f)
		case f != Rejected && f != Pruned && f != Silent && f != Outside && !f.IsCondition():
			return fmt.Errorf("the outcome %q is not known; allowed: %s, %s, %s, %s, Type=Status (Reason)", f, Rejected, Pruned, Silent, Outside)
		}
	}
	return nil
}
