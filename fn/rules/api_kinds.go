package rules

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// apiKind is a kind of the APIs that Gatefix knows, and the versions that some
// release since 2025 serves or stores, the one to write first.
type apiKind struct {
	object.Kind
	versions []string
}

// apiKinds are the kinds of agentgateway 1.0 to 1.4, kgateway 2.2 and the
// Gateway API 1.4 to 1.6, both channels.
// https://gateway-api.sigs.k8s.io/reference/spec/
var apiKinds = []apiKind{
	{object.AgentgatewayBackend, []string{"v1alpha1"}},
	{object.AgentgatewayModel, []string{"v1alpha1"}},
	{object.AgentgatewayParameters, []string{"v1alpha1"}},
	{object.AgentgatewayPolicy, []string{"v1alpha1"}},

	{kgatewayKind("Backend"), []string{"v1alpha1"}},
	{kgatewayKind("BackendConfigPolicy"), []string{"v1alpha1"}},
	{kgatewayKind("DirectResponse"), []string{"v1alpha1"}},
	{kgatewayKind("GatewayExtension"), []string{"v1alpha1"}},
	{kgatewayKind("GatewayParameters"), []string{"v1alpha1"}},
	{kgatewayKind("HTTPListenerPolicy"), []string{"v1alpha1"}},
	{kgatewayKind("ListenerPolicy"), []string{"v1alpha1"}},
	{object.TrafficPolicy, []string{"v1alpha1"}},

	{gatewayKind("BackendTLSPolicy"), []string{"v1", "v1alpha3"}},
	{object.GRPCRoute, []string{"v1"}},
	{object.Gateway, []string{"v1", "v1beta1"}},
	{object.GatewayClass, []string{"v1", "v1beta1"}},
	{object.HTTPRoute, []string{"v1", "v1beta1"}},
	{object.ListenerSet, []string{"v1"}},
	{gatewayKind("ReferenceGrant"), []string{"v1beta1", "v1"}},
	{gatewayKind("TCPRoute"), []string{"v1", "v1alpha2"}},
	{gatewayKind("TLSRoute"), []string{"v1", "v1alpha3", "v1alpha2"}},
	{gatewayKind("UDPRoute"), []string{"v1", "v1alpha2"}},

	{object.Kind{Group: object.GatewayXGroup, Name: "XBackend"}, []string{"v1alpha1"}},
	{object.Kind{Group: object.GatewayXGroup, Name: "XBackendTrafficPolicy"}, []string{"v1alpha1"}},
	{object.XListenerSet, []string{"v1alpha1"}},
	{object.Kind{Group: object.GatewayXGroup, Name: "XMesh"}, []string{"v1alpha1"}},
}

func gatewayKind(name string) object.Kind {
	return object.Kind{Group: object.GatewayGroup, Name: name}
}

func kgatewayKind(name string) object.Kind {
	return object.Kind{Group: object.KgatewayGroup, Name: name}
}

// apiGroups are the groups of those kinds.
var apiGroups = []string{object.AgentgatewayGroup, object.GatewayGroup, object.GatewayXGroup, object.KgatewayGroup}

// servedKind returns what is known of a kind, or nil.
func servedKind(k object.Kind) *apiKind {
	i := slices.IndexFunc(apiKinds, func(a apiKind) bool { return a.Kind == k })
	if i < 0 {
		return nil
	}
	return &apiKinds[i]
}

// kindsCalled returns the kinds of that name in any group, whatever its case.
func kindsCalled(name string) []apiKind {
	var out []apiKind
	for _, a := range apiKinds {
		if strings.EqualFold(a.Name, name) {
			out = append(out, a)
		}
	}
	return out
}

// kindNames returns the names of the kinds of a group.
func kindNames(group string) []string {
	var out []string
	for _, a := range apiKinds {
		if a.Group == group {
			out = append(out, a.Name)
		}
	}
	return out
}
