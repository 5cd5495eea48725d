package rules

import (
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// filterLift moves the filters of the only backendRef of a rule, those that
// belong there, to the rule.
type filterLift struct {
	route         *object.Object
	rule, backend *source.Node
}

// edits returns nil where the result would be no valid rule, or another one.
func (l filterLift) edits() ([]source.Edit, lint.Safety) {
	own, there := l.backend.Get("filters"), l.rule.Get("filters")
	lifted := l.lifted()
	if !l.fits(lifted) {
		return nil, lint.Suggestion
	}
	safety := lint.Safe
	if hasFilter(there, "RequestMirror") || hasFilter(own, "RequestMirror") {
		safety = lint.Unsafe
	}
	if len(lifted) == len(own.Seq()) && there == nil {
		return []source.Edit{source.Move(l.route.Doc, own.Path(), l.rule.Path().Join("filters"))}, safety
	}
	return append(l.add(lifted), l.remove(lifted)...), safety
}

func (l filterLift) lifted() []*source.Node {
	var out []*source.Node
	for _, f := range l.backend.Get("filters").Seq() {
		if ruleOnlyFilters[f.Get("type").Text()] {
			out = append(out, f)
		}
	}
	return out
}

// fits reports whether the rule may have the filters: a type stands once in a
// list, a redirect excludes a rewrite, and a prefix that is replaced needs the
// one match that has it.
// https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
func (l filterLift) fits(lifted []*source.Node) bool {
	there := l.rule.Get("filters")
	if there != nil && !there.IsSequence() || there.IsTemplate() || len(there.Seq())+len(lifted) > maxRuleFilters {
		return false
	}
	seen := map[string]bool{}
	for _, f := range lifted {
		kind := f.Get("type").Text()
		if !f.Within(maxCopied) || seen[kind] || hasFilter(there, kind) || kind == "URLRewrite" && hasFilter(there, "RequestRedirect") {
			return false
		}
		if replacesPrefix(f, "urlRewrite") && !onePrefix(l.rule) {
			return false
		}
		seen[kind] = true
	}
	return true
}

func hasFilter(filters *source.Node, kind string) bool {
	for _, f := range filters.Seq() {
		if f.Get("type").Text() == kind || lint.Opaque(f.Get("type")) {
			return true
		}
	}
	return false
}

func (l filterLift) add(lifted []*source.Node) []source.Edit {
	to := l.rule.Path().Join("filters")
	if !l.rule.Has("filters") {
		var list []any
		for _, f := range lifted {
			list = append(list, f.Plain())
		}
		return []source.Edit{source.Insert(l.route.Doc, to, list, "matches")}
	}
	var edits []source.Edit
	for _, f := range lifted {
		edits = append(edits, source.Append(l.route.Doc, to, f.Plain()))
	}
	return edits
}

// remove deletes from the end, so that the numbers of those before stay true.
func (l filterLift) remove(lifted []*source.Node) []source.Edit {
	if own := l.backend.Get("filters"); len(lifted) == len(own.Seq()) {
		return []source.Edit{source.Delete(l.route.Doc, own.Path())}
	}
	var edits []source.Edit
	for i := len(lifted) - 1; i >= 0; i-- {
		edits = append(edits, source.Delete(l.route.Doc, lifted[i].Path()))
	}
	return edits
}
