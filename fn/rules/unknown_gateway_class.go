package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var unknownGatewayClass = &lint.Rule{
	Name:     "unknown-gateway-class",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.Gateway},
	Reads:    []object.Kind{object.GatewayClass},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a gatewayClassName that is a misspelling of a class",
		Why: "A Gateway belongs to the controller of its GatewayClass. Where no class has the name, no controller takes it, nothing is deployed for it, and its status stays " +
			"`Waiting for controller` for ever.",
		Repair:   "Write the name of a class. A name that is like no class of the input and like none that a product installs is not reported: classes can be called anything.",
		Forecast: "Accepted by the API server. The status says Accepted=Unknown (Pending), and no controller logs anything.",
		Links:    []string{"https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		at := o.Get("spec", "gatewayClassName")
		name, ok := lint.Value(at)
		if !ok || name == "" {
			return
		}
		known := lint.Memo(p, "classes", func() classNames { return newClassNames(modelOf(p).KnownClasses()) })
		if known.all[name] {
			return
		}
		near := known.Nearest(name)
		if near == "" || !isClassSlip(name, near) {
			return
		}
		p.Report(lint.At(o, at), fmt.Sprintf("no GatewayClass %q is known; did you mean %q? no controller takes the Gateway, and its status stays Accepted=Unknown (Pending)", name, near),
			lint.With(lint.Suggestion, fmt.Sprintf("set gatewayClassName to %q", near), source.Set(o.Doc, at.Path(), near)))
	},
}

// classNames are the names of all classes that are known.
type classNames struct {
	*lint.Names
	all map[string]bool
}

func newClassNames(known []string) classNames {
	slices.Sort(known)
	return classNames{lint.NewNames(known), setOf(known)}
}

// isClassSlip reports whether the name of a class is another one but for a slip
// of the hand, inside the name: agentgateway-a, agentgateway2 and gateway are
// classes that somebody made.
func isClassSlip(name, class string) bool {
	if len(name) < 6 || name[0] != class[0] || strings.HasPrefix(name, class) {
		return false
	}
	if isSlip(name, class) {
		return true
	}
	// One letter for another. At the end, it tells the classes of a series apart.
	return len(name) == len(class) && lint.Distance(name, class) == 1 && name[len(name)-1] == class[len(class)-1] && !hasDigit(name+class)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
