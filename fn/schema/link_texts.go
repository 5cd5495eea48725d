package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/text"
)

// breaks returns what a text or number lacks that the form demands beyond its
// type; one demand is enough.
func (f *form) breaks(v wire.Value) string {
	for _, l := range f.links {
		if judge := scalarLinks[l.word]; judge != nil {
			if why := judge(l, v); why != "" {
				return why
			}
		}
	}
	return ""
}

// scalarLinks say what a value lacks, as the end of a phrase; "" is nothing.
var scalarLinks = map[string]func(link, wire.Value) string{
	"time": isTime, "at-least": atLeast, "at-most": atMost, "quantity": quantity, "between": between, "positive": positive,
	"pseudo-header": pseudoHeader, "star-at-end": starAtEnd, "not-under": notUnder, "label": isLabel,
}

const noTime = "is not a duration; allowed: a number with a unit, such as 30s, 1m30s or 500ms"

var timePattern = text.NewPattern(`^([0-9]{1,5}(h|m|s|ms)){1,4}$`)

// isTime judges a duration of the Gateway API.
// https://gateway-api.sigs.k8s.io/geps/gep-2257/
func isTime(_ link, v wire.Value) string {
	if v.Type == wire.String && !timePattern.MatchString(v.Text) {
		return noTime
	}
	return ""
}

func atLeast(l link, v wire.Value) string {
	return boundedTime(l, v, func(d, bound time.Duration) string {
		if d < bound {
			return "is too short; allowed: at least " + l.arg(0)
		}
		return ""
	})
}

func atMost(l link, v wire.Value) string {
	return boundedTime(l, v, func(d, bound time.Duration) string {
		if d > bound {
			return "is too long; allowed: at most " + l.arg(0)
		}
		return ""
	})
}

func boundedTime(l link, v wire.Value, judge func(d, bound time.Duration) string) string {
	if v.Type != wire.String {
		return ""
	}
	d, err := time.ParseDuration(v.Text)
	if err != nil {
		return noTime
	}
	bound, err := time.ParseDuration(l.arg(0))
	if err != nil {
		return ""
	}
	return judge(d, bound)
}

// quantity judges an amount, which is a number or a text such as 4Mi.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
func quantity(l link, v wire.Value) string {
	q, err := resource.ParseQuantity(fmt.Sprint(v.Any()))
	if err != nil {
		return "is not a quantity; allowed: a number, or text such as 64Ki"
	}
	// A fraction between the bound and its neighbour is let pass, as some of the
	// rules do.
	low, high := l.arg(0), l.args[1][0]
	if n, err := strconv.ParseInt(low, 10, 64); err == nil && q.Cmp(*resource.NewQuantity(n-1, resource.DecimalSI)) <= 0 {
		return "is too low; allowed: at least " + low
	}
	if n, err := strconv.ParseInt(high, 10, 64); err == nil && q.Cmp(*resource.NewQuantity(n+1, resource.DecimalSI)) >= 0 {
		return "is too high; allowed: at most " + high
	}
	return ""
}

func between(l link, v wire.Value) string {
	low, err := strconv.ParseFloat(l.arg(0), 64)
	high, also := strconv.ParseFloat(l.args[1][0], 64)
	switch {
	case err != nil || also != nil:
	case v.Type == wire.String && v.Text == "":
		return "is empty; allowed: a number, or text such as 64Ki"
	case v.Type == wire.Integer && (v.Float < low || v.Float > high):
		return "is out of range; allowed: " + l.arg(0) + " to " + l.args[1][0]
	}
	return ""
}

var decimal = text.NewPattern(`^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$`)

func positive(_ link, v wire.Value) string {
	if f, err := strconv.ParseFloat(v.Text, 64); v.Type == wire.String && (!decimal.MatchString(v.Text) || err != nil || f <= 0) {
		return `is not a number above 0; allowed: text such as "1.5"`
	}
	return ""
}

var pseudoHeaders = []string{":authority", ":method", ":path", ":scheme", ":status"}

func pseudoHeader(_ link, v wire.Value) string {
	if strings.HasPrefix(v.Text, ":") && !slices.Contains(pseudoHeaders, v.Text) {
		return "is not a pseudo-header of HTTP/2; allowed: " + list(pseudoHeaders) + ", or a name without a colon"
	}
	return ""
}

func starAtEnd(_ link, v wire.Value) string {
	if !endStar(v.Text) {
		return `has "*" in the middle, or twice; allowed: one, at the beginning or the end`
	}
	return ""
}

func endStar(s string) bool {
	i := strings.Index(s, "*")
	return i < 0 || i == strings.LastIndex(s, "*") && (i == 0 || i == len(s)-1)
}

func notUnder(l link, v wire.Value) string {
	if strings.HasSuffix(v.Text, l.arg(0)) {
		return "ends in " + strconv.Quote(l.arg(0)) + "; allowed: a name outside of the cluster"
	}
	return ""
}

var dnsLabel = text.NewPattern(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)

func isLabel(_ link, v wire.Value) string {
	if v.Text != "" && (len(v.Text) > 63 || !dnsLabel.MatchString(v.Text)) {
		return "is not a DNS label; allowed: at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends"
	}
	return ""
}
