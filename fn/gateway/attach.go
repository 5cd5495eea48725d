package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
)

// RouteKinds are the kinds that attach to listeners by spec.parentRefs.
var RouteKinds = []object.Kind{
	object.HTTPRoute, object.GRPCRoute, object.TLSRoute, object.TCPRoute, object.UDPRoute, object.AgentgatewayModel,
}

// AttachReads are the kinds that [Model.Attach] may read.
var AttachReads = append([]object.Kind{
	object.Gateway, object.ListenerSet, object.XListenerSet, object.Service, object.HTTPRoute, object.Namespace, object.Kustomization,
}, Makers[object.Service]...)

func isRouteKind(k object.Kind) bool { return slices.Contains(RouteKinds, k) }

// Attachment is what becomes of one parentRef of a route.
type Attachment struct {
	Route  *object.Object
	Parent Parent
	// Status is Yes where a listener takes the route, No where none does, and
	// Unsure where the input does not tell.
	Status Truth
	Reason Reason // where No
	Gap    Gap    // where Unsure
	// Listener is the one that takes the route or may, else the one that came
	// closest; nil where the parent has no listener of that name or port, or is
	// itself the reason.
	Listener *Listener
	// Answers are those of the listeners that the parentRef asks: the one it
	// names, or all of the parent's.
	Answers []Answer
}

// Answer is what becomes of a parentRef at one listener.
type Answer struct {
	Listener *Listener
	Status   Truth
	Reason   Reason
	Gap      Gap
}

// Is reports whether the route does not attach, for that reason.
func (a Attachment) Is(r Reason) bool { return a.Status == No && a.Reason == r }

// Attach tells what becomes of each parentRef of a route, in the order in which
// they are written. https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways
//
// It reads Gateways, and ListenerSets, Services (with their [Makers]) and
// HTTPRoutes where those are parents; Namespaces where a listener selects them
// by their labels; and kustomizations where a document names no namespace.
func (m *Model) Attach(route *object.Object) []Attachment {
	if out, ok := m.attached[route]; ok {
		return out
	}
	var out []Attachment
	for _, p := range m.Parents(route) {
		out = append(out, m.attach(route, p))
	}
	m.attached[route] = out
	return out
}

func (m *Model) attach(route *object.Object, p Parent) Attachment {
	if p.Kind == object.Service || p.Kind == object.HTTPRoute {
		p.resolve(m)
	}
	a := Attachment{Route: route, Parent: p}
	switch {
	case p.Presence == Absent:
		a.Status, a.Reason = No, ParentNotFound
	case p.Presence == Outside:
		a.Gap = p.Gap
	case p.Kind == object.Gateway:
		a.ask(m.considered(p), m)
	case slices.Contains(ListenerSetKinds, p.Kind):
		m.attachToSet(&a)
	case p.Kind == object.Service:
		a.Status, a.Reason, a.Gap = servicePort(p)
	case p.Kind == object.HTTPRoute:
		a.Status, a.Reason, a.Gap = m.delegated(route, p)
	}
	if a.Status == No && a.Reason != ParentNotFound && (m.patched(route) || m.patched(p.Object)) {
		a.Status, a.Reason, a.Gap = Unsure, NoReason, ChangedByPatch
	}
	return a
}

// AttachTo tells what would become of a parentRef if it led to the Gateway or
// the ListenerSet given.
func (m *Model) AttachTo(route *object.Object, p Parent, owner *object.Object) Attachment {
	p.Presence, p.Object, p.Gap = Present, owner, ""
	if p.Kind = owner.Kind; p.Kind == object.Gateway {
		gateway := To(owner)
		p.Gateway = &gateway
	} else {
		p.Gateway = m.gatewayOf(owner)
	}
	return m.attach(route, p)
}

