package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/rename"
)

// rival is something else that has the name of a Gateway's generated objects.
type rival struct {
	object *object.Object // nil: not in the input
	at     lint.Place
	what   string // "Service shop/web", with an article where it needs one
	// controller tells that it is the controller itself, whose Deployment,
	// Service and ServiceAccount share the name.
	controller bool
	// certain tells that the objects meet for sure.
	certain bool
}

// workloads are the kinds that run pods and may use what a Gateway gets.
var workloads = []object.Kind{object.Deployment, object.DaemonSet, statefulSet}

// rivalKinds are the kinds of which something is made for a Gateway, in the
// order in which they are spoken of.
var rivalKinds = []object.Kind{
	object.Deployment, object.DaemonSet, object.Service, object.ServiceAccount, object.ConfigMap, autoscaler, disruptionBudget,
}

// neighbours are the objects of the input by name.
type neighbours struct {
	byName    map[string][]*object.Object
	workloads []*object.Object
}

func (n *naming) neighbours() *neighbours {
	return lint.Memo(n.Pass, "neighbours", func() *neighbours {
		b := &neighbours{byName: map[string][]*object.Object{}}
		for _, k := range rivalKinds {
			for _, o := range n.Objects(k) {
				b.byName[o.Name] = append(b.byName[o.Name], o)
			}
		}
		for _, k := range workloads {
			b.workloads = append(b.workloads, n.Objects(k)...)
		}
		return b
	})
}

// namesakes are the objects that have the generated name in the Gateway's
// namespace, its own among them.
func (n *naming) namesakes(d *deployed) []*object.Object {
	var out []*object.Object
	for _, o := range n.neighbours().byName[d.name] {
		if n.spaces.Of(o).Same(d.space) {
			out = append(out, o)
		}
	}
	return out
}

// rivals returns everything that has the name and is not made for the Gateway.
func (n *naming) rivals(d *deployed) []rival {
	var out []rival
	for _, o := range n.namesakes(d) {
		if r, ok := n.stranger(d, o); ok {
			out = append(out, r)
		}
	}
	out = append(out, n.installed(d)...)
	if len(out) == 0 {
		out = n.wellKnown(d)
	}
	return out
}

// stranger judges an object that has the name. What bears the label of a
// Gateway, or selects by it, belongs to one; the data plane that runs a proxy
// is left to the rule immutable-selector.
func (n *naming) stranger(d *deployed, o *object.Object) (rival, bool) {
	r := rival{object: o, at: lint.AtName(o), what: o.String()}
	if o.Label(gateway.NameLabel) != "" || d.claims(o) {
		return r, false
	}
	switch o.Kind {
	case object.Deployment, object.DaemonSet:
		r.controller = isController(o)
		r.certain = r.controller || o.Kind == d.workload()
		return r, !d.isProxy(o)
	case object.Service:
		return n.service(d, r)
	case object.ServiceAccount:
		return n.used(d, r, usesAccount, !hasCloudIdentity(o))
	case object.ConfigMap:
		return n.used(d, r, usesConfigMap, true)
	case autoscaler:
		r.certain = true
		return r, d.param("horizontalPodAutoscaler") != nil && o.Get("spec", "scaleTargetRef", "name").Text() != d.name
	}
	r.certain = true
	return r, d.param("podDisruptionBudget") != nil
}

// service judges a Service of the name. One that could as well select the pods
// of the Gateway may be meant for them.
func (n *naming) service(d *deployed, r rival) (rival, bool) {
	for _, w := range n.neighbours().workloads {
		if n.spaces.Of(w).Same(d.space) && selects(r.object, w) {
			r.certain = true
			return r, !d.isProxy(w)
		}
	}
	selector := r.object.Get("spec", "selector")
	for label, value := range gateway.Selector(d.Object.Name) {
		if selector.Get(label).Text() == value {
			return r, true
		}
	}
	r.certain = true
	return r, true
}

// used judges an object that pods use: certainly a stranger where those of
// another workload do. Unused, it may have been made for the proxy in advance.
func (n *naming) used(d *deployed, r rival, uses func(*object.Object, string) bool, unused bool) (rival, bool) {
	for _, w := range n.neighbours().workloads {
		if n.spaces.Of(w).Same(d.space) && uses(w, d.name) {
			r.certain = true
			return r, !d.isProxy(w)
		}
	}
	return r, unused
}

