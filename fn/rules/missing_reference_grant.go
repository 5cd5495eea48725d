package rules

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

var missingReferenceGrant = &lint.Rule{
	Name:     "missing-reference-grant",
	Severity: lint.Error,
	Since:    "0.2",
	Kinds: []object.Kind{
		object.HTTPRoute, object.GRPCRoute, object.TLSRoute, object.TCPRoute, object.UDPRoute,
		object.Gateway, object.ListenerSet, object.XListenerSet,
	},
	Reads: []object.Kind{object.ReferenceGrant, object.Service, object.AgentgatewayBackend, object.Secret, object.ConfigMap, object.GatewayClass, object.Kustomization},
	Outcome: lint.Outcome{
		lint.Condition("ResolvedRefs", "False", "RefNotPermitted"), lint.Condition("Programmed", "False", "Invalid"),
		lint.Condition("Accepted", "False", "NoValidCACertificate"), lint.Condition("Accepted", "False", "ListenersNotValid"),
		lint.Condition("Programmed", "False", "ListenersNotValid"),
	},
	Doc: lint.Doc{
		Summary: "a backend or a certificate of another namespace that no ReferenceGrant there allows",
		Why: "A route may send traffic to a backend of another namespace, and a Gateway may use a certificate from there, only where a ReferenceGrant in *that* " +
			"namespace says so: `from` names the kind and the namespace of the object that refers, `to` the kind, and if need be the name, of what it " +
			"refers to. Without one, requests are answered with 500, and a listener serves no TLS.\n\n" +
			"Reported only where the input holds what is referred to, or a ReferenceGrant of that namespace. The delegation from one HTTPRoute to another " +
			"needs no grant. An agentgateway that was told to ask for none (`AGW_BACKEND_REF_GRANT_MODE=none`) serves such routes all the same.",
		Repair: "Add a ReferenceGrant to the other namespace. Gatefix writes one that allows just this reference, behind the object referred to, or " +
			"extends one where that allows nothing else.",
		FixSafety: "Unsafe: a grant is a permission, which the owner of the other namespace has to give.",
		Forecast: "Accepted by the API server. The route's status says ResolvedRefs=False (RefNotPermitted); that of a listener too, and Programmed=False (Invalid) " +
			"where it is left without a certificate. A listener that is left without the bundle of an authority is not Accepted either (NoValidCACertificate), " +
			"and neither is a ListenerSet whose listeners are all like that (ListenersNotValid).",
		Links: []string{"https://gateway-api.sigs.k8s.io/api-types/referencegrant/"},
	},
	Check: func(p *lint.Pass, o *object.Object) {
		m := modelOf(p)
		for _, b := range m.BackendRefs(o) {
			checkGrant(p, m, b.Reference, withoutBackend(b))
		}
		if !slices.Contains(gateway.RouteKinds, o.Kind) {
			for _, r := range m.CertificateRefs(o) {
				checkGrant(p, m, r, "the certificate is not used")
			}
		}
	},
}

func checkGrant(p *lint.Pass, m *gateway.Model, r gateway.Reference, consequence string) {
	g := m.Grant(r)
	if g.Allowed == gateway.Unsure {
		notJudged(p, r, g.Gap)
	}
	if g.Allowed != gateway.No || secretGrantAllows(m, r) {
		return
	}
	target := m.Present(r)
	var options []lint.Option
	if target != nil {
		options = append(options, lint.See(lint.AtName(target), "%s", target))
	}
	for _, grant := range g.Grants[:min(len(g.Grants), 3)] {
		options = append(options, lint.See(lint.AtName(grant), "does not allow it"))
	}
	f := grantFix{m, r, g.Grants, target}
	options = append(options, lint.With(lint.Unsafe, f.title(), f.edits()...))
	p.Report(lint.At(r.From, r.Node.Get("namespace")),
		fmt.Sprintf("%s is in another namespace, and no ReferenceGrant there allows %s of namespace %q to use it; %s; the status will say %s",
			called(r), r.From.Kind.Name, m.Namespace(r.From), consequence, gateway.Condition{Type: "ResolvedRefs", Status: "False", Reason: "RefNotPermitted"}),
		options...)
}

// secretGrantAllows reports whether agentgateway lets a Gateway read a ConfigMap:
// it asks for a grant for Secrets, whatever the kind of the certificate.
// https://github.com/agentgateway/agentgateway/blob/v1.4.1/controller/pkg/agentgateway/translator/references_collection.go#L122
func secretGrantAllows(m *gateway.Model, r gateway.Reference) bool {
	if r.Kind != object.ConfigMap {
		return false
	}
	r.Kind = object.Secret
	return m.Grant(r).By != nil
}
