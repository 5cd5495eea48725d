package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// PolicyKinds are the kinds of policies that agentgateway knows. They name
// what they apply to by targetRefs, or by labels in targetSelectors, and reach
// their own namespace only.
var PolicyKinds = []object.Kind{object.AgentgatewayPolicy, object.EnterprisePolicy}

// Target is one entry of a policy's targetRefs or targetSelectors.
type Target struct {
	// Reference is what a targetRef means. Of a targetSelector only the kind is
	// known, and Name is empty.
	Reference
	Policy *object.Object
	Labels *source.Node // matchLabels of a targetSelector; nil for a targetRef
	// Selects tells a targetSelector from a targetRef.
	Selects bool
}

// Section is the sectionName of the target; "" where it means all of it.
func (t Target) Section() string { return t.Node.Get("sectionName").Text() }

// Targets returns what a policy of any kind names as its targets, in the order
// they are written: targetRef, targetRefs and targetSelectors. Objects are not
// looked up; give the Reference to [Model.Resolve].
func Targets(policy *object.Object) []Target {
	var out []Target
	refs := policy.Get("spec", "targetRefs").Seq()
	if n := policy.Get("spec", "targetRef"); n != nil {
		refs = append([]*source.Node{n}, refs...)
	}
	for _, n := range refs {
		out = append(out, Target{Reference: Refer(policy, n, object.Kind{}), Policy: policy})
	}
	for _, n := range policy.Get("spec", "targetSelectors").Seq() {
		out = append(out, Target{Reference: Refer(policy, n, object.Kind{}), Policy: policy, Labels: n.Get("matchLabels"), Selects: true})
	}
	return out
}

// Selected returns the objects that a targetSelector picks.
func (m *Model) Selected(t Target) []*object.Object {
	var out []*object.Object
	for _, o := range m.objects(t.Kind) {
		if t.matches(o) && m.SameNamespace(t.Policy, o) == Yes {
			out = append(out, o)
		}
	}
	return out
}

// targetKey is the kind and the name, or one label ("key=value"), that a policy
// asks for.
type targetKey struct {
	kind object.Kind
	key  string
}

// policyIndex finds the policies of a kind by their targets.
type policyIndex struct {
	byName   map[targetKey][]Target
	byLabels map[targetKey][]Target
}

// Policies returns the policies of agentgateway that target what r refers to, or
// a part of it such as a listener or a rule. Labels are compared where the object
// is in the input.
func (m *Model) Policies(r Reference) []*object.Object {
	return policiesOf(m.Targeting(r, PolicyKinds...))
}

// Targeting returns the targets of policies of the given kinds that mean what r
// refers to, or a part of it.
func (m *Model) Targeting(r Reference, kinds ...object.Kind) []Target {
	var out []Target
	for _, k := range kinds {
		index := m.policyKind(k)
		for _, name := range r.names() {
			for _, t := range index.byName[targetKey{r.Kind, name}] {
				if m.targets(t, r) {
					out = append(out, t)
				}
			}
		}
		for _, t := range index.selecting(r) {
			if t.matches(r.Object) && m.SameNamespace(t.Policy, r.Object) == Yes {
				out = append(out, t)
			}
		}
	}
	return out
}

// targets reports whether a policy, whose target has the right name, is in the
// namespace of what r refers to.
func (m *Model) targets(t Target, r Reference) bool {
	at := m.placeOf(t.Policy)
	return at.same(m.place(r)) == Yes || r.Object != nil && at.namespace != "" && r.Object.Is(at.namespace, t.Name)
}

// policiesOf returns the policies of targets, each once.
func policiesOf(targets []Target) []*object.Object {
	var out []*object.Object
	seen := map[*object.Object]bool{}
	for _, t := range targets {
		if !seen[t.Policy] {
			seen[t.Policy] = true
			out = append(out, t.Policy)
		}
	}
	return out
}

// selecting returns the targets that may match by labels: those filed under one
// of the object's labels, and those that ask for no label.
func (x policyIndex) selecting(r Reference) []Target {
	if r.Object == nil {
		return nil
	}
	out := x.byLabels[targetKey{kind: r.Kind}]
	if labels := r.Object.Get("metadata", "labels"); labels.IsMapping() {
		for _, p := range labels.Pairs {
			out = append(out[:len(out):len(out)], x.byLabels[targetKey{r.Kind, p.Key.Value + "=" + p.Value.Text()}]...)
		}
	}
	return out
}

// matches reports whether the object has all labels the target asks for.
func (t Target) matches(o *object.Object) bool {
	if !t.Labels.IsMapping() {
		return true
	}
	for _, p := range t.Labels.Get().Pairs {
		if o.Label(p.Key.Value) != p.Value.Text() {
			return false
		}
	}
	return true
}

func (m *Model) policyKind(k object.Kind) policyIndex {
	if x, ok := m.policies[k]; ok {
		return x
	}
	x := policyIndex{map[targetKey][]Target{}, map[targetKey][]Target{}}
	for _, p := range m.objects(k) {
		for _, t := range Targets(p) {
			x.add(t)
		}
	}
	m.policies[k] = x
	return x
}

func (x policyIndex) add(t Target) {
	if !t.Selects {
		key := targetKey{t.Kind, t.Name}
		x.byName[key] = append(x.byName[key], t)
		return
	}
	key := targetKey{kind: t.Kind}
	if labels := t.Labels.Get(); labels.IsMapping() && len(labels.Pairs) > 0 {
		key.key = labels.Pairs[0].Key.Value + "=" + labels.Pairs[0].Value.Text()
	}
	x.byLabels[key] = append(x.byLabels[key], t)
}

// RoutePolicies returns the policies that apply to a route: those that target
// it, and those that target its parents or the Gateways behind them.
func (m *Model) RoutePolicies(route *object.Object) []*object.Object {
	targets := m.Targeting(To(route), PolicyKinds...)
	for _, p := range m.Parents(route) {
		targets = append(targets, m.Targeting(p.Reference, PolicyKinds...)...)
		if p.Gateway != nil && p.Gateway.Node != p.Node {
			targets = append(targets, m.Targeting(*p.Gateway, PolicyKinds...)...)
		}
	}
	return policiesOf(targets)
}

// Sections returns the names that a sectionName of a policy may have for an
// object; known is false for kinds whose sections Gatefix does not know, and
// where one of the names is filled in later.
func (m *Model) Sections(o *object.Object) (names []string, known bool) {
	var nodes []*source.Node
	each := func(list *source.Node, key string) {
		for _, n := range list.Seq() {
			nodes = append(nodes, n.Get(key))
		}
	}
	spec := o.Get("spec")
	switch o.Kind {
	case object.Gateway, object.ListenerSet, object.XListenerSet:
		each(spec.Get("listeners"), "name")
	case object.HTTPRoute, object.GRPCRoute, object.TCPRoute, object.TLSRoute, object.UDPRoute:
		each(spec.Get("rules"), "name")
	case object.Service:
		each(spec.Get("ports"), "name")
		each(spec.Get("ports"), "port")
	case object.AgentgatewayBackend:
		each(spec.Get("mcp", "targets"), "name")
		for _, group := range spec.Get("ai", "groups").Seq() {
			each(group.Get("providers"), "name")
		}
	default:
		return nil, false
	}
	for _, n := range nodes {
		if object.Opaque(n) {
			return nil, false
		}
		if n.Text() != "" {
			names = append(names, n.Text())
		}
	}
	return names, !m.patched(o)
}
