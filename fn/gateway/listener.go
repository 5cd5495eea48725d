package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Listener is one entry of spec.listeners, of a Gateway or a ListenerSet.
type Listener struct {
	Owner    *object.Object
	Node     *source.Node
	Name     string
	Protocol string
	Hostname string // "": any
	Port     int64  // 0 where none is written, or no number
}

// listenerList is the listeners of an object, also by name.
type listenerList struct {
	all    []*Listener
	byName map[string][]*Listener
	opaque bool // the list, or the name of a listener, is filled in later
}

// Listeners returns the listeners that an object, a Gateway or a ListenerSet,
// holds itself.
func (m *Model) Listeners(owner *object.Object) []*Listener { return m.listenersOf(owner).all }

func (m *Model) listenersOf(owner *object.Object) *listenerList {
	if l, ok := m.listeners[owner]; ok {
		return l
	}
	list := owner.Get("spec", "listeners")
	l := &listenerList{byName: map[string][]*Listener{}, opaque: object.Opaque(list) || object.Opaque(owner.Get("spec"))}
	for _, n := range list.Seq() {
		one := &Listener{
			Owner: owner, Node: n, Name: n.Get("name").Text(), Protocol: n.Get("protocol").Text(), Hostname: n.Get("hostname").Text(),
		}
		one.Port, _ = n.Get("port").Int()
		l.all = append(l.all, one)
		l.byName[one.Name] = append(l.byName[one.Name], one)
		l.opaque = l.opaque || object.Opaque(n) || object.HasPlaceholder(one.Name)
	}
	m.listeners[owner] = l
	return l
}

// ListenerSet is a ListenerSet or an XListenerSet that names a Gateway as its
// parent.
type ListenerSet struct {
	*object.Object
	// Allowed tells whether the Gateway lets it attach: spec.allowedListeners.
	Allowed Truth
	Gap     Gap // where Allowed is Unsure
}

// ListenerSets returns the sets that name the Gateway as their parent, in input
// order, whether it allows them or not.
func (m *Model) ListenerSets(gateway *object.Object) []ListenerSet { return m.sets()[gateway] }

// ListenerSetKinds are the kinds that add listeners to a Gateway.
var ListenerSetKinds = []object.Kind{object.ListenerSet, object.XListenerSet}

func (m *Model) indexSets() map[*object.Object][]ListenerSet {
	out := map[*object.Object][]ListenerSet{}
	for _, k := range ListenerSetKinds {
		for _, set := range m.objects(k) {
			ref := m.gatewayOf(set)
			if ref == nil || ref.Object == nil {
				continue
			}
			allowed, gap := m.SetAllowed(ref.Object, set)
			out[ref.Object] = append(out[ref.Object], ListenerSet{set, allowed, gap})
		}
	}
	return out
}

// SetAllowed tells whether a Gateway would let a ListenerSet attach, by its
// spec.allowedListeners, which by default allows none.
// https://gateway-api.sigs.k8s.io/geps/gep-1713/
func (m *Model) SetAllowed(gateway, set *object.Object) (Truth, Gap) {
	t, gap := m.fromNamespaces(gateway.Get("spec", "allowedListeners", "namespaces"), "None", gateway, set)
	if t == No && m.patched(gateway) {
		return Unsure, ChangedByPatch
	}
	return t, gap
}
