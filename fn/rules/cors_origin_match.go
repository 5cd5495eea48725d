package rules

import (
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// originMatch is an origin written as an object, as other products do:
// {type: Exact, value: V}, {exact: V}, {regex: V} …
type originMatch struct {
	how   string // exact, prefix, suffix, contains or regex
	value string
	keys  string // as the message shows the object: {type, value}
}

// matchWords are the words for a way to match, in lower case without
// underscores. Envoy Gateway matches exactly where a value has no type.
var matchWords = map[string]string{
	"exact": "exact", "value": "exact",
	"prefix":   "prefix",
	"suffix":   "suffix",
	"contains": "contains", "substring": "contains",
	"regex": "regex", "saferegex": "regex", "regularexpression": "regex", "regexp": "regex",
}

// readOriginMatch reads an object. Where it is of no known shape, the result
// has no way to match.
func readOriginMatch(n *source.Node) originMatch {
	m := originMatch{keys: shownKeys(n)}
	how, values, anyCase := "exact", 0, false
	for _, p := range n.Pairs {
		word := foldKey(p.Key.Value)
		switch {
		case word == "ignorecase":
			anyCase, _ = p.Value.Bool()
		case word == "type":
			how = matchWords[foldKey(p.Value.Text())]
		default:
			text, ok := matchText(word, p.Value)
			if values++; !ok {
				return m
			}
			m.value = text
			if word != "value" && matchWords[word] == "" && text != "*" {
				return m
			}
			if word != "value" {
				how = matchWords[word]
			}
		}
	}
	if values != 1 {
		return m
	}
	m.how = how
	if anyCase && !lint.HasPlaceholder(m.value) {
		m.value = strings.ToLower(m.value) // as browsers send it
	}
	if matchesAll(how, m.value) {
		m.how, m.value = "exact", "*"
	}
	return m
}

// matchText returns the text to match: a string, or the regex in Envoy's
// safe_regex: {google_re2: {}, regex: V}.
func matchText(word string, n *source.Node) (string, bool) {
	if inner := n.Get("regex"); inner != nil && word == "saferegex" {
		n = inner
	}
	return n.Str()
}

// matchesAll reports whether every origin matches. "*" is what people write to
// say so, whatever the type beside it.
func matchesAll(how, value string) bool {
	switch value {
	case "*":
		return true
	case "":
		return how == "prefix" || how == "suffix" || how == "contains"
	case ".*", ".+", "^.*$", "^.+$", "(.*)":
		return how == "regex"
	}
	return false
}

// nearest returns the origins that come nearest to what the object matches, or
// nil where it is too far from any.
func (m originMatch) nearest() []string {
	both := []string{"http", "https"}
	switch m.how {
	case "regex":
		return regexOrigins(m.value)
	case "prefix":
		if m.value == "http://" || m.value == "https://" {
			return []string{m.value + "*"}
		}
		if _, host, _ := strings.Cut(m.value, "://"); strings.Contains(host, ".") && validOrigin(m.value, false) {
			return []string{m.value}
		}
	case "suffix":
		if strings.HasPrefix(m.value, ".") {
			return originsOf(both, []string{"*" + m.value})
		}
		if strings.Contains(m.value, ".") && !strings.Contains(m.value, "/") {
			return originsOf(both, []string{m.value, "*." + m.value})
		}
	}
	return nil
}

// shownKeys lists the keys of a mapping as a message shows them.
func shownKeys(n *source.Node) string {
	keys := make([]string, len(n.Pairs))
	for i, p := range n.Pairs {
		keys[i] = p.Key.Value
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// foldKey takes a key as people vary it, allow_origins, Allow-Origins or
// allowOrigins, to one form.
func foldKey(key string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
}
