package rules

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var corsMaxAge = &lint.Rule{
	Name:     "cors-max-age",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    corsKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary: "CORS maxAge that is not a whole number of seconds",
		Why: "Envoy Gateway, Istio, Contour and Gloo write the time a browser may keep a preflight answer as a duration (`24h`). " +
			"The Gateway API and agentgateway want a whole number of seconds, at least 1.",
		Repair: "Write the seconds as an integer: `maxAge: 86400`. A duration of whole seconds is converted; zero, negative and " +
			"sub-second values have no equivalent and are left to you: leave `maxAge` out to get the default of 5 seconds.",
		FixSafety: "Safe: the number of seconds is the same.",
		Forecast:  "The API server rejects the object: `spec.traffic.cors.maxAge: Invalid value: \"string\"`.",
		Links:     []string{"https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		for _, cors := range corsBlocks(o) {
			// The API server drops a null and takes the default.
			if age := cors.Get("maxAge"); age != nil && !age.IsNull() && !lint.Opaque(age) {
				checkMaxAge(p, o, age)
			}
		}
	},
}

func checkMaxAge(p *lint.Pass, o *object.Object, age *source.Node) {
	at := lint.At(o, age)
	if age.Kind != source.Scalar {
		p.Reportf(at, "maxAge is not a number; write whole seconds from 1 to %d, or leave it out for 5", math.MaxInt32)
		return
	}
	if n, ok := wholeNumber(age); ok {
		if n < 1 || n > math.MaxInt32 {
			p.Reportf(at, "maxAge %d is out of range; allowed: 1 to %d seconds, or leave it out for 5", n, math.MaxInt32)
		}
		return
	}
	text := age.Text()
	seconds, err := wholeSeconds(text)
	if err != nil {
		p.Reportf(at, "maxAge %q %v; write whole seconds from 1 to %d, or leave it out for 5", text, err, math.MaxInt32)
		return
	}
	p.Report(at, fmt.Sprintf("maxAge %q is a string; allowed: an integer number of seconds; write %d", text, seconds),
		lint.With(lint.Safe, fmt.Sprintf("set maxAge to %d", seconds), source.Set(o.Doc, age.Path(), seconds)))
}

// wholeNumber returns the number as the API server gets it: in JSON, 3600.0 is
// the integer 3600.
func wholeNumber(n *source.Node) (int64, bool) {
	if n.Tag != source.Float {
		return n.Int()
	}
	f, err := strconv.ParseFloat(n.Value, 64)
	whole := err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53
	return int64(f), whole
}

// maxDays is the number of whole days below the largest maxAge.
const maxDays = math.MaxInt32 / (24 * 60 * 60)

// wholeSeconds reads "86400s", "24h", "1h30m", "1d" and "86400" as seconds that
// the API accepts.
func wholeSeconds(text string) (int64, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return inRange(n)
	}
	if text == "" {
		return 0, fmt.Errorf("is not a time")
	}
	total := time.Duration(0)
	if days, rest, ok := strings.Cut(text, "d"); ok { // as Gloo writes days
		n, err := strconv.ParseUint(days, 10, 64)
		switch {
		case err != nil || strings.HasPrefix(rest, "-"):
			return 0, fmt.Errorf("is not a time")
		case n > maxDays:
			return inRange(math.MaxInt64)
		}
		total, text = time.Duration(n)*24*time.Hour, rest
	}
	if text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("is not a time")
		}
		total += d
	}
	if total%time.Second != 0 {
		return 0, fmt.Errorf("is not a whole number of seconds")
	}
	return inRange(int64(total / time.Second))
}

func inRange(seconds int64) (int64, error) {
	if seconds < 1 || seconds > math.MaxInt32 {
		return 0, fmt.Errorf("is out of range")
	}
	return seconds, nil
}
