package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// nameLabel is the label that every Namespace has, with its own name.
// https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
const nameLabel = "kubernetes.io/metadata.name"

// label is the value of a label, where it is known.
type label struct {
	value      string
	set, known bool
}

// namespaceLabel returns a label of the namespace at a place. Those of a
// Namespace that is not in the input are not known, but for its name.
func (m *Model) namespaceLabel(at place, key string) label {
	if at.namespace == "" || object.HasPlaceholder(at.namespace) {
		return label{}
	}
	if key == nameLabel {
		return label{at.namespace, true, true}
	}
	found := m.Namesakes(object.Namespace, at.namespace)
	if len(found) == 0 {
		return label{known: m.assume.Complete}
	}
	first := m.labelOf(found[0], key)
	for _, ns := range found[1:] {
		if m.labelOf(ns, key) != first {
			return label{} // one of several environments
		}
	}
	return first
}

func (m *Model) labelOf(o *object.Object, key string) label {
	labels := o.Get("metadata", "labels")
	n := labels.Get(key)
	if m.patched(o) || object.Opaque(n) || object.Opaque(labels) {
		return label{}
	}
	return label{n.Text(), n != nil, true}
}

// Selects judges a label selector against the Namespace an object is in: one
// that is not in the input has labels nobody knows.
func (m *Model) Selects(selector *source.Node, o *object.Object) (Truth, Gap) {
	return selects(selector, func(key string) label { return m.namespaceLabel(m.placeOf(o), key) })
}

// selects evaluates matchLabels and matchExpressions, all of which must hold.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
func selects(selector *source.Node, labels func(key string) label) (Truth, Gap) {
	if !selector.IsMapping() || object.Opaque(selector) {
		return Unsure, Placeholder
	}
	result, gap := Yes, Gap("")
	for _, r := range requirements(selector) {
		switch t, why := r.holds(labels); t {
		case No:
			return No, ""
		case Unsure:
			result, gap = Unsure, why
		}
	}
	return result, gap
}

// requirement is one line of a selector.
type requirement struct {
	key      string
	operator string
	values   []*source.Node
}

func requirements(selector *source.Node) []requirement {
	var out []requirement
	if labels := selector.Get("matchLabels"); labels.IsMapping() {
		for _, p := range labels.Get().Pairs {
			out = append(out, requirement{p.Key.Value, "In", []*source.Node{p.Value}})
		}
	}
	for _, e := range selector.Get("matchExpressions").Seq() {
		out = append(out, requirement{e.Get("key").Text(), e.Get("operator").Text(), e.Get("values").Seq()})
	}
	return out
}

func (r requirement) holds(labels func(key string) label) (Truth, Gap) {
	if object.HasPlaceholder(r.key) || slices.ContainsFunc(r.values, object.Opaque) {
		return Unsure, Placeholder
	}
	l := labels(r.key)
	if !l.known {
		return Unsure, LabelsUnknown
	}
	in := l.set && slices.ContainsFunc(r.values, func(n *source.Node) bool { return n.Text() == l.value })
	switch r.operator {
	case "In":
		return truth(in), ""
	case "NotIn":
		return truth(!in), ""
	case "Exists":
		return truth(l.set), ""
	case "DoesNotExist":
		return truth(!l.set), ""
	}
	return Unsure, UnknownValue
}
