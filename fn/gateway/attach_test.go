package gateway

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// outcome writes an attachment in one word: yes, the reason for no, or "?" and
// the gap.
func outcome(a Attachment) string {
	switch a.Status {
	case Yes:
		return "yes"
	case No:
		return reasonNames[a.Reason]
	}
	return "? " + string(a.Gap)
}

var reasonNames = map[Reason]string{
	ParentNotFound: "parent", ParentNotAllowed: "set", NotDelegated: "delegation", SectionNotFound: "section", PortNotFound: "port",
	KindNotAllowed: "kind", NamespaceNotAllowed: "namespace", HostnameMismatch: "hostname",
}

// route writes a route of a kind, a namespace and a spec.
func route(kind object.Kind, namespace, spec string) string {
	return fmt.Sprintf("---\napiVersion: %s/v1\nkind: %s\nmetadata: {name: r%s}\nspec: %s\n", kind.Group, kind.Name, inNamespace(namespace), spec)
}

func inNamespace(namespace string) string {
	if namespace == "" {
		return ""
	}
	return ", namespace: " + namespace
}

// attachOnly returns what becomes of the only parentRef of the only route of a
// kind in a text.
func attachOnly(t *testing.T, kind object.Kind, text string, options ...Option) Attachment {
	t.Helper()
	set := parse(t, text)
	routes := set.Of(kind)
	if len(routes) != 1 {
		t.Fatalf("%d routes", len(routes))
	}
	out := New(set.Of, options...).Attach(routes[0])
	if len(out) != 1 {
		t.Fatalf("%d parentRefs", len(out))
	}
	return out[0]
}

const edge = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: agentgateway
  allowedListeners: {namespaces: {from: Selector, selector: {matchLabels: {sets: welcome}}}}
  listeners:
  - {name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
  - {name: same, port: 81, protocol: HTTP}
  - {name: models, port: 82, protocol: HTTP, hostname: models.example.com, allowedRoutes: {namespaces: {from: All}, kinds: [{group: agentgateway.dev, kind: AgentgatewayModel}]}}
  - {name: tls, port: 443, protocol: TLS, hostname: "*.example.com", allowedRoutes: {namespaces: {from: All}}, tls: {mode: Passthrough}}
  - {name: terminated, port: 444, protocol: TLS, allowedRoutes: {namespaces: {from: All}}, tls: {certificateRefs: [{name: cert}]}}
  - {name: tcp, port: 5432, protocol: TCP, allowedRoutes: {namespaces: {from: All}}}
  - {name: odd, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: All}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: welcome, labels: {sets: welcome}}
