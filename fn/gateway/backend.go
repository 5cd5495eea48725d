package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Backends returns what the backendRefs of one rule of a route refer to, in
// the order they are written. Objects are looked up for AgentgatewayBackends.
func (m *Model) Backends(route *object.Object, rule *source.Node) []Reference {
	var out []Reference
	for _, n := range rule.Get("backendRefs").Seq() {
		r := Refer(route, n, object.Service)
		if r.Kind == object.AgentgatewayBackend {
			r.Object = m.Resolve(r).Object
		}
		out = append(out, r)
	}
	return out
}

// BackendRef is a place where a route names a backend.
type BackendRef struct {
	Reference
	Rule   int  // the index of the rule
	Mirror bool // it is the target of a RequestMirror filter
}

// BackendRefs returns every backend that a route names: the backendRefs of its
// rules, and the targets of mirrors of the rules and of their backendRefs.
// Objects are not looked up.
func (m *Model) BackendRefs(route *object.Object) []BackendRef {
	if refs, ok := m.backends[route]; ok {
		return refs
	}
	refs := slices.Clip(backendRefs(route))
	m.backends[route] = refs
	return refs
}

func backendRefs(route *object.Object) []BackendRef {
	var out []BackendRef
	mirrors := func(filters *source.Node, rule int) {
		for _, f := range filters.Seq() {
			if n := f.Get("requestMirror", "backendRef"); n != nil {
				out = append(out, BackendRef{Refer(route, n, object.Service), rule, true})
			}
		}
	}
	for i, rule := range route.Get("spec", "rules").Seq() {
		for _, n := range rule.Get("backendRefs").Seq() {
			out = append(out, BackendRef{Refer(route, n, object.Service), i, false})
			mirrors(n.Get("filters"), i)
		}
		mirrors(rule.Get("filters"), i)
	}
	return out
}

// Nested returns the references under a key such as backendRef or secretRef
// anywhere below spec, as policies and backends hold them.
func (m *Model) Nested(o *object.Object, key string, kind object.Kind) []Reference {
	var out []Reference
	o.Get("spec").Walk(func(n *source.Node) bool {
		if v := n.Get(key); n.IsMapping() && v.IsMapping() && v.Get("name") != nil {
			out = append(out, Refer(o, v, kind))
		}
		return true
	})
	return out
}
