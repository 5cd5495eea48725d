package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var corsOriginObject = &lint.Rule{
	Name:     "cors-origin-object",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    corsKinds,
	Outcome:  lint.Outcome{lint.Rejected},
	Doc: lint.Doc{
		Summary: "CORS allowOrigins that is not a list of strings",
		Why: "Istio, Envoy and early versions of Envoy Gateway describe each origin by an object: `{type: Exact, value: V}`, `{exact: V}`, `{regex: V}`. " +
			"ingress-nginx, APISIX and Emissary take one string with commas. The Gateway API, agentgateway and kgateway want a list of plain strings, " +
			"each of them `*` or an origin such as `https://app.example.com`, where `https://*.example.com` stands for every host below the domain.",
		Repair: "Write the origin itself: `- https://app.example.com`. Objects that match one value exactly become that value, objects that match " +
			"everything become `*`, and an object that repeats another item is removed, because the list is a set. A single object or string " +
			"becomes a list; a string is split at its commas. Objects that match by regular expression, prefix, suffix or substring are reported, " +
			"with the origins that come nearest where there are any. Lists in other fields that are written as one string are found by `cors-value`.",
		FixSafety: "Safe for exact values, for objects that match everything, and for strings with commas: the same origins are allowed. " +
			"The origins nearest to a regular expression, a prefix or a suffix are a suggestion, never applied: they allow more or fewer origins.",
		Forecast: "The API server rejects the object: `spec.traffic.cors.allowOrigins[0]: Invalid value: \"object\"`, " +
			"or `allowOrigins: Invalid value: \"string\"`.",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter",
			"https://agentgateway.dev/docs/kubernetes/latest/security/cors/",
		},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		older := corsSince15(p.Config, o) != lint.Error
		for _, cors := range corsBlocks(o) {
			origins := cors.Get("allowOrigins")
			text, isText := lint.Value(origins)
			switch {
			case origins == nil || lint.Opaque(origins):
			case isText:
				p.Report(lint.At(o, origins), fmt.Sprintf("allowOrigins %q is a string; allowed: a list of strings", text), asList(o, origins, text))
			case origins.IsMapping():
				originCheck{p, o, older, origins, nil}.single()
			case origins.IsSequence():
				originCheck{p, o, older, origins, map[string]*source.Node{}}.items()
			}
		}
	},
}

// originCheck looks at one allowOrigins.
type originCheck struct {
	p       *lint.Pass
	o       *object.Object
	older   bool // origins of older APIs are no error
	origins *source.Node
	seen    map[string]*source.Node // the strings of the list, and what objects become
}

// single reports an object where the list should be.
func (c originCheck) single() {
	m := readOriginMatch(c.origins)
	at := lint.At(c.o, c.origins)
	origin, why := m.origin(c.older)
	if why == "" {
		c.p.Report(at, fmt.Sprintf("allowOrigins is an object %s; allowed: a list of strings; write [%q]", m.keys, origin),
			lint.With(lint.Safe, fmt.Sprintf("write the list [%q]", origin), source.Set(c.o.Doc, c.origins.Path(), []any{origin})))
		return
	}
	near := m.nearest()
	var option lint.Option = func(*lint.Finding) {}
	if near != nil {
		option = lint.With(lint.Suggestion, "write a list of "+quoteAll(near, "and"), source.Set(c.o.Doc, c.origins.Path(), anyList(near)))
	}
	c.p.Report(at, fmt.Sprintf("allowOrigins is an object %s that %s; allowed: a list of strings%s", m.keys, why, nearestHint(near)), option)
}

// items reports the objects in the list, each with its repair, and in one
// finding those that would repeat another item: removing items moves the ones
// behind them, so it is one change.
func (c originCheck) items() {
	for _, item := range c.origins.Items {
		if s, ok := item.Str(); ok {
			c.seen[s] = item
		}
	}
	var again []int
	for i, item := range c.origins.Items {
		n := item.Get()
		if !n.IsMapping() || n.IsTemplate() {
			continue
		}
		m := readOriginMatch(n)
		origin, why := m.origin(c.older)
		switch {
		case why != "":
			c.refuse(i, m, why)
		case c.seen[origin] != nil:
			again = append(again, i)
		default:
			c.seen[origin] = item
			c.p.Report(lint.At(c.o, item), fmt.Sprintf("the origin %q is written as an object %s; allowed: strings; write %q", m.value, m.keys, origin),
				lint.With(lint.Safe, fmt.Sprintf("write the string %q", origin), source.Set(c.o.Doc, c.origins.Path().Join(i), origin)))
		}
	}
	c.repeated(again)
}

// refuse reports an object that no origin can stand for, with the nearest
// ones.
func (c originCheck) refuse(i int, m originMatch, why string) {
	near := m.nearest()
	var option lint.Option = func(*lint.Finding) {}
	if near != nil {
		var missing []string
		for _, origin := range near {
			if c.seen[origin] == nil {
				missing = append(missing, origin)
			}
		}
		option = lint.With(lint.Suggestion, "replace it with "+quoteAll(near, "and"), replaceItem(c.o, c.origins, i, missing)...)
	}
	message := fmt.Sprintf("an origin is written as an object %s that %s; allowed: strings%s", m.keys, why, nearestHint(near))
	c.p.Report(lint.At(c.o, c.origins.Items[i]), message, option)
}

func (c originCheck) repeated(again []int) {
	if len(again) == 0 {
		return
	}
	var options []lint.Option
	var texts []string
	for _, i := range again {
		m := readOriginMatch(c.origins.Items[i].Get())
		origin, _ := m.origin(c.older)
		if !slices.Contains(texts, origin) {
			texts = append(texts, origin)
		}
		options = append(options, lint.See(lint.At(c.o, c.seen[origin]), "%q stands here", origin))
	}
	options = append(options, lint.With(lint.Safe, "remove what stands twice", deleteItems(c.o, c.origins, again)...))
	c.p.Report(lint.At(c.o, c.origins.Items[again[0]]),
		fmt.Sprintf("what is written as an object repeats %s; allowed: strings, each once; remove what stands twice", quoteAll(texts, "and")), options...)
}

func nearestHint(near []string) string {
	if near == nil {
		return ""
	}
	return "; the nearest to write is " + quoteAll(near, "and")
}

// origin returns the string that allows what the object allows, or why there
// is none.
func (m originMatch) origin(older bool) (origin, why string) {
	switch m.how {
	case "exact":
		if lint.HasPlaceholder(m.value) {
			return m.value, ""
		}
		if origin, ok := repairOrigin(m.value, older); ok {
			return origin, ""
		}
		return "", fmt.Sprintf("holds %q, which %s", m.value, originProblem(m.value))
	case "":
		return "", "is of no known shape"
	case "regex":
		return "", fmt.Sprintf("matches the regular expression %q, which origins cannot express", m.value)
	}
	return "", fmt.Sprintf("matches by %s %q, which origins cannot express", strings.ToLower(m.how), m.value)
}
