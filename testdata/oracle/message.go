package oracle

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/testdata/oracle/controller"
)

// named finds the conditions that a message says a status will have:
// "Accepted=False (A or B)", or no more than "Accepted=True".
var named = regexp.MustCompile(`\b([A-Z][A-Za-z]+)=(True|False|Unknown)(?: \(([A-Za-z ]+)\))?`)

// unmet complains where the messages speak of conditions, and the status of the
// document has none of them; of several reasons the controller gives one. An
// object that the API server refuses has no status yet, and one of another
// controller's has none of this one's; where that is kgateway, the document says
// what it says.
func (v *Verdict) unmet() string {
	statuses := v.Statuses
	if v.Kgateway != "" {
		statuses = conditionsIn(v.Kgateway)
	}
	if len(statuses) == 0 {
		return ""
	}
	said := named.FindAllStringSubmatch(strings.Join(v.Messages, "\n"), -1)
	met := slices.ContainsFunc(said, func(m []string) bool {
		return slices.ContainsFunc(statuses, func(c controller.Condition) bool {
			return c.Type == m[1] && c.Status == m[2] && (m[3] == "" || slices.Contains(strings.Split(m[3], " or "), c.Reason))
		})
	})
	if len(said) == 0 || met {
		return ""
	}
	return fmt.Sprintf("%s: its status says nothing of what the messages do: %q%s", v.ID, v.Messages, v.details())
}

// conditionsIn reads conditions off a text.
func conditionsIn(text string) (out []controller.Condition) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		out = append(out, controller.Condition{Type: m[1], Status: m[2], Reason: m[3]})
	}
	return out
}
