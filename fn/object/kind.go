// Package object gives YAML documents their Kubernetes identity, and holds all
// objects of a run with the indexes that rules ask for.
package object

import "strings"

// Kind is a group and a kind, the way Kubernetes refers to a type whatever its
// version.
type Kind struct{ Group, Name string }

// Any stands for every kind. A rule that reads it looks at objects of any type.
var Any = Kind{"*", "*"}

func (k Kind) String() string {
	if k.Group == "" {
		return k.Name
	}
	return k.Name + "." + k.Group
}

// Groups of the APIs that Gatefix knows.
const (
	GatewayGroup      = "gateway.networking.k8s.io"
	GatewayXGroup     = "gateway.networking.x-k8s.io"
	AgentgatewayGroup = "agentgateway.dev"
	KgatewayGroup     = "gateway.kgateway.dev"
	EnterpriseGroup   = "enterpriseagentgateway.solo.io"
	InferenceGroup    = "inference.networking.k8s.io"
	InferenceXGroup   = "inference.networking.x-k8s.io"
)

// Kinds that more than one rule asks for.
var (
	Gateway      = Kind{GatewayGroup, "Gateway"}
	GatewayClass = Kind{GatewayGroup, "GatewayClass"}
	HTTPRoute    = Kind{GatewayGroup, "HTTPRoute"}
	GRPCRoute    = Kind{GatewayGroup, "GRPCRoute"}
	TCPRoute     = Kind{GatewayGroup, "TCPRoute"}
	TLSRoute     = Kind{GatewayGroup, "TLSRoute"}
	UDPRoute     = Kind{GatewayGroup, "UDPRoute"}
	ListenerSet  = Kind{GatewayGroup, "ListenerSet"}
	XListenerSet = Kind{GatewayXGroup, "XListenerSet"}

	ReferenceGrant   = Kind{GatewayGroup, "ReferenceGrant"}
	BackendTLSPolicy = Kind{GatewayGroup, "BackendTLSPolicy"}
	InferencePool    = Kind{InferenceGroup, "InferencePool"}
	XInferencePool   = Kind{InferenceXGroup, "InferencePool"}

	AgentgatewayBackend    = Kind{AgentgatewayGroup, "AgentgatewayBackend"}
	AgentgatewayPolicy     = Kind{AgentgatewayGroup, "AgentgatewayPolicy"}
	AgentgatewayParameters = Kind{AgentgatewayGroup, "AgentgatewayParameters"}
	AgentgatewayModel      = Kind{AgentgatewayGroup, "AgentgatewayModel"}
	EnterprisePolicy       = Kind{EnterpriseGroup, "EnterpriseAgentgatewayPolicy"}
	EnterpriseBackend      = Kind{EnterpriseGroup, "EnterpriseAgentgatewayBackend"}
	TrafficPolicy          = Kind{KgatewayGroup, "TrafficPolicy"}

	Service        = Kind{"", "Service"}
	Namespace      = Kind{"", "Namespace"}
	ServiceAccount = Kind{"", "ServiceAccount"}
	ConfigMap      = Kind{"", "ConfigMap"}
	Secret         = Kind{"", "Secret"}
	Deployment     = Kind{"apps", "Deployment"}
	DaemonSet      = Kind{"apps", "DaemonSet"}

	Kustomization = Kind{"kustomize.config.k8s.io", "Kustomization"}
)

// SplitAPIVersion returns the group and the version of an apiVersion. The core
// group is "".
func SplitAPIVersion(apiVersion string) (group, version string) {
	if group, version, ok := strings.Cut(apiVersion, "/"); ok {
		return group, version
	}
	return "", apiVersion
}
