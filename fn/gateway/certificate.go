package gateway

import (
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// certificateKeys are the fields in which Gateways and ListenerSets name
// certificates, with the kind that they mean where they name none. That of a CA
// must be named.
var certificateKeys = map[string]object.Kind{
	"certificateRefs":      object.Secret,
	"clientCertificateRef": object.Secret,
	"caCertificateRefs":    {},
}

// CertificateRefs returns the Secrets and ConfigMaps that a Gateway or a
// ListenerSet reads certificates from. Objects are not looked up.
func (m *Model) CertificateRefs(owner *object.Object) []Reference {
	var out []Reference
	owner.Get("spec").Walk(func(n *source.Node) bool {
		for i := range n.Pairs {
			kind, ok := certificateKeys[n.Pairs[i].Key.Value]
			if !ok {
				continue
			}
			value := n.Pairs[i].Value.Get()
			for _, ref := range slices.Concat(value.Seq(), []*source.Node{value}) {
				if ref.IsMapping() {
					out = append(out, Refer(owner, ref, kind))
				}
			}
		}
		return true
	})
	return out
}
