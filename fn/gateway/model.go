package gateway

import (
	"sync"

	"github.com/gatefix/gatefix/fn/object"
)

// Model answers questions about the objects of one input. It is not for use
// by several goroutines.
type Model struct {
	objects func(object.Kind) []*object.Object

	names    map[object.Kind]map[string][]*object.Object
	classes  func() map[string]Product
	policies func() policyIndex
}

// New returns a model over the objects that the reader returns for a kind.
func New(objects func(object.Kind) []*object.Object) *Model {
	m := &Model{objects: objects, names: map[object.Kind]map[string][]*object.Object{}}
	m.classes = sync.OnceValue(m.indexClasses)
	m.policies = sync.OnceValue(m.indexPolicies)
	return m
}

// Find returns the object of that kind, namespace and name, or nil.
func (m *Model) Find(k object.Kind, namespace, name string) *object.Object {
	index, ok := m.names[k]
	if !ok {
		index = map[string][]*object.Object{}
		for _, o := range m.objects(k) {
			for _, n := range o.Names() {
				index[n] = append(index[n], o)
			}
		}
		m.names[k] = index
	}
	for _, o := range index[name] {
		if o.Is(namespace, name) {
			return o
		}
	}
	return nil
}
