package rename

import (
	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
)

// kinds is a list of kinds of one group.
func kinds(group string, names ...string) []object.Kind {
	out := make([]object.Kind, len(names))
	for i, name := range names {
		out[i] = object.Kind{Group: group, Name: name}
	}
	return out
}

var (
	listenerSets = []object.Kind{object.ListenerSet, object.XListenerSet}
	roles        = kinds("rbac.authorization.k8s.io", "Role", "ClusterRole")
	istio        = kinds("networking.istio.io", "VirtualService", "DestinationRule", "ServiceEntry", "Sidecar", "WorkloadEntry")
	configMap    = []object.Kind{object.ConfigMap}
	kustomize    = []object.Kind{object.Kustomization}
)

// table is every reference that is known. The first row that takes a value
// decides. It is filled at start, since a form scans with the table in turn.
var table []row

func init() {
	table = []row{
		// References that say their kind: targetRefs and targetRef of every
		// policy, parentRefs, backendRefs, scaleTargetRef, RBAC subjects, targets
		// of kustomize patches and replacements, ignoreDifferences of Argo CD,
		// healthChecks of Flux.
		{path: "name", when: says(object.Gateway), form: exact},
		{path: "name", when: says(object.Service), form: exact, means: itsService},
		{path: "name", when: says(object.Deployment), form: exact, means: itsWorkload},
		{path: "name", when: says(object.DaemonSet), form: exact, means: itsWorkload},
		{path: "name", when: says(object.ServiceAccount), form: exact, means: itsAccount},

		// Fields that mean a Gateway where they say no kind.
		{path: "parentRefs name", when: silent(object.GatewayGroup), form: exact},
		{path: "parentRef name", of: listenerSets, when: silent(object.GatewayGroup), form: exact},
		{path: "gatewayRefs name", of: kinds("flagger.app", "Canary"), when: silent(object.GatewayGroup), form: exact},
		{path: "router gateway refs name", of: kinds("serving.kserve.io", "LLMInferenceService", "LLMInferenceServiceConfig"), form: exact},

		// Labels, and selectors of them.
		{path: gateway.NameLabel, form: exact, where: selected},
		{path: "k8s:" + gateway.NameLabel, form: exact, where: selected},
		{path: gateway.BesideNameLabel[0], when: besideNameLabel, form: exact, where: selected},
		{path: gateway.BesideNameLabel[1], when: besideNameLabel, form: exact, where: selected},
		{path: "matchExpressions values", when: has("key", gateway.NameLabel), form: exact, where: selected},
		{path: "istio.io/use-waypoint", form: exact, where: beside("istio.io/use-waypoint-namespace")},
		{path: "serving.kserve.io/gateway", form: exact},

		// Names in the configuration of other controllers.
		{path: "args", form: flag("--gateway-name"), where: flagSpace("--gateway-namespace")},
		{path: "command", form: flag("--gateway-name"), where: flagSpace("--gateway-namespace")},
		{path: "env value", when: has("name", "EXTERNAL_DNS_GATEWAY_NAME"), form: exact, where: everywhere("")},
		{path: "data ingress", of: configMap, when: named("inferenceservice-config"), form: slash},
		{path: "data external-gateways", of: configMap, when: named("config-gateway"), form: slash},
		{path: "data local-gateways", of: configMap, when: named("config-gateway"), form: slash},
		{path: "names", when: has("kinds", "Gateway"), form: exact, where: everywhere("namespaces")},
		{path: "names", when: has("kinds", "gateway.networking.k8s.io/v1/Gateway"), form: exact, where: everywhere("namespaces")},

		// Permissions by name.
		{path: "rules resourceNames", of: roles[:1], when: only("resources", "gateways"), form: exact},
		{path: "rules resourceNames", of: roles[1:], when: only("resources", "gateways"), form: exact, where: everywhere("")},
		{path: "rules resourceNames", of: roles[:1], when: only("resources", "services"), form: exact, means: itsService},
		{path: "rules resourceNames", of: roles[:1], when: only("resources", "deployments"), form: exact, means: itsWorkload},
		{path: "rules resourceNames", of: roles[:1], when: only("resources", "serviceaccounts"), form: exact, means: itsAccount},
		{path: "rules resourceNames", of: roles, when: has("resources", "gateways"), form: unclear, where: everywhere("")},

		// Fields that mean a Service, a Deployment or a ServiceAccount where
		// they say no kind.
		{path: "backendRefs name", when: silent(""), form: exact, means: itsService},
		{path: "backendRef name", when: silent(""), form: exact, means: itsService},
		{path: "backend service name", of: kinds("networking.k8s.io", "Ingress"), form: exact, means: itsService},
		{path: "defaultBackend service name", of: kinds("networking.k8s.io", "Ingress"), form: exact, means: itsService},
		{path: "clientConfig service name", form: exact, means: itsService},
		{path: "spec service name", of: kinds("apiregistration.k8s.io", "APIService"), form: exact, means: itsService},
		{path: "scaleTargetRef name", of: kinds("keda.sh", "ScaledObject"), when: silent(""), form: exact, means: itsWorkload},
		{path: "spec serviceAccount", of: kinds("eks.services.k8s.aws", "PodIdentityAssociation"), form: exact, means: itsAccount},

		// DNS names of the Service, in fields that something dials.
		{path: "host", form: host},
		{path: "externalName", of: []object.Kind{object.Service}, form: host},
		{path: "hosts", of: istio, form: host},
		{path: "endpoints address", of: istio, form: host},
		{path: "baseURL", form: address},
		{path: "baseUrl", form: address},
		{path: "url", form: address},
		{path: "endpoint", form: address},
		{path: "env value", form: address},
		{path: "args", form: address},
		{path: "command", form: address},

		// Patches inside a kustomization.
		{path: "patches patch", of: kustomize, form: manifest},
		{path: "patchesJson6902 patch", of: kustomize, form: manifest},
		{path: "patchesStrategicMerge", of: kustomize, form: manifest},

		// The identity of a ServiceAccount, wherever it stands.
		{form: account, means: itsAccount},
	}
}
