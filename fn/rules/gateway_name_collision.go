package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/rename"
)

var gatewayNameCollision = &lint.Rule{
	Name:     "gateway-name-collision",
	Severity: lint.Error,
	Since:    "0.1",
	Kinds:    []object.Kind{object.Gateway},
	Reads: slices.Concat(namingReads, rivalKinds, helm.Kinds, helm.Reads, []object.Kind{
		object.Any, statefulSet, istioGateway,
		object.AgentgatewayBackend, object.AgentgatewayPolicy, object.AgentgatewayModel,
	}),
	Outcome: lint.Outcome{lint.Silent},
	Doc: lint.Doc{
		Summary: "a Gateway whose generated objects have the name of something else",
		Why: "For a Gateway of class `agentgateway` or `kgateway` the controller makes a Deployment, a Service, a ServiceAccount and a ConfigMap " +
			"that bear the Gateway's name, in its namespace. It writes them by server-side apply and takes over fields that belong to others, " +
			"so an object that is there already is not spared. When it is the controller's own, the ServiceAccount and the Service go first: the Service then " +
			"selects proxies that do not exist, every proxy loses its configuration, and both are deleted along with the Gateway. The Deployment " +
			"comes last and fails, for its selector cannot change.\n\n" +
			"Reported as an error is an object of the input (a Deployment, Service, ServiceAccount or ConfigMap; also a HorizontalPodAutoscaler or " +
			"PodDisruptionBudget where the Gateway's parameters ask for one), the Helm release of a controller (Flux, Argo CD, kustomize), or a " +
			"controller named under `controllers:` in the configuration. Reported as a warning is what is likely: the usual names and namespaces where " +
			"no controller is in the input, a release whose values or cluster the input does not show, a ServiceAccount or ConfigMap that nothing in the input uses, " +
			"a workload of the other kind.\n\n" +
			"Two objects share a namespace when both name it, or when neither does and they stand in one file, or in files that one kustomization lists; " +
			"its `namespace:` counts for those that name none. Not reported are classes of other controllers, Gateways that kgateway does not deploy " +
			"(`selfManaged`), objects that bear or select by the label `gateway.networking.k8s.io/gateway-name`, ServiceAccounts with the identity " +
			"of a cloud account, and Deployments that run a proxy: those are the ground of immutable-selector.",
		Repair: "Give the Gateway another name. Gatefix takes `gatewayName` of the configuration (`ai-gateway` by default), with a number where that is " +
			"taken, and changes every reference of the input along: parentRefs, targetRefs, label selectors, scale targets, arguments of " +
			"external-dns, patches of kustomize, and so on. A reference to the Service, Deployment or ServiceAccount of the old name " +
			"changes only where it can mean nothing but the generated one: where the name belongs to the controller, " +
			"it goes on meaning the controller. What only mentions the name is listed and left to you.\n\n" +
			"Do not delete the Deployment that is in the way: it may be the controller.",
		FixSafety: "Safe where the other object is in the input or in the configuration: the two cannot both have the name. Unsafe where it is only likely to exist, " +
			"and where selectors of kpt leave out a part of the package, which may hold references. " +
			"Once applied, the old Gateway has to be pruned or deleted; its generated objects have other names, so clients that dial them from outside the input need the new ones.",
		Forecast: "Accepted by the API server. The Gateway's status is never updated; only the controller's log says `spec.selector: Invalid value: … field is immutable`.",
		Links: []string{
			"https://github.com/kgateway-dev/kgateway/issues/13793",
			"https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts",
		},
	},
	Check: checkGatewayName,
}

func checkGatewayName(p *lint.Pass, o *object.Object) {
	n := namingOf(p)
	c := n.collisions()[o]
	if c == nil {
		return
	}
	found := n.rename(c)
	severity, safety := lint.Warning, lint.Unsafe
	if c.certain() {
		severity, safety = lint.Error, lint.Safe
	}
	if p.Config.Assume.Partial {
		safety = lint.Unsafe // references in the rest would be left behind
	}
	options := []lint.Option{lint.As(severity)}
	for _, r := range c.rivals {
		if r.object != nil {
			options = append(options, lint.See(r.at, "%s", r.what))
		}
	}
	for _, m := range found.Mentions[:min(len(found.Mentions), maxMentions)] {
		options = append(options, lint.See(m, "also mentions %q: not changed", c.gateway.Object.Name))
	}
	options = append(options, lint.With(safety, fixTitle(c, found), found.Edits...))
	p.Report(lint.AtName(o), c.message()+mentionNote(len(found.Mentions)), options...)
}