// attachToSet asks the listeners of a ListenerSet, once its Gateway lets it
// have any.
func (m *Model) attachToSet(a *Attachment) {
	p := a.Parent
	if p.Gateway == nil || p.Gateway.Object == nil {
		a.Gap = NotInInput
		return
	}
	switch t, gap := m.SetAllowed(p.Gateway.Object, p.Object); t {
	case No:
		a.Status, a.Reason = No, ParentNotAllowed
	case Unsure:
		a.Gap = gap
	default:
		a.ask(m.considered(p), m)
	}
}

// considered are the listeners that a parentRef may mean.
func (m *Model) considered(p Parent) *listenerList {
	l := m.listenersOf(p.Object)
	section := p.Section()
	if section == "" || object.HasPlaceholder(section) || l.opaque {
		return l
	}
	return &listenerList{all: l.byName[section], byName: l.byName}
}

// ask asks the listeners. The answer is that of the first that takes the route,
// else of the first that may, else of the one that came closest.
func (a *Attachment) ask(l *listenerList, m *Model) {
	best := Answer{Status: No, Reason: SectionNotFound}
	for _, one := range l.all {
		x := m.answer(a, one)
		a.Answers = append(a.Answers, x)
		if x.rank() > best.rank() || best.Listener == nil && x.rank() == best.rank() {
			best = x
		}
	}
	if best.Status == No {
		switch {
		case l.opaque || best.Reason == SectionNotFound && object.HasPlaceholder(a.Parent.Section()):
			best = Answer{Gap: Placeholder}
		case len(l.byName) == 0:
			best = Answer{Gap: UnknownValue} // no listeners at all: the document is not whole
		case best.Reason == SectionNotFound || best.Reason == PortNotFound:
			best.Listener = nil
		}
	}
	a.Status, a.Reason, a.Gap, a.Listener = best.Status, best.Reason, best.Gap, best.Listener
}

// rank orders answers: the highest decides for the parentRef.
func (x Answer) rank() int {
	switch x.Status {
	case Yes:
		return 1000
	case Unsure:
		return 999
	}
	return int(x.Reason)
}

// answer asks one listener. A refusal at any step is certain, whatever the
// steps before it left open.
func (m *Model) answer(a *Attachment, l *Listener) Answer {
	out := Answer{Listener: l, Status: Yes}
	for _, step := range [...]answer{
		sectionAnswer(a.Parent, l),
		portAnswer(a.Parent, l),
		kindAllowed(l, a.Route.Kind),
		m.namespaceAllowed(l, a.Route),
		hostnameAnswer(l, a.Route),
	} {
		switch {
		case step.truth == No:
			return Answer{l, No, step.reason, ""}
		case step.truth == Unsure && out.Status == Yes:
			out.Status, out.Gap = Unsure, step.gap
		}
	}
	return out
}

func sectionAnswer(p Parent, l *Listener) answer {
	section := p.Section()
	switch {
	case section == "" || section == l.Name:
		return answer{truth: Yes}
	case object.HasPlaceholder(section) || object.HasPlaceholder(l.Name):
		return answer{gap: Placeholder}
	}
	return answer{truth: No, reason: SectionNotFound}
}

func portAnswer(p Parent, l *Listener) answer {
	n := p.Node.Get("port")
	if n == nil || n.IsNull() {
		return answer{truth: Yes}
	}
	port, ok := n.Int()
	switch {
	case !ok || l.Port == 0: // a placeholder, or a ListenerSet that leaves the port to its protocol
		return answer{gap: Placeholder}
	case port == l.Port:
		return answer{truth: Yes}
	}
	return answer{truth: No, reason: PortNotFound}
}

// servicePort judges a route that is to be part of a mesh.
// https://gateway-api.sigs.k8s.io/mesh/
func servicePort(p Parent) (Truth, Reason, Gap) {
	n := p.Node.Get("port")
	if n == nil || n.IsNull() {
		return Yes, NoReason, ""
	}
	port, ok := n.Int()
	if !ok {
		return Unsure, NoReason, Placeholder
	}
	has, gap := HasPort(p.Object, port)
	return has, map[Truth]Reason{No: PortNotFound}[has], gap
}
