package rules

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var listenerSetNotAllowed = &lint.Rule{
	Name:     "listenerset-not-allowed",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    gateway.ListenerSetKinds,
	Reads:    []object.Kind{object.Gateway, object.GatewayClass, object.Namespace, object.Kustomization},
	Outcome:  lint.Outcome{lint.Condition("Accepted", "False", "NotAllowed"), lint.Condition("Programmed", "False", "NotAllowed"), lint.Silent},
	Doc: lint.Doc{
		Summary: "a ListenerSet that its Gateway does not let attach",
		Why: "A Gateway takes listeners from ListenerSets only where its `spec.allowedListeners.namespaces` says so. The default is `from: None`: no ListenerSet " +
			"at all, not even one of the Gateway's own namespace. The listeners of the set are then not served, and routes whose parent is the set get no answer.",
		Repair: "Allow the namespace of the set in `spec.allowedListeners` of the Gateway: `from: Same` for the Gateway's own, `from: Selector` with its labels for " +
			"another one. Gatefix writes it where the Gateway has no `allowedListeners`, or has `from: None`.",
		FixSafety: "Unsafe: whoever may create ListenerSets in that namespace can then open ports and host names on the Gateway, which its owner has to want.",
		Forecast: "Accepted by the API server. The status of the ListenerSet says Accepted=False and Programmed=False (NotAllowed); the Gateway's says nothing. " +
			"agentgateway gives an XListenerSet no status at all.",
		Links: []string{"https://gateway-api.sigs.k8s.io/geps/gep-1713/"},
	},
	Check: func(p *lint.Pass, set *object.Object) {
		m := modelOf(p)
		parent, ok := m.ParentOfSet(set)
		if !ok || parent.Kind != object.Gateway || parent.Object == nil {
			if ok && parent.Presence == gateway.Outside {
				notJudged(p, parent.Reference, parent.Gap)
			}
			return
		}
		allowed, gap := m.SetAllowed(parent.Object, set)
		if allowed == gateway.Unsure {
			notJudged(p, parent.Reference, gap)
		}
		if allowed == gateway.No && !p.Patched(set) {
			reportSet(p, m, set, parent)
		}
	},
}

func reportSet(p *lint.Pass, m *gateway.Model, set *object.Object, parent gateway.Parent) {
	gw, answer := parent.Object, "its status will say Accepted=False (NotAllowed)"
	if set.Kind == object.XListenerSet && m.Product(gw) == gateway.Agentgateway {
		answer = "agentgateway gives it no status at all"
	}
	namespaces := gw.Get("spec", "allowedListeners", "namespaces")
	at := lint.AtName(gw)
	if namespaces != nil {
		at = lint.At(gw, namespaces)
	}
	options := []lint.Option{lint.See(at, "allows listeners %s", allowsListeners(namespaces))}
	value := listenersFrom(m, gw, set)
	if from := namespaces.Get("from").Text(); value != nil && (from == "" || from == "None") {
		options = append(options, lint.With(lint.Unsafe, fmt.Sprintf("allow the %s in %s", set.Kind.Name, gw), allowEdit(gw, value)))
	}
	p.Report(refPlace(parent.Reference, "name"), fmt.Sprintf("%s allows listeners %s, and this %s is in %s; allow that namespace in its spec.allowedListeners; %s",
		called(parent.Reference), allowsListeners(namespaces), set.Kind.Name, spaceOf(m, set), answer), options...)
}

// allowsListeners says from where a Gateway takes ListenerSets.
func allowsListeners(namespaces *source.Node) string {
	switch from := namespaces.Get("from").Text(); from {
	case "":
		return "of no ListenerSet (allowedListeners.namespaces.from is None by default)"
	case "None":
		return "of no ListenerSet (allowedListeners.namespaces.from is None)"
	case "Selector":
		return "of namespaces labelled " + selectorText(namespaces.Get("selector"))
	}
	return "of its own namespace only (allowedListeners.namespaces.from is Same)"
}

func spaceOf(m *gateway.Model, o *object.Object) string {
	if ns := m.Namespace(o); ns != "" {
		return fmt.Sprintf("namespace %q", ns)
	}
	return "the same namespace"
}

// listenersFrom is the value of allowedListeners.namespaces that lets in the
// namespace of the set and no other; nil where that is not known.
func listenersFrom(m *gateway.Model, gw, set *object.Object) source.Map {
	if m.SameNamespace(gw, set) == gateway.Yes {
		return source.Map{{Key: "from", Value: "Same"}}
	}
	ns := m.Namespace(set)
	if ns == "" || lint.HasPlaceholder(ns) {
		return nil
	}
	label := source.Map{{Key: "kubernetes.io/metadata.name", Value: ns}}
	return source.Map{{Key: "from", Value: "Selector"}, {Key: "selector", Value: source.Map{{Key: "matchLabels", Value: label}}}}
}

// allowEdit writes the value at the deepest key that the Gateway holds.
func allowEdit(gw *object.Object, value source.Map) source.Edit {
	allowed := gw.Get("spec", "allowedListeners")
	switch {
	case allowed.Get("namespaces") != nil:
		return source.Set(gw.Doc, source.P("spec", "allowedListeners", "namespaces"), value)
	case allowed.IsMapping():
		return source.Insert(gw.Doc, source.P("spec", "allowedListeners", "namespaces"), value, "")
	case allowed != nil:
		return source.Set(gw.Doc, source.P("spec", "allowedListeners"), source.Map{{Key: "namespaces", Value: value}})
	}
	return source.Insert(gw.Doc, source.P("spec", "allowedListeners"), source.Map{{Key: "namespaces", Value: value}}, "gatewayClassName")
}
