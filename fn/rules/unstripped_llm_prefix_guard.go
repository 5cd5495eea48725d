package rules

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// pathFilters are the filters that change the path, or may.
var pathFilters = []string{"URLRewrite", "RequestRedirect", "ExtensionRef"}

// changesPath reports whether a filter of the rule, or of one of its
// backendRefs, has its own way with the path, or cannot be judged.
func changesPath(rule *source.Node) bool {
	if lint.Opaque(rule) || lint.Opaque(rule.Get("filters")) || slices.ContainsFunc(rule.Get("filters").Seq(), isPathFilter) {
		return true
	}
	return slices.ContainsFunc(rule.Get("backendRefs").Seq(), func(ref *source.Node) bool {
		return slices.ContainsFunc(ref.Get("filters").Seq(), isPathFilter)
	})
}

func isPathFilter(filter *source.Node) bool {
	kind, ok := lint.Value(filter.Get("type"))
	return !ok || slices.Contains(pathFilters, kind)
}

// pathIsSetElsewhere reports whether something other than the route has a say
// on the path: a transformation of ":path", an external processor, or a map of
// routes that knows the prefix or passes paths through.
func (u *llmUpstream) pathIsSetElsewhere(m *gateway.Model, route *object.Object, matches []llmMatch) bool {
	policies := m.RoutePolicies(route)
	for _, b := range u.backends {
		policies = append(policies, m.Policies(gateway.To(b))...)
		if setsPath(b.Get("spec")) || mapsPath(b.Get("spec", "policies", "ai", "routes"), matches) {
			return true
		}
	}
	for _, provider := range u.providers {
		if mapsPath(provider.node.Get("policies", "ai", "routes"), matches) {
			return true
		}
	}
	return slices.ContainsFunc(policies, func(p *object.Object) bool {
		return setsPath(p.Get("spec")) || p.Get("spec", "traffic", "extProc") != nil ||
			mapsPath(p.Get("spec", "backend", "ai", "routes"), matches)
	})
}

// setsPath reports whether a transformation below n names the path. Elsewhere
// the word ":path" does not occur: expressions write request.path.
func setsPath(n *source.Node) bool {
	found := false
	n.Walk(func(n *source.Node) bool {
		found = found || n.Kind == source.Scalar && strings.EqualFold(n.Value, ":path")
		return !found
	})
	return found
}

// mapsPath reports whether a map from the ends of paths to kinds of requests
// passes paths through, or has an end that holds one of the prefixes: it would
// no longer match once the prefix is stripped.
func mapsPath(routes *source.Node, matches []llmMatch) bool {
	if !routes.IsMapping() {
		return false
	}
	return slices.ContainsFunc(routes.Pairs, func(p source.Pair) bool {
		kind := p.Value.Get().Text()
		return kind == "Passthrough" || kind == "Detect" || slices.ContainsFunc(matches, func(m llmMatch) bool {
			return m.prefix != "" && strings.HasPrefix(p.Key.Value, m.prefix)
		})
	})
}
