package gateway

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// Reason is why a route does not attach. Of the reasons of several listeners the
// highest counts: that listener came closest to taking the route.
type Reason uint8

// The reasons, in the order in which they are looked for.
const (
	NoReason            Reason = iota
	ParentNotFound             // the input shows that there is no such parent
	ParentNotAllowed           // the parent is a ListenerSet that its Gateway does not allow
	NotDelegated               // the parent is an HTTPRoute that has no backendRef to the route
	SectionNotFound            // the parent has no listener of that sectionName
	PortNotFound               // no listener, or no port of the Service, has that port
	KindNotAllowed             // by the protocol of the listener, or by allowedRoutes.kinds
	NamespaceNotAllowed        // by allowedRoutes.namespaces
	HostnameMismatch           // no hostname of the route intersects that of the listener
)

// Condition is what a controller says of something in its status.
type Condition struct {
	Type, Status, Reason string // all empty: it says nothing at all
}

// Silent is the condition of what no controller answers for.
var Silent = Condition{}

func (c Condition) String() string {
	if c == Silent {
		return "no status at all"
	}
	return c.Type + "=" + c.Status + " (" + c.Reason + ")"
}

// conditionReasons are the reasons of the condition Accepted, by the Gateway API
// and by agentgateway alike.
// https://gateway-api.sigs.k8s.io/reference/spec/#routeconditionreason
var conditionReasons = map[Reason]string{
	NotDelegated:        "NoMatchingParent",
	SectionNotFound:     "NoMatchingParent",
	PortNotFound:        "NoMatchingParent",
	KindNotAllowed:      "NotAllowedByListeners",
	NamespaceNotAllowed: "NotAllowedByListeners",
	HostnameMismatch:    "NoMatchingListenerHostname",
}

// Forecast is the condition that the controller will set on the route for that
// parentRef. Nobody answers for a parent that does not exist. Agentgateway gives
// one answer a parent: where another parentRef of the route attaches to the same
// Gateway, it is Accepted all the same, and where it can give one reason as well
// as another, the condition has both: "A or B". For that it reads GatewayClasses.
func (m *Model) Forecast(a Attachment) Condition {
	reason, ok := conditionReasons[a.Reason]
	if a.Reason == ParentNotFound && a.Parent.Kind == object.HTTPRoute {
		reason, ok = conditionReasons[NotDelegated], true
	}
	if a.Reason == NotDelegated && m.RouteProduct(a.Parent.Object).IsOther() {
		ok = false // kgateway for Envoy passes over such a parent
	}
	switch {
	case a.Status != No || a.masked(m):
		return Condition{"Accepted", "True", "Accepted"}
	case !ok:
		return Silent
	}
	return Condition{"Accepted", "False", strings.Join(a.reasons(m, reason), " or ")}
}

// reasons are those that the controller may give, the one the Gateway API means
// first. Agentgateway asks every listener of the parent for every parentRef to
// it, also one that the parentRef does not name, and gives the reason of
// whichever it asked last; host names come before what the listener allows.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/translator/conversion.go#L734
func (a Attachment) reasons(m *Model, first string) []string {
	if !a.ofAgentgateway(m) {
		return []string{first}
	}
	var out []string
	for _, other := range m.Attach(a.Route) {
		if other.Parent.Object != a.Parent.Object {
			continue
		}
		for _, l := range m.listenersOf(a.Parent.Object).all {
			reason := conditionReasons[m.refusal(&other, l)]
			switch {
			case reason == "" || slices.Contains(out, reason):
			case reason == first:
				out = slices.Insert(out, 0, first)
			default:
				out = append(out, reason)
			}
		}
	}
	if len(out) == 0 {
		return []string{first} // such as that of a ListenerSet its Gateway does not allow
	}
	return out
}

// refusal is why agentgateway says that a listener does not take a route.
func (m *Model) refusal(a *Attachment, l *Listener) Reason {
	x := m.answer(a, l)
	if x.Reason == KindNotAllowed || x.Reason == NamespaceNotAllowed {
		if h := hostnameAnswer(l, a.Route); h.truth == No {
			return h.reason
		}
	}
	return x.Reason
}

// ofAgentgateway reports whether the parent is of a Gateway of agentgateway.
func (a Attachment) ofAgentgateway(m *Model) bool {
	return a.Parent.Object != nil && a.Parent.Gateway != nil && a.Parent.Gateway.Object != nil &&
		m.Product(a.Parent.Gateway.Object) == Agentgateway
}

// masked reports whether agentgateway hides the refusal behind the success of
// another parentRef.
func (a Attachment) masked(m *Model) bool {
	if !a.ofAgentgateway(m) {
		return false
	}
	for _, other := range m.Attach(a.Route) {
		if other.Parent.Object == a.Parent.Object && other.Status == Yes {
			return true
		}
	}
	return false
}