// cloudIdentities are annotations that give a ServiceAccount the rights of an
// account in a cloud; who writes one for a proxy has to name it like the proxy.
var cloudIdentities = []string{"eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"}

func hasCloudIdentity(o *object.Object) bool {
	for _, key := range cloudIdentities {
		if o.Annotation(key) != "" {
			return true
		}
	}
	return false
}

// installed returns the controllers that the input installs with Helm, or that
// the configuration names.
func (n *naming) installed(d *deployed) []rival {
	if d.space.Namespace == "" || lint.HasPlaceholder(d.space.Namespace) {
		return nil
	}
	var out []rival
	for _, r := range n.releases() {
		if r.Fullname == d.name && r.Namespace == d.space.Namespace {
			what := fmt.Sprintf("the controller that %s installs (chart %s)", strings.TrimSpace(r.Object.String()), r.Chart.Name)
			out = append(out, rival{object: r.Object, at: lint.At(r.Object, r.At), what: what, controller: true, certain: r.Certain})
		}
	}
	for _, c := range n.Config.Controllers {
		if c.Name == d.name && c.Namespace == d.space.Namespace {
			out = append(out, rival{what: "the controller of the configuration", controller: true, certain: true})
		}
	}
	return out
}

// usual are where the charts are installed by their documentation.
var usual = []struct {
	namespace, name, controller string
	// needs22 tells that there was no such Deployment before kgateway 2.2,
	// which brought the group agentgateway.dev.
	needs22 bool
}{
	{"agentgateway-system", "agentgateway", gateway.AgentgatewayController, false},
	{"kgateway-system", "kgateway", gateway.KgatewayController, false},
	{"kgateway-system", "agentgateway", gateway.AgentgatewayController, true},
}

// wellKnown guesses at a controller that the input does not hold. Where it
// holds, or the configuration names, any controller, nothing is guessed.
func (n *naming) wellKnown(d *deployed) []rival {
	for _, u := range usual {
		if u.namespace != d.space.Namespace || u.name != d.name || u.controller != d.controller {
			continue
		}
		if len(n.releases())+len(n.Config.Controllers) > 0 || n.holdsController() || u.needs22 && !n.uses22(d) {
			return nil
		}
		what := fmt.Sprintf("the controller where the %s chart is installed as documented", u.name)
		return []rival{{what: what, controller: true}}
	}
	return nil
}

func (n *naming) holdsController() bool {
	for _, w := range n.neighbours().workloads {
		if isController(w) {
			return true
		}
	}
	return false
}

// uses22 reports whether objects of the group agentgateway.dev stand beside the
// Gateway. Elsewhere in a large input they may belong to another cluster.
func (n *naming) uses22(d *deployed) bool {
	found := false
	for _, k := range []object.Kind{object.AgentgatewayBackend, object.AgentgatewayPolicy, object.AgentgatewayParameters, object.AgentgatewayModel} {
		found = slices.ContainsFunc(n.Objects(k), func(o *object.Object) bool {
			space := n.spaces.Of(o)
			return space.Same(d.space) || space.Together == d.space.Together
		}) || found
	}
	return found
}

// holders tells whom references to generated objects mean, given the objects
// that have the name.
func (n *naming) holders(d *deployed, rivals []rival) (service, workload, account rename.Holder) {
	for _, r := range rivals {
		if r.controller {
			return rename.Taken, rename.Taken, rename.Taken
		}
	}
	for _, o := range n.namesakes(d) {
		s, w, a := n.holds(d, o)
		service, workload, account = max(service, s), max(workload, w), max(account, a)
	}
	return service, workload, account
}

// holds tells which names an object takes. A workload often has a Service of its
// own name; a Service has a workload, and where the input shows that under
// another name, the name of the workload is free.
func (n *naming) holds(d *deployed, o *object.Object) (service, workload, account rename.Holder) {
	switch o.Kind {
	case object.Service:
		service, workload, account = rename.Taken, rename.Unsure, rename.Unsure
		for _, w := range n.neighbours().workloads {
			if n.spaces.Of(w).Same(d.space) && selects(o, w) {
				workload, account = rename.Free, rename.Free
			}
		}
	case object.Deployment, object.DaemonSet:
		service, workload = rename.Unsure, rename.Taken
		if usesAccount(o, d.name) {
			account = rename.Taken
		}
	case object.ServiceAccount:
		account = rename.Taken
	}
	return service, workload, account
}
