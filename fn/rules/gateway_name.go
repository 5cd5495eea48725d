package rules

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Kinds that only the rules on generated names ask for.
var (
	gatewayParameters = object.Kind{Group: object.KgatewayGroup, Name: "GatewayParameters"}
	istioGateway      = object.Kind{Group: "networking.istio.io", Name: "Gateway"}
	statefulSet       = object.Kind{Group: "apps", Name: "StatefulSet"}
	autoscaler        = object.Kind{Group: "autoscaling", Name: "HorizontalPodAutoscaler"}
	disruptionBudget  = object.Kind{Group: "policy", Name: "PodDisruptionBudget"}
)

// namingReads are the kinds that tell which objects a Gateway gets, and where
// they land.
var namingReads = []object.Kind{
	object.Gateway, object.GatewayClass, object.AgentgatewayParameters, gatewayParameters, object.Kustomization,
}

// naming is what the rules on generated names know of a run.
type naming struct {
	*lint.Pass
	spaces *object.Spaces
}

func namingOf(p *lint.Pass) *naming {
	return lint.Memo(p, "naming", func() *naming {
		return &naming{p, object.NewSpaces(p.Objects(object.Kustomization))}
	})
}

// deployed is a Gateway for which a controller makes objects.
type deployed struct {
	*object.Object
	controller string // agentgateway or kgateway
	name       string // of the objects it makes
	space      object.Space
	params     *object.Object // AgentgatewayParameters in the input, or nil
}

// deploys returns what is made for a Gateway, or nil where nothing is, or where
// the input does not tell.
func (n *naming) deploys(gw *object.Object) *deployed {
	class := gw.Get("spec", "gatewayClassName").Text()
	d := &deployed{Object: gw, controller: modelOf(n.Pass).ClassOf(class).Controller, name: gateway.GeneratedName(gw.Name), space: n.spaces.Of(gw)}
	ref, home := gw.Get("spec", "infrastructure", "parametersRef"), d.space.Namespace
	if c := modelOf(n.Pass).Find(object.GatewayClass, "", class); c != nil {
		if r := c.Get("spec", "parametersRef"); ref == nil && r != nil {
			ref, home = r, r.Get("namespace").Text()
		}
	}
	switch {
	case d.controller == "" || lint.HasPlaceholder(gw.Name) || lint.HasPlaceholder(class):
		return nil
	case d.name != gw.Name && d.controller != gateway.AgentgatewayController:
		return nil // how kgateway shortens a name is not known
	case ref.Get("kind").Text() == gatewayParameters.Name && n.selfManaged(home, ref.Get("name").Text()):
		return nil
	}
	if ref.Get("kind").Text() == object.AgentgatewayParameters.Name {
		d.params = n.parameters(object.AgentgatewayParameters, home, ref.Get("name").Text())
	}
	return d
}

// selfManaged reports whether the parameters of kgateway keep it from making
// anything. Parameters outside the input may.
func (n *naming) selfManaged(namespace, name string) bool {
	params := n.parameters(gatewayParameters, namespace, name)
	return params == nil || params.Get("spec").Has("selfManaged")
}

func (n *naming) parameters(k object.Kind, namespace, name string) *object.Object {
	for _, o := range modelOf(n.Pass).Namesakes(k, name) {
		if n.spaces.Of(o).Namespace == namespace || o.Namespace == namespace {
			return o
		}
	}
	return nil
}

// workload is the kind of what runs the proxy.
func (d *deployed) workload() object.Kind {
	if d.param("workload", "kind").Text() == object.DaemonSet.Name {
		return object.DaemonSet
	}
	return object.Deployment
}

// param returns a setting of the Gateway's parameters, or nil.
func (d *deployed) param(steps ...any) *source.Node {
	if d.params == nil {
		return nil
	}
	return d.params.Get("spec").Get(steps...)
}

// isProxy reports whether a workload is, or was, the Gateway's own data plane:
// it is labelled so, owned so, or runs the image of a proxy.
func (d *deployed) isProxy(w *object.Object) bool {
	return !isController(w) && (d.claims(w) || runsImage(w, "agentgateway", "envoy-wrapper"))
}

