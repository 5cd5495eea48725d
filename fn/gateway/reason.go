package gateway

import "github.com/gatefix/gatefix/fn/object"

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
// Gateway, it is Accepted all the same. For that it reads GatewayClasses.
func (m *Model) Forecast(a Attachment) Condition {
	reason, ok := conditionReasons[a.Reason]
	if a.Reason == ParentNotFound && a.Parent.Kind == object.HTTPRoute {
		reason, ok = conditionReasons[NotDelegated], true
	}
	switch {
	case a.Status != No || a.masked(m):
		return Condition{"Accepted", "True", "Accepted"}
	case !ok:
		return Silent
	}
	return Condition{"Accepted", "False", reason}
}

// masked reports whether agentgateway hides the refusal behind the success of
// another parentRef.
func (a Attachment) masked(m *Model) bool {
	if a.Parent.Object == nil || a.Parent.Gateway == nil || a.Parent.Gateway.Object == nil ||
		m.Product(a.Parent.Gateway.Object) != Agentgateway {
		return false
	}
	for _, other := range m.Attach(a.Route) {
		if other.Parent.Object == a.Parent.Object && other.Status == Yes {
			return true
		}
	}
	return false
}
