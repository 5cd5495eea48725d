package kgateway

import (
	"context"
	"testing"

	"github.com/kgateway-dev/kgateway/v2/pkg/reports"
	"github.com/kgateway-dev/kgateway/v2/test/translator"
	apiserverschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	gwv1 "sigs.k8s.io/gateway-api/apis/v1"
	gwv1a2 "sigs.k8s.io/gateway-api/apis/v1alpha2"
	gwxv1a1 "sigs.k8s.io/gateway-api/apisx/v1alpha1"
)

const envoyController = "kgateway.dev/kgateway"

// envoy asks the controller of kgateway proper. It drives the translator as its
// own golden tests do; they hand it files.
func envoy(t *testing.T, file string, schemas map[schema.GroupVersionKind]*apiserverschema.Structural, out Statuses) {
	t.Helper()
	test := translator.TestCase{InputFiles: []string{file}}
	results, err := test.Run(t, t.Context(), translator.NewScheme(nil), translator.ExtraConfig{GVKToStructuralSchema: schemas})
	if err != nil {
		t.Fatal(err)
	}
	for gateway, r := range results {
		if gw := r.Gateways[gateway]; gw != nil {
			add(t, out, ID{"Gateway", gateway.Namespace, gateway.Name}, r.ReportsMap.BuildGWStatus(t.Context(), *gw, nil))
		}
		for name, set := range r.ListenerSets {
			add(t, out, ID{"XListenerSet", name.Namespace, name.Name}, r.ReportsMap.BuildListenerSetStatus(t.Context(), *set))
		}
		routes(t, out, &r.ReportsMap)
	}
}

// routes takes the statuses of all routes that the translation of a Gateway told
// something of.
func routes(t *testing.T, out Statuses, m *reports.ReportMap) {
	t.Helper()
	for name := range m.HTTPRoutes {
		route(t, out, m, "HTTPRoute", name, &gwv1.HTTPRoute{ObjectMeta: meta(name)})
	}
	for name := range m.GRPCRoutes {
		route(t, out, m, "GRPCRoute", name, &gwv1.GRPCRoute{ObjectMeta: meta(name)})
	}
	for name := range m.TLSRoutes {
		route(t, out, m, "TLSRoute", name, &gwv1a2.TLSRoute{ObjectMeta: meta(name)})
	}
	for name := range m.TCPRoutes {
		route(t, out, m, "TCPRoute", name, &gwv1a2.TCPRoute{ObjectMeta: meta(name)})
	}
}

func meta(name types.NamespacedName) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name}
}

func route(t *testing.T, out Statuses, m *reports.ReportMap, kind string, name types.NamespacedName, o client.Object) {
	t.Helper()
	add(t, out, ID{kind, name.Namespace, name.Name}, m.BuildRouteStatus(context.Background(), o, envoyController))
}

// add takes in a status that was built; nil where there was nothing to say.
func add[S gwv1.GatewayStatus | gwxv1a1.ListenerSetStatus | gwv1.RouteStatus](t *testing.T, out Statuses, id ID, status *S) {
	t.Helper()
	if status == nil {
		return
	}
	if err := out.add(id, status); err != nil {
		t.Fatal(err)
	}
}
