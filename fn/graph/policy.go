package graph

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
)

var policyGroups = []string{object.GatewayGroup, object.GatewayXGroup, object.AgentgatewayGroup, object.KgatewayGroup, object.EnterpriseGroup}

func isPolicy(k object.Kind) bool {
	return strings.HasSuffix(k.Name, "Policy") && slices.Contains(policyGroups, k.Group)
}

// policyKinds are the kinds of policies in the input, sorted.
func policyKinds(objects *object.Set) []object.Kind {
	out := slices.DeleteFunc(objects.Kinds(), func(k object.Kind) bool { return !isPolicy(k) })
	slices.SortFunc(out, func(a, b object.Kind) int { return strings.Compare(a.String(), b.String()) })
	return out
}

func (b *builder) policy(o *object.Object) {
	policy := b.object(o)
	for _, t := range gateway.Targets(o) {
		if t.Selects {
			for _, selected := range b.m.Selected(t) {
				b.link(Edge{From: policy, To: b.object(selected), Kind: TargetEdge, many: true}, o, t.Node)
			}
			continue
		}
		if t.Name != "" {
			b.link(b.targetRef(policy, t), o, t.Node)
		}
	}
	for _, r := range b.m.Nested(o, "backendRef", object.Service) {
		b.reach(policy, o, r, UseEdge)
	}
}

// targetRef is the edge to a target, or to the listener of it that is meant.
func (b *builder) targetRef(policy *Node, t gateway.Target) Edge {
	to, e := b.target(t.Reference)
	e.From, e.To, e.Kind, e.Label = policy, to, TargetEdge, t.Section()
	found := b.m.Resolve(t.Reference).Object
	if e.Label == "" || found == nil {
		return e
	}
	if names, known := b.m.Sections(found); known && !slices.Contains(names, e.Label) {
		e.State, e.Reason = Refused, "it has no such section"
	}
	if to.Role != Gateway {
		return e
	}
	for _, l := range b.m.Listeners(found) {
		if n := b.listeners[l]; n != nil && l.Name == e.Label {
			e.To, e.Label = n, ""
			return e
		}
	}
	return e
}

// sections are what a policy speaks of: the fields of its sections.
func sections(o *object.Object) []string {
	var out []string
	add := func(key string) {
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	spec := o.Get("spec").Get()
	if !spec.IsMapping() {
		return nil
	}
	for _, p := range spec.Pairs {
		switch key, v := p.Key.Value, p.Value.Get(); {
		case strings.HasPrefix(key, "target"):
		case slices.Contains([]string{"traffic", "frontend", "backend", "default"}, key) && v.IsMapping():
			for _, inner := range v.Pairs {
				add(inner.Key.Value)
			}
		default:
			add(key)
		}
	}
	return out
}
