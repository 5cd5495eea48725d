package oracle

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
)

// forecast is what is to become of a document.
type forecast struct {
	fates lint.Outcome
	all   bool // every one of the fates; otherwise one or more
}

// nothingWrong is the forecast of a document that no rule reports.
var nothingWrong = forecast{fates: lint.Outcome{lint.Silent}}

var directive = regexp.MustCompile(`(?m)# outcome: (.*?)\r?$`)

// ofKgateway is the comment in a document that tells its status with kgateway
// v2.2.0. The controller that judges here leaves such a document alone.
var ofKgateway = regexp.MustCompile(`(?m)^# kgateway: (.*?)\r?$`)

// parseDirective reads the comment in a document that tells its outcome: fates
// joined by commas, which all come true, or by "or", of which some do.
func parseDirective(text []byte) (forecast, bool) {
	m := directive.FindSubmatch(text)
	if m == nil {
		return forecast{}, false
	}
	words := strings.TrimSpace(string(m[1]))
	separator := ", "
	if strings.Contains(words, " or ") {
		separator = " or "
	}
	f := forecast{all: separator == ", "}
	for _, word := range strings.Split(words, separator) {
		f.fates = append(f.fates, lint.Fate(word))
	}
	return f, true
}

// add takes the main fate of a rule in.
func (f *forecast) add(o lint.Outcome) {
	if len(o) > 0 && !slices.Contains(f.fates, o[0]) {
		f.fates = append(f.fates, o[0])
	}
}

// holds compares the forecast with the fates that the document met.
func (f forecast) holds(met []lint.Fate) bool {
	odd := slices.ContainsFunc(met, func(m lint.Fate) bool { return !slices.Contains(f.fates, m) })
	return !odd && len(met) > 0 && (!f.all || len(met) == len(f.fates))
}

func (f forecast) String() string {
	if f.all {
		words := make([]string, len(f.fates))
		for i, fate := range f.fates {
			words[i] = string(fate)
		}
		return strings.Join(words, ", ")
	}
	return f.fates.String()
}
