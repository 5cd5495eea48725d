package lint

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// assumeComplete is the value of assume for an input that holds everything.
const assumeComplete = "complete"

// assume reads the word complete, or a list of objects that exist elsewhere.
func (d *decoder) assume(n *source.Node) {
	if n.IsSequence() {
		for _, item := range n.Seq() {
			d.assumed(item)
		}
		return
	}
	s, ok := n.Str()
	if !ok || s != assumeComplete {
		d.failf(n, "assume %q is not known%s; allowed: %s, or a list of objects that exist elsewhere, such as [Gateway infra/gw, Service ai/*]",
			n.Text(), didYouMean(s, []string{assumeComplete}), assumeComplete)
		return
	}
	d.cfg.Assume.Complete = true
}

func (d *decoder) assumed(n *source.Node) {
	s := d.str(n, "an object to assume")
	a, ok := object.ParseAssumed(s)
	if d.err == nil && !ok {
		d.failf(n, "%q does not name an object; write the kind, then namespace/name or a name alone: Gateway infra/gw", s)
	}
	if kind := rightKind(a.Kind); kind != a.Kind {
		d.failf(n, "%q is not a kind; did you mean %q?", a.Kind, kind)
	}
	d.cfg.Assume.Objects = append(d.cfg.Assume.Objects, a)
}

// assumableKinds are the kinds that rules look up. A kind of another name may be
// any, but one that differs by its case or its plural is a slip.
var assumableKinds = []object.Kind{
	object.Gateway, object.GatewayClass, object.ListenerSet, object.XListenerSet, object.HTTPRoute, object.GRPCRoute, object.TCPRoute,
	object.TLSRoute, object.UDPRoute, object.ReferenceGrant, object.BackendTLSPolicy, object.InferencePool, object.AgentgatewayBackend,
	object.AgentgatewayPolicy, object.AgentgatewayParameters, object.AgentgatewayModel, object.TrafficPolicy, object.Service,
	object.ServiceAccount, object.ConfigMap, object.Secret, object.Namespace, object.Deployment, object.DaemonSet,
}

// rightKind returns the kind that a word means, or the word itself.
func rightKind(word string) string {
	name, _, _ := strings.Cut(word, ".")
	for _, k := range assumableKinds {
		if strings.EqualFold(name, k.Name) || strings.EqualFold(name, k.Name+"s") || strings.EqualFold(name, strings.TrimSuffix(k.Name, "y")+"ies") || strings.EqualFold(name, k.Name+"es") {
			return k.Name + word[len(name):]
		}
	}
	return word
}
