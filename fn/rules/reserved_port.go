package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// reservedPorts are those that the proxy of agentgateway listens on itself.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/deployer/values_helpers.go#L59
var reservedPorts = map[int64]string{
	15000: "the administration of the proxy",
	15020: "the metrics of the proxy",
	15021: "the readiness of the proxy",
}

var reservedPort = &lint.Rule{
	Name:     "reserved-port",
	Severity: lint.Warning,
	Since:    "0.2",
	Kinds:    []object.Kind{object.Gateway, object.ListenerSet, object.XListenerSet},
	Reads:    []object.Kind{object.Gateway, object.GatewayClass, object.Kustomization},
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a listener on a port that the proxy of agentgateway keeps for itself",
		Why: "The proxy uses 15000, 15020 and 15021 for its administration, metrics and readiness. The controller leaves such a port out of the Service and of the " +
			"Deployment that it makes for the Gateway, and says so in its log only: nobody can connect to the listener.\n\n" +
			"Reported only where the class of the Gateway is known to be agentgateway's, and not for ports that the annotation " +
			"`agentgateway.dev/internal-ports` keeps off the Service anyway.",
		Repair:   "Take another port. Clients, firewalls and probes name it too, so Gatefix changes nothing.",
		Forecast: "Accepted by the API server, and the status of the Gateway and its listener says Accepted=True: no condition tells.",
		Links:    []string{"https://agentgateway.dev/docs/kubernetes/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, l := range m.Listeners(o) {
			use, ok := reservedPorts[l.Port]
			if !ok || isInternalPort(o, l.Port) || p.Patched(o) {
				continue
			}
			gw := gatewayBehind(m, o)
			if gw == nil || m.Product(gw) != gateway.Agentgateway {
				continue
			}
			options := []lint.Option{lint.See(lint.At(gw, gw.Get("spec", "gatewayClassName")), "the class of agentgateway")}
			p.Report(lint.At(o, l.Node.Get("port")), fmt.Sprintf(
				"port %d of listener %q is taken by %s; the Service made for Gateway %q leaves it out; take another one than 15000, 15020 and 15021; "+
					"no condition tells: the status will say Accepted=True", l.Port, l.Name, use, gw.Name), options...)
		}
	},
}

// isInternalPort reports whether a listener opens no socket of its own.
func isInternalPort(o *object.Object, port int64) bool {
	text := o.Get("metadata", "annotations", "agentgateway.dev/internal-ports").Text()
	if lint.HasPlaceholder(text) {
		return true
	}
	return slices.ContainsFunc(strings.Split(text, ","), func(s string) bool { return strings.TrimSpace(s) == strconv.FormatInt(port, 10) })
}

// gatewayBehind is the Gateway that serves the listeners of an object: itself,
// or that which a ListenerSet names; nil where that is not in the input or does
// not let the set attach.
func gatewayBehind(m *gateway.Model, o *object.Object) *object.Object {
	if o.Kind == object.Gateway {
		return o
	}
	parent, ok := m.ParentOfSet(o)
	if !ok || parent.Kind != object.Gateway || parent.Object == nil {
		return nil
	}
	if allowed, _ := m.SetAllowed(parent.Object, o); allowed == gateway.No {
		return nil
	}
	return parent.Object
}
