package gateway

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
)

// Product is whose proxy serves a Gateway.
type Product uint8

// The products, as far as rules tell them apart. Unknown is the zero value:
// neither the name of the class nor a GatewayClass of the input tells.
const (
	Unknown Product = iota
	Agentgateway
	Kgateway
	Other
)

// IsOther reports whether it is known that agentgateway does not serve it.
func (p Product) IsOther() bool { return p == Kgateway || p == Other }

// Controllers that make a Deployment, a Service and more for a Gateway in a way
// that is known.
const (
	AgentgatewayController = "agentgateway"
	KgatewayController     = "kgateway"
)

// Class is what is known of a GatewayClass.
type Class struct {
	Product Product
	// Controller is [AgentgatewayController] or [KgatewayController]; "" where
	// another one makes the proxies, or none that is known.
	Controller string
	// Waypoint: its Gateways serve a mesh, and routes attach to Services.
	Waypoint bool
	// Enterprise: it belongs to a commercial edition, which knows more kinds.
	Enterprise bool
}

// knownClasses are the classes under the names that products give them when
// they are installed as their documentation says. A GatewayClass in the input
// wins. https://gateway-api.sigs.k8s.io/implementations/
var knownClasses = map[string]Class{
	"agentgateway":                     {Product: Agentgateway, Controller: AgentgatewayController},
	"enterprise-agentgateway":          {Product: Agentgateway, Enterprise: true},
	"enterprise-agentgateway-waypoint": {Product: Agentgateway, Enterprise: true, Waypoint: true},
	"kgateway":                         {Product: Kgateway, Controller: KgatewayController},
	"kgateway-waypoint":                {Product: Kgateway, Controller: KgatewayController, Waypoint: true},

	"istio":           {Product: Other},
	"istio-waypoint":  {Product: Other, Waypoint: true},
	"istio-east-west": {Product: Other},
	"istio-remote":    {Product: Other},
	"cilium":          {Product: Other},
	"contour":         {Product: Other},
	"envoy-gateway":   {Product: Other},
	"eg":              {Product: Other},
	"kong":            {Product: Other},
	"nginx":           {Product: Other},
	"traefik":         {Product: Other},
}

// knownControllers are the classes by the controllerName of their GatewayClass,
// which is "domain/path".
var knownControllers = map[string]Class{
	"agentgateway.dev/agentgateway": {Product: Agentgateway, Controller: AgentgatewayController},
	"kgateway.dev/agentgateway":     {Product: Agentgateway, Controller: AgentgatewayController},
	"kgateway.dev/kgateway":         {Product: Kgateway, Controller: KgatewayController},
}

// istioAgentgateway starts the names of the classes with which Istio runs
// agentgateway as its proxy.
const istioAgentgateway = "istio-agentgateway"

// ClassOf returns what is known of the class of that name.
func (m *Model) ClassOf(name string) Class {
	if c, ok := m.classes()[name]; ok {
		return c
	}
	if strings.HasPrefix(name, istioAgentgateway) {
		return Class{Product: Agentgateway, Waypoint: strings.HasSuffix(name, "-waypoint")}
	}
	return knownClasses[name]
}

// Class returns the product that serves Gateways of a class.
func (m *Model) Class(name string) Product { return m.ClassOf(name).Product }

// Product returns whose Gateway it is.
func (m *Model) Product(gateway *object.Object) Product {
	return m.Class(gateway.Get("spec", "gatewayClassName").Text())
}

// KnownClasses returns the names that products give their classes, and those of
// the input, unordered.
func (m *Model) KnownClasses() []string {
	var names []string
	for name := range knownClasses {
		names = append(names, name)
	}
	for name := range m.classes() {
		if _, ok := knownClasses[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

func (m *Model) indexClasses() map[string]Class {
	classes := map[string]Class{}
	for _, o := range m.objects(object.GatewayClass) {
		for _, name := range o.Names() {
			c := classByController(o.Get("spec", "controllerName").Text())
			c.Waypoint = c.Waypoint || knownClasses[name].Waypoint && knownClasses[name].Product == c.Product
			classes[name] = c
		}
	}
	return classes
}

// classByController tells the class by the name of its controller. Agentgateway's
// can be set in its chart; all its known names, those of Istio and of the
// enterprise edition among them, hold the word.
func classByController(name string) Class {
	if c, ok := knownControllers[name]; ok {
		return c
	}
	domain, path, ok := strings.Cut(name, "/")
	switch {
	case strings.Contains(name, "agentgateway"):
		return Class{Product: Agentgateway, Enterprise: strings.Contains(name, "enterprise")}
	case !ok || strings.Trim(domain, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || path == "":
		return Class{} // a placeholder, or nothing
	}
	return Class{Product: Other}
}
