package gateway

import (
	"testing"

	"github.com/gatefix/gatefix/fn/object"
)

func TestGrant(t *testing.T) {
	grant := func(namespace, from, to string) string {
		return "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: " + namespace + "}\nspec: {from: [" + from + "], to: [" + to + "]}\n"
	}
	const (
		httpRoutes = "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: apps}"
		services   = "{group: '', kind: Service}"
		service    = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: other}\n"
	)
	tests := []struct {
		name, text, ref string
		want            Truth
		gap             Gap
	}{
		{"the same namespace", service, "name: web, namespace: apps", Yes, ""},
		{"no namespace", service, "name: web", Yes, ""},
		{"no grant", service, "name: web, namespace: other", No, ""},
		{"nothing of the other namespace in the input", "", "name: web, namespace: other", Unsure, NotInInput},
		{"only another Service of that namespace", service, "name: wed, namespace: other", Unsure, NotInInput},
		{"a grant", grant("other", httpRoutes, services), "name: web, namespace: other", Yes, ""},
		{"a grant without the Service", grant("other", httpRoutes, "{group: '', kind: Secret}"), "name: web, namespace: other", No, ""},
		{"a grant for the name", grant("other", httpRoutes, "{group: '', kind: Service, name: web}"), "name: web, namespace: other", Yes, ""},
		{"a grant for another name", grant("other", httpRoutes, "{group: '', kind: Service, name: wed}"), "name: web, namespace: other", No, ""},
		{"a grant of another namespace", service + grant("third", httpRoutes, services), "name: web, namespace: other", No, ""},
		{"a grant for another kind of route", grant("other", "{group: gateway.networking.k8s.io, kind: GRPCRoute, namespace: apps}", services), "name: web, namespace: other", No, ""},
		{"a grant for another group", grant("other", "{group: example.com, kind: HTTPRoute, namespace: apps}", services), "name: web, namespace: other", No, ""},
		{"a grant for routes of another namespace", grant("other", "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: third}", services), "name: web, namespace: other", No, ""},
		{"one of several entries", grant("other", "{group: x, kind: Y, namespace: z}, "+httpRoutes, "{group: '', kind: Secret}, "+services), "name: web, namespace: other", Yes, ""},
		{"a grant that is filled in later", grant("other", "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: '${NS}'}", services), "name: web, namespace: other", Unsure, Placeholder},
		{"a namespace that is filled in later", service, "name: web, namespace: '${NS}'", Unsure, Placeholder},
		{"a route needs none", service, "group: gateway.networking.k8s.io, kind: HTTPRoute, name: r2, namespace: other", Yes, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := parse(t, route(object.HTTPRoute, "apps", "{rules: [{backendRefs: [{"+test.ref+"}]}]}")+test.text)
			m := New(set.Of)
			g := m.Grant(m.BackendRefs(set.Of(object.HTTPRoute)[0])[0].Reference)
			if g.Allowed != test.want || test.gap != "" && g.Gap != test.gap {
				t.Errorf("%v (%s), want %v (%s)", g.Allowed, g.Gap, test.want, test.gap)
			}
		})
	}
}

// The namespace of a route that its document does not name may be the other one.
func TestGrantWithoutNamespace(t *testing.T) {
	set := parse(t, route(object.HTTPRoute, "", "{rules: [{backendRefs: [{name: web, namespace: other}]}]}")+"---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: other}\n")
	m := New(set.Of)
	if g := m.Grant(m.BackendRefs(set.Of(object.HTTPRoute)[0])[0].Reference); g.Allowed != Unsure || g.Gap != SpaceUnknown {
		t.Errorf("%+v", g)
	}
}

// Of a part of a package nobody can tell which grants the rest holds.
func TestGrantOfAPart(t *testing.T) {
	set := parse(t, route(object.HTTPRoute, "apps", "{rules: [{backendRefs: [{name: web, namespace: other}]}]}")+"---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: other}\n")
	for _, test := range []struct {
		assume object.Assume
		want   Truth
	}{
		{object.Assume{}, No},
		{object.Assume{Partial: true}, Unsure},
		{object.Assume{Partial: true, Complete: true}, No},
	} {
		m := New(set.Of, Assuming(test.assume))
		if g := m.Grant(m.BackendRefs(set.Of(object.HTTPRoute)[0])[0].Reference); g.Allowed != test.want {
			t.Errorf("%+v: %+v", test.assume, g)
		}
	}
}