// claims reports whether an object says that it belongs to the Gateway, by
// owner, by label or by what it selects.
func (d *deployed) claims(o *object.Object) bool {
	for _, owner := range o.Get("metadata", "ownerReferences").Seq() {
		if owner.Get("kind").Text() == object.Gateway.Name && slices.Contains(d.Names(), owner.Get("name").Text()) {
			return true
		}
	}
	found := false
	o.Root.Walk(func(n *source.Node) bool {
		found = found || slices.Contains(d.Names(), n.Get(gateway.NameLabel).Text())
		return !found
	})
	return found
}

// controllerImages are the last parts of the images that the charts of
// agentgateway and kgateway run as controller.
var controllerImages = []string{"controller", "kgateway", "agentgateway-controller"}

// isController reports whether a workload is the controller of agentgateway or
// kgateway, as their charts render it.
func isController(w *object.Object) bool {
	selector := w.Get("spec", "selector", "matchLabels")
	for chart, label := range map[string]string{"agentgateway": "agentgateway", "kgateway": "kgateway"} {
		if selector.Get(label).Text() == chart || isChart(w.Label("helm.sh/chart"), chart) {
			return true
		}
	}
	return runsImage(w, controllerImages...)
}

// isChart reports whether a label helm.sh/chart, of the form name-version,
// names the chart.
func isChart(label, chart string) bool {
	version, ok := strings.CutPrefix(label, chart+"-")
	version = strings.TrimPrefix(version, "v")
	return ok && version != "" && version[0] >= '0' && version[0] <= '9'
}

// runsImage reports whether a container of a workload runs an image of the
// projects agentgateway and kgateway whose last part is one of the names.
func runsImage(w *object.Object, names ...string) bool {
	for _, c := range w.Get("spec", "template", "spec", "containers").Seq() {
		image, _, _ := strings.Cut(c.Get("image").Text(), "@")
		last := image[strings.LastIndexByte(image, '/')+1:]
		name, _, _ := strings.Cut(last, ":")
		if slices.Contains(names, name) && (strings.Contains(image, "agentgateway") || strings.Contains(image, "kgateway")) {
			return true
		}
	}
	return false
}

// selects reports whether a Service selects the pods of a workload.
func selects(service, workload *object.Object) bool {
	selector := service.Get("spec", "selector")
	labels := workload.Get("spec", "template", "metadata", "labels")
	if !selector.IsMapping() || len(selector.Pairs) == 0 {
		return false
	}
	for _, p := range selector.Pairs {
		if labels.Get(p.Key.Value).Text() != p.Value.Text() {
			return false
		}
	}
	return true
}

// usesAccount reports whether the pods of a workload run as the ServiceAccount.
func usesAccount(workload *object.Object, name string) bool {
	pod := workload.Get("spec", "template", "spec")
	return pod.Get("serviceAccountName").Text() == name || pod.Get("serviceAccount").Text() == name
}

// usesConfigMap reports whether the pods of a workload read the ConfigMap.
func usesConfigMap(workload *object.Object, name string) bool {
	found := false
	workload.Get("spec", "template", "spec").Walk(func(n *source.Node) bool {
		found = found || n.Get("configMap", "name").Text() == name || n.Get("configMapRef", "name").Text() == name ||
			n.Get("configMapKeyRef", "name").Text() == name
		return !found
	})
	return found
}

// releases returns the installations of the two controllers in the input.
func (n *naming) releases() []helm.Release {
	return lint.Memo(n.Pass, "releases", func() []helm.Release {
		var out []helm.Release
		for _, k := range helm.Kinds {
			for _, o := range n.Objects(k) {
				for _, r := range helm.Releases(o, n.Pass) {
					if r.Chart.Name == "agentgateway" || r.Chart.Name == "kgateway" {
						out = append(out, r)
					}
				}
			}
		}
		return out
	})
}