// maxMentions is how many places that only mention the name are listed.
const maxMentions = 10

func mentionNote(count int) string {
	switch {
	case count == 0:
		return ""
	case count == 1:
		return "; one place that mentions the name is not changed along, look at it"
	case count > maxMentions:
		return fmt.Sprintf("; %d places that mention the name are not changed along, look at them (the first %d are listed)", count, maxMentions)
	}
	return fmt.Sprintf("; %d places that mention the name are not changed along, look at them", count)
}

func fixTitle(c *collision, found *rename.Result) string {
	title := fmt.Sprintf("rename the Gateway to %q", c.to)
	switch n := found.References(); n {
	case 0:
		return title
	case 1:
		return title + ", and the reference to it"
	default:
		return fmt.Sprintf("%s, and %d references to it", title, n)
	}
}

// collision is a Gateway and what has its name.
type collision struct {
	gateway *deployed
	rivals  []rival
	to      string // the new name
}

func (c *collision) certain() bool {
	return slices.ContainsFunc(c.rivals, func(r rival) bool { return r.certain })
}

// worst is the rival the message speaks of: certain ones first, and of those
// the controller.
func (c *collision) worst() rival {
	rank := func(r rival) int {
		switch {
		case r.certain && r.controller:
			return 0
		case r.certain:
			return 1
		}
		return 2
	}
	return slices.MinFunc(c.rivals, func(a, b rival) int { return rank(a) - rank(b) })
}

func (c *collision) message() string {
	w := c.worst()
	return fmt.Sprintf("%q is also the name of %s: %s, and the Gateway's status says nothing; rename the Gateway, to %q say",
		c.gateway.name, w.what, c.consequence(w), c.to)
}

// consequence tells what happens to the rival when the controller makes the
// Gateway's objects.
func (c *collision) consequence(w rival) string {
	switch {
	case w.controller:
		return `making the Gateway's objects takes over the controller's Service and ServiceAccount, then fails at its Deployment with "field is immutable"`
	case w.object.Kind == c.gateway.workload():
		return fmt.Sprintf(`the Gateway's own %s cannot be made ("field is immutable")`, w.object.Kind.Name)
	case w.object.Kind == object.Deployment || w.object.Kind == object.DaemonSet:
		return "its Service and ServiceAccount, if they have its name, are taken over by the Gateway's"
	case w.object.Kind == object.Service:
		return "it is taken over, sends its traffic to the Gateway's proxy, and is deleted along with the Gateway"
	}
	return "it is taken over by the one of the Gateway, and deleted along with it"
}

// collisions returns the Gateways whose name is taken, each with a new name of
// its own. The certain ones choose first.
func (n *naming) collisions() map[*object.Object]*collision {
	return lint.Memo(n.Pass, "collisions", func() map[*object.Object]*collision {
		var all []*collision
		for _, o := range n.Objects(object.Gateway) {
			if d := n.deploys(o); d != nil {
				if rivals := n.rivals(d); len(rivals) > 0 {
					all = append(all, &collision{gateway: d, rivals: rivals})
				}
			}
		}
		slices.SortStableFunc(all, func(a, b *collision) int { return rankCertain(a) - rankCertain(b) })
		names, out := n.newNames(), map[*object.Object]*collision{}
		for _, c := range all {
			c.to = names.pick(c.gateway)
			out[c.gateway.Object] = c
		}
		return out
	})
}

func rankCertain(c *collision) int {
	if c.certain() {
		return 0
	}
	return 1
}

// rename finds what changes with the Gateway's name.
func (n *naming) rename(c *collision) *rename.Result {
	plan := &rename.Plan{Gateway: c.gateway.Object, To: c.to, Gateways: n.Objects(object.Gateway), Spaces: n.spaces}
	plan.Service, plan.Workload, plan.Account = n.holders(c.gateway, c.rivals)
	for _, o := range n.Objects(istioGateway) {
		plan.IstioGateway = plan.IstioGateway || slices.Contains(c.gateway.Names(), o.Name)
	}
	words := plan.Words()
	return plan.Scan(n.Mentioning(words...), n.UnjudgedMentioning(words...))
}

// short cuts a name to a length without leaving a hyphen at its end.
func short(name string, length int) string {
	return strings.TrimRight(name[:min(len(name), length)], "-")
}
