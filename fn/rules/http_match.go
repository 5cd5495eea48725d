package rules

import (
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// httpMatch is one match of a rule of an HTTPRoute, with the defaults of the
// API filled in. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
type httpMatch struct {
	Route    *object.Object
	Rule     *source.Node
	Node     *source.Node // of the match; of the rule where it has none
	PathType string
	Path     string
	Method   string // "": any
	Opaque   bool   // a part of it is filled in later
}

// httpRules returns the rules of an HTTPRoute; known is false where a rule may
// be missing from them.
func httpRules(route *object.Object) (rules []*source.Node, known bool) {
	list := route.Get("spec", "rules")
	known = !lint.Opaque(list) && !lint.Opaque(route.Get("spec"))
	for _, rule := range list.Seq() {
		known = known && !lint.Opaque(rule) && !lint.Opaque(rule.Get("matches"))
		rules = append(rules, rule)
	}
	return rules, known
}

// httpMatches returns the matches of a rule. One without any matches every path;
// of matches that are no list nothing is known.
func httpMatches(route *object.Object, rule *source.Node) []httpMatch {
	var out []httpMatch
	matches := rule.Get("matches")
	for _, n := range matches.Seq() {
		out = append(out, httpMatchOf(route, rule, n))
	}
	if len(out) == 0 {
		isNoList := matches != nil && !matches.IsNull() && !matches.IsSequence()
		out = append(out, httpMatch{Route: route, Rule: rule, Node: rule, PathType: "PathPrefix", Path: "/", Opaque: isNoList})
	}
	return out
}

func httpMatchOf(route *object.Object, rule, n *source.Node) httpMatch {
	h := httpMatch{Route: route, Rule: rule, Node: n, PathType: "PathPrefix", Path: "/", Method: n.Get("method").Text()}
	if t := n.Get("path", "type").Text(); t != "" {
		h.PathType = t
	}
	if v := n.Get("path", "value").Text(); v != "" {
		h.Path = v
	}
	if h.PathType == "PathPrefix" && h.Path != "/" {
		h.Path = strings.TrimRight(h.Path, "/")
	}
	n.Walk(func(x *source.Node) bool {
		h.Opaque = h.Opaque || lint.Opaque(x)
		return !h.Opaque
	})
	return h
}

// covers reports whether requests to the path of another match may be taken by
// this one, as far as the paths decide. In doubt they may.
func (h httpMatch) covers(path httpMatch) bool {
	switch {
	case h.Opaque || path.Opaque:
		return true
	case h.PathType == "PathPrefix" && path.PathType != "RegularExpression":
		return h.Path == "/" || path.Path == h.Path || strings.HasPrefix(path.Path, h.Path+"/")
	case h.PathType == "Exact" && path.PathType == "Exact":
		return h.Path == path.Path
	case h.PathType == "Exact" && path.PathType == "PathPrefix":
		return path.Path == "/" || path.Path == h.Path || strings.HasPrefix(h.Path, path.Path+"/")
	}
	return true
}
