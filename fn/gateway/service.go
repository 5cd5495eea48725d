package gateway

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Port is one port of a Service.
type Port struct {
	Node   *source.Node
	Name   string
	Number int64 // 0 where it is no number
}

// Ports returns the ports of a Service, in the order they are written.
func Ports(service *object.Object) []Port {
	var out []Port
	for _, n := range service.Get("spec", "ports").Seq() {
		p := Port{Node: n, Name: n.Get("name").Text()}
		p.Number, _ = n.Get("port").Int()
		out = append(out, p)
	}
	return out
}

// HasPort reports whether a Service has the port.
func HasPort(service *object.Object, port int64) (Truth, Gap) {
	opaque := object.Opaque(service.Get("spec", "ports"))
	for _, p := range Ports(service) {
		if p.Number == port {
			return Yes, ""
		}
		opaque = opaque || p.Number == 0
	}
	if opaque {
		return Unsure, Placeholder
	}
	return No, ""
}
