package rules

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var immutableSelector = &lint.Rule{
	Name:     "immutable-selector",
	Severity: lint.Warning,
	Since:    "0.1",
	Kinds:    []object.Kind{object.Deployment},
	Worth:    worthOfSelectors,
	Reads:    namingReads,
	Outcome:  lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a proxy Deployment with the name of a Gateway and another selector than the controller gives it",
		Why: "The controller of agentgateway makes a Deployment of the Gateway's name, whose selector is `app.kubernetes.io/name`, " +
			"`app.kubernetes.io/instance` and `gateway.networking.k8s.io/gateway-name`. A Deployment's selector cannot change, so one that is there " +
			"with another selector, left by another version of the controller or written by hand, can never be updated.\n\n" +
			"This rule speaks of Deployments that are the Gateway's data plane: they bear its label or owner, or run the image of a proxy. " +
			"Any other Deployment of the name, and above all the controller's own, is reported by gateway-name-collision, whose repair is to rename the Gateway.",
		Repair: "Find out what the Deployment is before anything is deleted:\n\n" +
			"1. `kubectl -n NAMESPACE get deployment NAME -o wide`: look at the images and the selector. The image `controller`, or the selector " +
			"`agentgateway=agentgateway` or `kgateway=kgateway`, is the controller: delete nothing, rename the Gateway.\n" +
			"2. It runs a proxy: take it out of these manifests, and out of whatever applies them, or it comes back.\n" +
			"3. `kubectl -n NAMESPACE delete deployment NAME`. The proxy is gone until the controller has made its own, within seconds; traffic stops meanwhile. " +
			"To avoid that, give the Gateway another name and move the routes over.\n" +
			"4. `kubectl -n NAMESPACE get gateway NAME`: the condition Programmed turns True.\n\n" +
			"What the hand-written Deployment set goes into an AgentgatewayParameters that the Gateway names under `spec.infrastructure.parametersRef`.",
		Forecast: "Accepted by the API server. The Gateway's status is never updated; only the controller's log says `spec.selector: Invalid value: … field is immutable`.",
		Links:    []string{"https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates"},
	},
	Check: checkSelector,
}

func checkSelector(p *lint.Pass, o *object.Object) {
	n := namingOf(p)
	for _, d := range n.deployed()[o.Name] {
		if !n.spaces.Of(o).Same(d.space) || d.controller != gateway.AgentgatewayController || d.workload() != object.Deployment {
			continue
		}
		if d.isProxy(o) && !foreign(d, o) && differs(d, o.Get("spec", "selector")) {
			reportSelector(p, d, o)
		}
	}
}

// deployed returns the Gateways by the name that their generated objects get.
func (n *naming) deployed() map[string][]*deployed {
	return lint.Memo(n.Pass, "deployed", func() map[string][]*deployed {
		byName := map[string][]*deployed{}
		for _, o := range n.Objects(object.Gateway) {
			if d := n.deploys(o); d != nil {
				byName[d.name] = append(byName[d.name], d)
			}
		}
		return byName
	})
}

// worthOfSelectors wants the Deployments that may bear the name of one that a
// Gateway gets.
func worthOfSelectors(p *lint.Pass, _ object.Kind) object.Wanted {
	var names [][]byte
	for name := range namingOf(p).deployed() {
		names = append(names, []byte(name))
	}
	return func(text []byte) bool {
		return len(names) > 0 && mayBeEscaped(text) ||
			slices.ContainsFunc(names, func(name []byte) bool { return bytes.Contains(text, name) })
	}
}

// mayBeEscaped reports whether the words of a document may be written in another
// way than they read.
func mayBeEscaped(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 }

// foreign reports whether a Deployment is labelled as another Gateway's.
func foreign(d *deployed, o *object.Object) bool {
	label := o.Label(gateway.NameLabel)
	return label != "" && !slices.Contains(d.Names(), label)
}

// differs reports whether a selector is not the one the controller writes. One
// with placeholders is not judged.
func differs(d *deployed, selector *source.Node) bool {
	want, labels := gateway.Selector(d.Object.Name), selector.Get("matchLabels")
	opaque := false
	selector.Walk(func(n *source.Node) bool {
		opaque = opaque || lint.Opaque(n)
		return !opaque
	})
	if opaque || selector == nil {
		return false
	}
	if selector.Has("matchExpressions") || labels == nil || len(labels.Pairs) != len(want) {
		return true
	}
	for key, value := range want {
		if labels.Get(key).Text() != value {
			return true
		}
	}
	return false
}

func reportSelector(p *lint.Pass, d *deployed, o *object.Object) {
	in := cmp.Or(d.space.Namespace, "<namespace>")
	want := gateway.Selector(d.Object.Name)
	var labels []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		labels = append(labels, key+"="+want[key])
	}
	message := fmt.Sprintf("%s cannot become the Deployment of the Gateway of that name, whose selector is %s: the update fails with "+
		`"spec.selector: Invalid value: … field is immutable", and only the controller's log says so; first look at what it is: kubectl -n %s get deployment %s -o wide; `+
		"if it runs a proxy and not a controller, take it out of these manifests, then: kubectl -n %s delete deployment %s; the controller makes its own",
		o, strings.Join(labels, ","), in, o.Name, in, o.Name)
	p.Report(lint.AtKey(o, o.Get("spec"), "selector"), message, lint.See(lint.AtName(d.Object), "%s", d.Object))
}
