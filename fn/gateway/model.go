package gateway

import (
	"sync"

	"github.com/gatefix/gatefix/fn/object"
)

// Model answers questions about the objects of one input. It is not for use
// by several goroutines.
type Model struct {
	objects func(object.Kind) []*object.Object
	assume  object.Assume
	patched func(*object.Object) bool

	kinds     map[object.Kind]*kindIndex
	besides   map[besideKey]*neighbourhood
	looked    map[asked]found
	elsewhere map[targetKey][]*object.Object
	places    map[*object.Object]place
	attached  map[*object.Object][]Attachment
	listeners map[*object.Object]*listenerList
	allowed   map[allowedKey]answer
	policies  map[object.Kind]policyIndex
	backends  map[*object.Object][]BackendRef

	spaces   func() *object.Spaces
	classes  func() map[string]Class
	sets     func() map[*object.Object][]ListenerSet
	grants   func() map[string][]*object.Object
	children func() *childIndex

	generated func() map[string][]*object.Object
	mayBeMade map[madeKey]bool
}

// Option changes what a model takes for granted.
type Option func(*Model)

// Assuming tells the model what exists beside the input.
func Assuming(a object.Assume) Option { return func(m *Model) { m.assume = a } }

// Patched tells the model which objects a patch of the input changes: what it
// reads in them is not the last word.
func Patched(patched func(*object.Object) bool) Option {
	return func(m *Model) { m.patched = patched }
}

// New returns a model over the objects that the reader returns for a kind.
func New(objects func(object.Kind) []*object.Object, options ...Option) *Model {
	m := &Model{
		objects:   onceEach(objects),
		patched:   func(*object.Object) bool { return false },
		kinds:     map[object.Kind]*kindIndex{},
		besides:   map[besideKey]*neighbourhood{},
		looked:    map[asked]found{},
		elsewhere: map[targetKey][]*object.Object{},
		mayBeMade: map[madeKey]bool{},
		places:    map[*object.Object]place{},
		attached:  map[*object.Object][]Attachment{},
		listeners: map[*object.Object]*listenerList{},
		allowed:   map[allowedKey]answer{},
		policies:  map[object.Kind]policyIndex{},
		backends:  map[*object.Object][]BackendRef{},
	}
	m.spaces = sync.OnceValue(func() *object.Spaces { return object.NewSpaces(m.objects(object.Kustomization)) })
	m.classes = sync.OnceValue(m.indexClasses)
	m.sets = sync.OnceValue(m.indexSets)
	m.grants = sync.OnceValue(m.indexGrants)
	m.children = sync.OnceValue(m.indexChildren)
	m.generated = sync.OnceValue(m.indexGenerated)
	for _, option := range options {
		option(m)
	}
	return m
}

// onceEach asks a reader once for each kind: many references ask it.
func onceEach(read func(object.Kind) []*object.Object) func(object.Kind) []*object.Object {
	known := map[object.Kind][]*object.Object{}
	return func(k object.Kind) []*object.Object {
		out, ok := known[k]
		if !ok {
			out = read(k)
			known[k] = out
		}
		return out
	}
}
