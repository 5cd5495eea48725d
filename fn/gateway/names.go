package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Labels that the deployer of agentgateway puts on everything it makes for a
// Gateway. The three of [Selector] are the selector of the Deployment.
const (
	NameLabel     = "gateway.networking.k8s.io/gateway-name"
	appLabel      = "app.kubernetes.io/name"
	instanceLabel = "app.kubernetes.io/instance"
)

// maxName is how long the name of a Service, and the value of a label, may be.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
const maxName = 63

// GeneratedName returns the name that the Deployment, Service, ServiceAccount
// and ConfigMap made for a Gateway get. It is the Gateway's own, unless that is
// too long for a Service: then its start and a hash of the whole.
func GeneratedName(gateway string) string {
	if len(gateway) <= maxName {
		return gateway
	}
	sum := sha256.Sum256([]byte(gateway))
	return strings.TrimRight(gateway[:50], "-") + "-" + hex.EncodeToString(sum[:])[:12]
}

// Selector returns spec.selector.matchLabels of the Deployment made for a
// Gateway.
func Selector(gateway string) map[string]string {
	name := GeneratedName(gateway)
	return map[string]string{appLabel: name, instanceLabel: name, NameLabel: name}
}

// BesideNameLabel are labels that hold the Gateway's name wherever they stand
// beside [NameLabel]; alone, they speak of any application.
var BesideNameLabel = []string{appLabel, instanceLabel}
