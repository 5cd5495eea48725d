package object

import "slices"

// builtInGroups are the API groups that Kubernetes itself serves and that read
// like a domain. Its others have no dot.
// https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
var builtInGroups = []string{
	"admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
	"certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io",
	"internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io", "rbac.authorization.k8s.io", "resource.k8s.io",
	"scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io",
}

// BuiltIn reports whether Kubernetes itself serves the group of the kind, so
// that no CustomResourceDefinition can define it.
func (k Kind) BuiltIn() bool {
	switch k.Group {
	case "", "admission", "apps", "autoscaling", "batch", "extensions", "policy":
		return true
	}
	return slices.Contains(builtInGroups, k.Group)
}
