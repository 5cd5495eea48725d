package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// PolicyKinds are the kinds of policies that agentgateway knows. They name
// what they apply to by targetRefs, or by labels in targetSelectors, and reach
// their own namespace only.
var PolicyKinds = []object.Kind{object.AgentgatewayPolicy, object.EnterprisePolicy}

// target is the kind and the name, or one label ("key=value"), that a policy
// asks for.
type target struct {
	kind object.Kind
	key  string
}

// policyIndex finds policies by their targets.
type policyIndex struct {
	byName   map[target][]*object.Object
	byLabels map[target][]selector
}

// selector is one entry of a policy's targetSelectors.
type selector struct {
	policy *object.Object
	labels *source.Node
}

// Policies returns the policies that target what r refers to, or a part of it
// such as a listener or a rule. Labels are compared where the object is in the
// input.
func (m *Model) Policies(r Reference) []*object.Object {
	index := m.policies()
	var out []*object.Object
	seen := map[*object.Object]bool{}
	add := func(p *object.Object) {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	for _, name := range r.names() {
		for _, p := range index.byName[target{r.Kind, name}] {
			if r.is(p.Namespace, name) {
				add(p)
			}
		}
	}
	for _, s := range index.selecting(r) {
		if s.policy.Namespace == r.Namespace && s.matches(r.Object) {
			add(s.policy)
		}
	}
	return out
}

// selecting returns the selectors that may match: those filed under one of the
// object's labels, and those that ask for no label.
func (x policyIndex) selecting(r Reference) []selector {
	if r.Object == nil {
		return nil
	}
	out := x.byLabels[target{kind: r.Kind}]
	if labels := r.Object.Get("metadata", "labels"); labels.IsMapping() {
		for _, p := range labels.Pairs {
			out = append(out[:len(out):len(out)], x.byLabels[target{r.Kind, p.Key.Value + "=" + p.Value.Text()}]...)
		}
	}
	return out
}

// matches reports whether the object has all labels the selector asks for.
func (s selector) matches(o *object.Object) bool {
	if !s.labels.IsMapping() {
		return true
	}
	for _, p := range s.labels.Pairs {
		if o.Label(p.Key.Value) != p.Value.Text() {
			return false
		}
	}
	return true
}

func (m *Model) indexPolicies() policyIndex {
	x := policyIndex{map[target][]*object.Object{}, map[target][]selector{}}
	for _, kind := range PolicyKinds {
		for _, p := range m.objects(kind) {
			x.add(p)
		}
	}
	return x
}

func (x policyIndex) add(p *object.Object) {
	for _, n := range p.Get("spec", "targetRefs").Seq() {
		r := refer(n, p.Namespace, object.Kind{})
		key := target{r.Kind, r.Name}
		x.byName[key] = append(x.byName[key], p)
	}
	for _, n := range p.Get("spec", "targetSelectors").Seq() {
		s := selector{p, n.Get("matchLabels")}
		key := target{kind: refer(n, p.Namespace, object.Kind{}).Kind}
		if s.labels.IsMapping() && len(s.labels.Pairs) > 0 {
			first := s.labels.Pairs[0]
			key.key = first.Key.Value + "=" + first.Value.Text()
		}
		x.byLabels[key] = append(x.byLabels[key], s)
	}
}

// RoutePolicies returns the policies that apply to a route: those that target
// it, and those that target its parents or the Gateways behind them.
func (m *Model) RoutePolicies(route *object.Object) []*object.Object {
	out := m.Policies(To(route))
	for _, p := range m.Parents(route) {
		out = append(out, m.Policies(p.Reference)...)
		if p.Gateway != nil && p.Gateway.Node != p.Node {
			out = append(out, m.Policies(*p.Gateway)...)
		}
	}
	return out
}
