package gateway

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// Product is whose controller and proxy serve a Gateway.
type Product uint8

// The products, as far as rules tell them apart. Unknown is the zero value:
// neither the name of the class nor a GatewayClass of the input tells.
const (
	Unknown Product = iota
	Agentgateway
	Other
)

// knownClasses are the names that products give their classes when they are
// installed as their documentation says. A GatewayClass in the input wins.
// https://gateway-api.sigs.k8s.io/implementations/
var knownClasses = map[string]Product{
	"agentgateway":                     Agentgateway,
	"enterprise-agentgateway":          Agentgateway,
	"enterprise-agentgateway-waypoint": Agentgateway,

	"kgateway":          Other,
	"kgateway-waypoint": Other,
	"istio":             Other,
	"istio-waypoint":    Other,
	"istio-east-west":   Other,
	"istio-remote":      Other,
	"cilium":            Other,
	"contour":           Other,
	"envoy-gateway":     Other,
	"eg":                Other,
	"kong":              Other,
	"nginx":             Other,
	"traefik":           Other,
}

// istioAgentgateway starts the names of the classes with which Istio runs
// agentgateway as its proxy.
const istioAgentgateway = "istio-agentgateway"

// Class returns the product that serves Gateways of a class.
func (m *Model) Class(name string) Product {
	if p, ok := m.classes()[name]; ok {
		return p
	}
	if strings.HasPrefix(name, istioAgentgateway) {
		return Agentgateway
	}
	return knownClasses[name]
}

func (m *Model) indexClasses() map[string]Product {
	classes := map[string]Product{}
	for _, c := range m.objects(object.GatewayClass) {
		for _, name := range c.Names() {
			classes[name] = controllerProduct(c.Get("spec", "controllerName").Text())
		}
	}
	return classes
}

// controllerProduct tells the product by the name of its controller, which is
// "domain/path". Agentgateway's can be set in its chart; all its known names
// (agentgateway.dev/agentgateway, kgateway.dev/agentgateway, those of Istio and
// of the enterprise edition) hold the word.
func controllerProduct(name string) Product {
	domain, path, ok := strings.Cut(name, "/")
	switch {
	case strings.Contains(name, "agentgateway"):
		return Agentgateway
	case !ok || strings.Trim(domain, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || path == "":
		return Unknown // a placeholder, or nothing
	}
	return Other
}

// Product returns whose Gateway it is.
func (m *Model) Product(gateway *object.Object) Product {
	return m.Class(gateway.Get("spec", "gatewayClassName").Text())
}
