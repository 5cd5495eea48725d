package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// backendRefKinds are the routes whose backendRefs are looked at.
var backendRefKinds = []object.Kind{object.HTTPRoute, object.GRPCRoute, object.TCPRoute, object.TLSRoute}

var servicePortMismatch = &lint.Rule{
	Name:     "service-port-mismatch",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds:    backendRefKinds,
	Reads:    []object.Kind{object.Service},
	Doc: lint.Doc{
		Summary: "a backendRef to a port that the Service does not have",
		Why: "The port of a backendRef is the Service's `port`, not its `targetPort`, which is the container's. A Service that has no such port is no error to the API " +
			"server.",
		Repair:    "Write a port of the Service. Gatefix does, when asked for, where the Service has one port only.",
		FixSafety: "Unsafe: the Service may be what is wrong.",
		Forecast:  "Accepted by the API server, and with agentgateway no condition says so. Requests are answered with 503.",
		Links:     []string{"https://gateway-api.sigs.k8s.io/reference/spec/#backendref"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, b := range m.BackendRefs(o) {
			if b.Kind == object.Service {
				checkServicePort(p, m, b)
			}
		}
	},
}

func checkServicePort(p *lint.Pass, m *gateway.Model, b gateway.BackendRef) {
	at := b.Node.Get("port")
	port, ok := at.Int()
	service := m.Find(object.Service, b.Namespace, b.Name)
	if !ok || service == nil || p.Patched(service) {
		return
	}
	if has, _ := gateway.HasPort(service, port); has != gateway.No {
		return
	}
	var have []string
	for _, sp := range service.Get("spec", "ports").Seq() {
		have = append(have, sp.Get("port").Text())
	}
	if len(have) == 0 {
		return // a Service of type ExternalName has none
	}
	options := []lint.Option{lint.See(lint.AtKey(service, service.Get("spec"), "ports"), "the ports of %s", service)}
	if len(have) == 1 {
		if n, err := strconv.ParseInt(have[0], 10, 64); err == nil {
			options = append(options, lint.With(lint.Unsafe, "set port to "+have[0], source.Set(b.From.Doc, at.Path(), n)))
		}
	}
	p.Report(lint.At(b.From, at), fmt.Sprintf("Service %q has no port %d; it has %s; requests will be answered with 503, and no status says so", b.Name, port, strings.Join(have, ", ")), options...)
}