---
apiVersion: v1
kind: Namespace
metadata: {name: apps, labels: {team: web}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: welcome}
spec:
  parentRef: {name: edge, namespace: infra}
  listeners:
  - {name: extra, port: 90, protocol: HTTP, hostname: extra.example.com, allowedRoutes: {namespaces: {from: All}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: apps}
spec:
  parentRef: {name: edge, namespace: infra}
  listeners: [{name: extra, port: 90, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: nolabels}
spec:
  parentRef: {name: edge, namespace: infra}
  listeners: [{name: extra, port: 90, protocol: HTTP}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: apps}
spec: {ports: [{port: 80}]}
`

func TestAttach(t *testing.T) {
	tests := []struct {
		name      string
		kind      object.Kind
		namespace string
		ref       string
		hostnames string
		want      string
	}{
		{"any listener", object.HTTPRoute, "apps", "name: edge, namespace: infra", "", "yes"},
		{"a listener by name", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: all", "", "yes"},
		{"a listener by name and port", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: all, port: 80", "", "yes"},
		{"in its own namespace", object.HTTPRoute, "infra", "name: edge, sectionName: same", "", "yes"},
		{"no such Gateway", object.HTTPRoute, "apps", "name: edgy, namespace: infra", "", "parent"},
		{"no Gateway of that namespace in the input", object.HTTPRoute, "apps", "name: edge", "", "? " + string(NotInInput)},
		{"no such listener", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: http", "", "section"},
		{"no such port", object.HTTPRoute, "apps", "name: edge, namespace: infra, port: 8080", "", "port"},
		{"the port of another listener", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: all, port: 81", "", "port"},
		{"the namespace is not allowed", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: same", "", "namespace"},
		{"the kind is not allowed", object.TCPRoute, "apps", "name: edge, namespace: infra, sectionName: all", "", "kind"},
		{"the kind is not listed", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: models", "", "kind"},
		{"a model has no hostname", object.AgentgatewayModel, "apps", "name: edge, namespace: infra, sectionName: models", "", "yes"},
		{"a listener must ask for models", object.AgentgatewayModel, "apps", "name: edge, namespace: infra, sectionName: all", "", "kind"},
		{"TLS by hostname", object.TLSRoute, "apps", "name: edge, namespace: infra, sectionName: tls", "[db.example.com]", "yes"},
		{"TLS by another hostname", object.TLSRoute, "apps", "name: edge, namespace: infra, sectionName: tls", "[db.example.net, example.com]", "hostname"},
		{"TLS passed through is no TCP", object.TCPRoute, "apps", "name: edge, namespace: infra, sectionName: tls", "", "kind"},
		{"TLS terminated is TCP", object.TCPRoute, "apps", "name: edge, namespace: infra, sectionName: terminated", "", "yes"},
		{"TCP", object.TCPRoute, "apps", "name: edge, namespace: infra, sectionName: tcp", "", "yes"},
		{"a protocol of its own", object.TCPRoute, "apps", "name: edge, namespace: infra, sectionName: odd", "", "? " + string(UnknownValue)},
		{"a port that is filled in later", object.HTTPRoute, "apps", "name: edge, namespace: infra, port: '${PORT}'", "", "? " + string(Placeholder)},
		{"a section that is filled in later", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: '${SECTION}'", "", "? " + string(Placeholder)},
		{"a name that is filled in later", object.HTTPRoute, "apps", "name: '${GATEWAY}', namespace: infra", "", "? " + string(Placeholder)},
		{"a hostname that is filled in later", object.TLSRoute, "apps", "name: edge, namespace: infra, sectionName: tls", "['${HOST}', example.net]", "? " + string(Placeholder)},
		{"a set that is allowed", object.HTTPRoute, "apps", "kind: ListenerSet, name: more, namespace: welcome", "[extra.example.com]", "yes"},
		{"a set by another hostname", object.HTTPRoute, "apps", "kind: ListenerSet, name: more, namespace: welcome", "[example.com]", "hostname"},
		{"no such listener of the set", object.HTTPRoute, "apps", "kind: ListenerSet, name: more, namespace: welcome, sectionName: all", "", "section"},
		{"a set that is not allowed", object.HTTPRoute, "apps", "kind: ListenerSet, name: more", "", "set"},
		{"a set of a namespace without labels", object.HTTPRoute, "apps", "kind: ListenerSet, name: more, namespace: nolabels", "", "? " + string(LabelsUnknown)},
		{"no such set", object.HTTPRoute, "apps", "kind: ListenerSet, name: most", "", "parent"},
		{"the listeners of sets are not those of the Gateway", object.HTTPRoute, "apps", "name: edge, namespace: infra, sectionName: extra", "", "section"},
		{"a Service", object.HTTPRoute, "apps", "group: '', kind: Service, name: web", "", "yes"},
		{"a port of a Service", object.HTTPRoute, "apps", "group: '', kind: Service, name: web, port: 80", "", "yes"},
		{"no such port of a Service", object.HTTPRoute, "apps", "group: '', kind: Service, name: web, port: 81", "", "port"},
		{"no such Service", object.HTTPRoute, "apps", "group: '', kind: Service, name: wed", "", "parent"},
		{"a Service that a Gateway gets", object.HTTPRoute, "apps", "group: '', kind: Service, name: edge, namespace: infra", "", "? " + string(NotInInput)},
		{"some other kind", object.HTTPRoute, "apps", "group: example.com, kind: Hub, name: web", "", "? " + string(UnknownKind)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			hostnames := ""
			if test.hostnames != "" {
				hostnames = ", hostnames: " + test.hostnames
			}
			a := attachOnly(t, test.kind, edge+route(test.kind, test.namespace, "{parentRefs: [{"+test.ref+"}]"+hostnames+"}"))
			if got := outcome(a); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// The namespaces of the Gateway API's AllowedRoutes, from the default to
// selectors, each asked by routes of three namespaces: the Gateway's own, one
// whose labels are known, and one whose Namespace is not in the input.
func TestAllowedNamespaces(t *testing.T) {
	unknown := "? " + string(LabelsUnknown)
	tests := []struct{ allowed, infra, apps, elsewhere string }{
		{"", "yes", "namespace", "namespace"},
		{"allowedRoutes: {}", "yes", "namespace", "namespace"},
		{"allowedRoutes: {namespaces: {}}", "yes", "namespace", "namespace"},
		{"allowedRoutes: {namespaces: {from: Same}}", "yes", "namespace", "namespace"},
		{"allowedRoutes: {namespaces: {from: All}}", "yes", "yes", "yes"},
		{"allowedRoutes: {namespaces: {from: None}}", "namespace", "namespace", "namespace"},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {}}}", "yes", "yes", "yes"},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: web}}}}", "namespace", "yes", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: ops}}}}", "namespace", "namespace", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: web, tier: gold}}}}", "namespace", "namespace", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: '${TEAM}'}}}}", "? " + string(Placeholder), "? " + string(Placeholder), "? " + string(Placeholder)},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: apps}}}}", "namespace", "yes", "namespace"},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: apps, team: web}}}}", "namespace", "yes", "namespace"},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: In, values: [ops, web]}]}}}", "namespace", "yes", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: NotIn, values: [ops]}]}}}", "yes", "yes", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: NotIn, values: [web]}]}}}", "yes", "namespace", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: Exists}]}}}", "namespace", "yes", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}}", "yes", "namespace", unknown},
		{"allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: team, operator: Like, values: [web]}]}}}", "? " + string(UnknownValue), "? " + string(UnknownValue), unknown},
		{"allowedRoutes: {namespaces: {from: Selector}}", "? " + string(UnknownValue), "? " + string(UnknownValue), "? " + string(UnknownValue)},
		{"allowedRoutes: {namespaces: {from: Sane}}", "? " + string(UnknownValue), "? " + string(UnknownValue), "? " + string(UnknownValue)},
		{"allowedRoutes: {namespaces: {from: '${FROM}'}}", "? " + string(Placeholder), "? " + string(Placeholder), "? " + string(Placeholder)},
	}
	const namespaces = "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: apps, labels: {team: web}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: infra}\n"
	for _, test := range tests {
		gw := "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: infra}\n" +
			"spec: {listeners: [{name: http, port: 80, protocol: HTTP, " + test.allowed + "}]}\n"
		for namespace, want := range map[string]string{"infra": test.infra, "apps": test.apps, "elsewhere": test.elsewhere} {
			a := attachOnly(t, object.HTTPRoute, gw+namespaces+route(object.HTTPRoute, namespace, "{parentRefs: [{name: gw, namespace: infra}]}"))
			if got := outcome(a); got != want {
				t.Errorf("%s, route in %s: %s, want %s", test.allowed, namespace, got, want)
			}
		}
	}
}

// A Namespace that stands in the input once for each of several environments has
// the labels that all of them say.
func TestLabelsOfSeveralEnvironments(t *testing.T) {
	const gw = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: infra}\n" +
		"spec: {listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: web}}}}}]}\n"
	ns := func(label string) string {
		return "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: apps, labels: {" + label + "}}\n"
	}
	for text, want := range map[string]string{
		ns("team: web") + ns("team: web, stage: prod"): "yes",
		ns("team: ops") + ns("team: ops"):              "namespace",
		ns("team: web") + ns("stage: prod"):            "? " + string(LabelsUnknown),
	} {
		a := attachOnly(t, object.HTTPRoute, gw+text+route(object.HTTPRoute, "apps", "{parentRefs: [{name: gw, namespace: infra}]}"))
		if got := outcome(a); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// The kinds of the Gateway API's AllowedRoutes: the default of each protocol,
// and the lists that narrow it.
func TestAllowedKinds(t *testing.T) {
	all := "HTTPRoute GRPCRoute TLSRoute TCPRoute UDPRoute AgentgatewayModel"
	tests := []struct{ listener, want string }{
		{"protocol: HTTP", "HTTPRoute GRPCRoute"},
		{"protocol: HTTPS", "HTTPRoute GRPCRoute"},
		{"protocol: TLS, tls: {mode: Passthrough}", "TLSRoute"},
		{"protocol: TLS, tls: {mode: Terminate}", "TLSRoute TCPRoute"},
		{"protocol: TLS", "TLSRoute TCPRoute"},
		{"protocol: TCP", "TCPRoute"},
		{"protocol: UDP", "UDPRoute"},
		{"protocol: example.com/own", ""},
		{"protocol: HTTP, allowedRoutes: {kinds: []}", "HTTPRoute GRPCRoute"},
		{"protocol: HTTP, allowedRoutes: {kinds: [{kind: HTTPRoute}]}", "HTTPRoute"},
		{"protocol: HTTP, allowedRoutes: {kinds: [{group: gateway.networking.k8s.io, kind: GRPCRoute}]}", "GRPCRoute"},
		{"protocol: HTTP, allowedRoutes: {kinds: [{group: example.com, kind: HTTPRoute}]}", ""},
		{"protocol: HTTP, allowedRoutes: {kinds: [{kind: TCPRoute}]}", ""},
		{"protocol: HTTP, allowedRoutes: {kinds: [{kind: HTTPRoute}, {group: agentgateway.dev, kind: AgentgatewayModel}]}", "HTTPRoute AgentgatewayModel"},
		{"protocol: TCP, allowedRoutes: {kinds: [{group: agentgateway.dev, kind: AgentgatewayModel}]}", ""},
	}
	for _, test := range tests {
		set := parse(t, "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw}\nspec: {listeners: [{name: l, port: 80, "+test.listener+"}]}\n")
		l := New(set.Of).Listeners(set.Of(object.Gateway)[0])[0]
		var got []string
		for _, k := range l.Kinds() {
			got = append(got, k.Name)
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s (of %s)", test.listener, s, test.want, all)
		}
	}
}

// Of several listeners that refuse a route, the one that came closest tells why.
func TestClosestListener(t *testing.T) {
	const gw = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: infra}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: tcp, port: 1, protocol: TCP, allowedRoutes: {namespaces: {from: All}}}
  - {name: same, port: 2, protocol: HTTP}
  - {name: first, port: 3, protocol: HTTP, hostname: one.example.com, allowedRoutes: {namespaces: {from: All}}}
  - {name: second, port: 4, protocol: HTTP, hostname: two.example.com, allowedRoutes: {namespaces: {from: All}}}
`
	a := attachOnly(t, object.HTTPRoute, gw+route(object.HTTPRoute, "apps", "{hostnames: [three.example.com], parentRefs: [{name: gw, namespace: infra}]}"))
	if !a.Is(HostnameMismatch) || a.Listener == nil || a.Listener.Name != "first" || len(a.Answers) != 4 {
		t.Errorf("%s at %+v, %d answers", outcome(a), a.Listener, len(a.Answers))
	}
}

// What controllers will say. Agentgateway gives one answer a Gateway, asks
// listeners that nobody named, and looks at host names first.
func TestForecast(t *testing.T) {
	tests := []struct{ class, refs, want string }{
		{"agentgateway", "{name: gone, namespace: infra}", "no status at all"},
		{"agentgateway", "{name: gw, namespace: infra, sectionName: gone}", "Accepted=False (NoMatchingParent)"},
		{"agentgateway", "{name: gw, namespace: infra, port: 99}", "Accepted=False (NoMatchingParent)"},
		{"agentgateway", "{name: gw, namespace: infra, sectionName: same}", "Accepted=False (NotAllowedByListeners or NoMatchingParent)"},
		{"agentgateway", "{name: gw, namespace: infra, sectionName: host}", "Accepted=False (NoMatchingListenerHostname or NoMatchingParent)"},
		{"istio", "{name: gw, namespace: infra, sectionName: same}", "Accepted=False (NotAllowedByListeners)"},
		{"agentgateway", "{name: one, namespace: infra}", "Accepted=False (NoMatchingListenerHostname)"},
		{"agentgateway", "{name: both, namespace: infra}", "Accepted=False (NoMatchingListenerHostname)"},
		{"istio", "{name: both, namespace: infra}", "Accepted=False (NotAllowedByListeners)"},
		{"agentgateway", "{name: gw, namespace: infra, sectionName: host}, {name: gw, namespace: infra, sectionName: all}", "Accepted=True (Accepted)"},
		{"istio", "{name: gw, namespace: infra, sectionName: host}, {name: gw, namespace: infra, sectionName: all}", "Accepted=False (NoMatchingListenerHostname)"},
	}
	for _, test := range tests {
		set := parse(t, "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: infra}\nspec:\n  gatewayClassName: "+test.class+`
  listeners:
  - {name: all, port: 1, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
  - {name: same, port: 2, protocol: HTTP}
  - {name: host, port: 3, protocol: HTTP, hostname: one.example.com, allowedRoutes: {namespaces: {from: All}}}
`+gatewayOf("one", test.class, "allowedRoutes: {namespaces: {from: All}}")+gatewayOf("both", test.class, "allowedRoutes: {namespaces: {from: Same}}")+
			route(object.HTTPRoute, "apps", "{hostnames: [two.example.com], parentRefs: ["+test.refs+"]}"))
		m := New(set.Of)
		if got := m.Forecast(m.Attach(set.Of(object.HTTPRoute)[0])[0]).String(); got != test.want {
			t.Errorf("%s, %s: %s, want %s", test.class, test.refs, got, test.want)
		}
	}
}

// gatewayOf is a Gateway with one listener, of one.example.com.
func gatewayOf(name, class, allowed string) string {
	return "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: " + name + ", namespace: infra}\nspec: {gatewayClassName: " + class +
		", listeners: [{name: host, port: 1, protocol: HTTP, hostname: one.example.com, " + allowed + "}]}\n"
}

// A Gateway that is not whole, or that a patch changes, refuses nobody.
func TestAttachToWhatIsNotTheLastWord(t *testing.T) {
	gw := func(listeners string) string {
		return "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw}\nspec: {gatewayClassName: x" + listeners + "}\n"
	}
	r := route(object.HTTPRoute, "", "{parentRefs: [{name: gw, sectionName: http}]}")
	all := Patched(func(*object.Object) bool { return true })
	tests := []struct {
		name, text, want string
		options          []Option
	}{
		{"no listeners", gw(""), "? " + string(UnknownValue), nil},
		{"listeners of a template", gw(", listeners: {{ .Values.listeners }}"), "? " + string(Placeholder), nil},
		{"the name of a listener", gw(", listeners: [{name: '${L}', port: 80, protocol: HTTP}]"), "? " + string(Placeholder), nil},
		{"the protocol of a listener", gw(", listeners: [{name: http, port: 80, protocol: '${P}'}]"), "? " + string(Placeholder), nil},
		{"a patch", gw(", listeners: [{name: tcp, port: 80, protocol: TCP}]"), "? " + string(ChangedByPatch), []Option{all}},
		{"a patch of what attaches anyway", gw(", listeners: [{name: http, port: 80, protocol: HTTP}]"), "yes", []Option{all}},
	}
	for _, test := range tests {
		if got := outcome(attachOnly(t, object.HTTPRoute, test.text+r, test.options...)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestListenerSets(t *testing.T) {
	set := parse(t, edge)
	sets := New(set.Of).ListenerSets(set.Of(object.Gateway)[0])
	if len(sets) != 3 || sets[0].Allowed != Yes || sets[1].Allowed != No || sets[2].Allowed != Unsure {
		t.Errorf("%+v", sets)
	}
}

// files parses texts by the name of their file.
func files(t *testing.T, texts map[string]string) *object.Set {
	t.Helper()
	var out []*source.File
	for _, name := range []string{"a", "b", "c"} {
		for file, text := range texts {
			if strings.HasPrefix(file, name) {
				f, err := source.Parse(file, []byte(text))
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, f)
			}
		}
	}
	return object.NewSet(out, nil)
}
