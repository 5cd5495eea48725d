package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var unknownKind = &lint.Rule{
	Name:     "unknown-kind",
	Severity: lint.Error,
	Since:    "0.2",
	Match:    mayBeUnknown,
	Reads:    []object.Kind{object.Gateway, object.GatewayClass},
	Outcome:  lint.Outcome{lint.Rejected, lint.Silent},
	Doc: lint.Doc{
		Summary: "a kind or an apiVersion that no API has",
		Why: "Kinds are written exactly: `AgentGatewayBackend` is not `AgentgatewayBackend`. Since kgateway 2.2 the kinds of agentgateway have a group of their own, " +
			"`agentgateway.dev`, and a version belongs to a group: `gateway.networking.k8s.io/v1alpha2` has no HTTPRoute any more. " +
			"A wrong pair fails late: where the CustomResourceDefinition is missing anyway, or in a Helm chart, people look for an installation problem.",
		Repair: "Write the kind and the apiVersion of the message. Names that are near nothing known are not reported: they may belong to a release that is newer than this Gatefix.",
		FixSafety: "Safe where one kind has that name: only one thing can be meant. Another version of a kind with several versions, or a name that is merely similar, is unsafe: " +
			"its fields may differ.",
		Forecast: "The API server rejects the object: `no matches for kind \"AgentGatewayBackend\" in version \"agentgateway.dev/v1alpha1\"`. An XListenerSet is accepted where its CustomResourceDefinition stands, and agentgateway 1.0 and later pass it over in silence.",
		Links:    []string{"https://gateway-api.sigs.k8s.io/concepts/versioning/"},
	},
	Check: checkKind,
}

// mayBeUnknown tells the kinds to look at: those in our groups, since their
// version may be wrong, and those that bear a name of ours in a group that no
// other product owns.
func mayBeUnknown(k object.Kind) bool {
	if slices.Contains(apiGroups, k.Group) {
		return true
	}
	return isOurName(k.Name) && slices.ContainsFunc(apiGroups, func(g string) bool { return isMistaken(k.Group, g) })
}

func isOurName(name string) bool { return len(kindsCalled(name)) > 0 }

// isMistaken reports whether a group is one of ours as somebody may write it
// by mistake: without a version, so that the group seems to be a version of the
// core group, with one of the groups of Kubernetes itself, or misspelt.
func isMistaken(written, group string) bool {
	switch written {
	case "", "networking.k8s.io", "gateway.k8s.io", "networking.x-k8s.io":
		return true
	case object.EnterpriseGroup:
		return false
	}
	return lint.Distance(written, group) <= 2 || strings.HasSuffix(written, "."+object.AgentgatewayGroup)
}

func checkKind(p *lint.Pass, o *object.Object) {
	apiVersion, kind := o.Get("apiVersion"), o.Get("kind")
	if lint.Opaque(apiVersion) || lint.Opaque(kind) {
		return
	}
	if known := servedKind(o.Kind); known != nil {
		checkVersion(p, o, known)
		if o.Kind == object.XListenerSet {
			checkListenerSet(p, o)
		}
		return
	}
	called := kindsCalled(o.Kind.Name)
	stable := servedKind(object.Kind{Group: o.Kind.Group, Name: strings.TrimPrefix(o.Kind.Name, "X")})
	switch {
	case stable != nil && len(called) == 1: // XListenerSet in the group of ListenerSet: either may be meant
		p.Reportf(lint.At(o, o.Get("kind")), "apiVersion %q has no kind %q; write kind %s, or the apiVersion of the experimental kind", apiVersion.Text(), o.Kind.Name, stable.Name)
	case len(called) == 1:
		reportKind(p, o, called[0], lint.Safe)
	case len(called) > 1: // in several groups: which one is meant, the author knows
		p.Reportf(lint.At(o, apiVersion), "apiVersion %q has no kind %q; allowed: %s", apiVersion.Text(), o.Kind.Name, apiVersions(called))
	default:
		if near := lint.Nearest(o.Kind.Name, kindNames(o.Kind.Group)); near != "" {
			reportKind(p, o, *servedKind(object.Kind{Group: o.Kind.Group, Name: near}), lint.Unsafe)
		}
	}
}

// reportKind says which kind is meant, at what differs from it.
func reportKind(p *lint.Pass, o *object.Object, meant apiKind, safety lint.Safety) {
	version := meant.versions[0]
	if slices.Contains(meant.versions, o.Version) {
		version = o.Version
	}
	write := meant.Group + "/" + version
	var edits []source.Edit
	var what []string
	at := o.Get("kind")
	if o.Kind.Name != meant.Name {
		edits = append(edits, source.Set(o.Doc, source.P("kind"), meant.Name))
		what = append(what, "kind "+meant.Name)
	}
	if o.APIVersion() != write {
		at = o.Get("apiVersion")
		edits = append(edits, setAPIVersion(o, write))
		what = append(what, "apiVersion "+write)
	}
	if o.Kind.Name != meant.Name {
		at = o.Get("kind")
	}
	message := fmt.Sprintf("apiVersion %q has no kind %q; write %s", o.Get("apiVersion").Text(), o.Kind.Name, strings.Join(what, " and "))
	p.Report(lint.At(o, at), message, lint.With(safety, "set "+strings.Join(what, " and "), edits...))
}

func setAPIVersion(o *object.Object, write string) source.Edit {
	if o.Get("apiVersion") == nil {
		return source.Insert(o.Doc, source.P("apiVersion"), write, "")
	}
	return source.Set(o.Doc, source.P("apiVersion"), write)
}

// checkVersion looks at the version of a kind that exists.
func checkVersion(p *lint.Pass, o *object.Object, known *apiKind) {
	if slices.Contains(known.versions, o.Version) {
		return
	}
	safety := lint.Unsafe
	if len(known.versions) == 1 {
		safety = lint.Safe // nothing else can be meant
	}
	write := known.Group + "/" + known.versions[0]
	at := o.Get("apiVersion")
	p.Report(lint.At(o, at), fmt.Sprintf("apiVersion %q has no kind %q; allowed: %s", at.Text(), o.Kind.Name, apiVersions([]apiKind{*known})),
		lint.With(safety, "set apiVersion to "+write, setAPIVersion(o, write)))
}

func apiVersions(kinds []apiKind) string {
	var out []string
	for _, k := range kinds {
		for _, v := range k.versions {
			out = append(out, k.Group+"/"+v)
		}
	}
	return strings.Join(out, ", ")
}

// checkListenerSet reports an experimental XListenerSet on a Gateway of
// agentgateway, which since 1.0 reads only the ListenerSet that followed it.
// What refers to it has to change with it, so that is left to the author.
func checkListenerSet(p *lint.Pass, o *object.Object) {
	pin := p.Config.Versions.Agentgateway
	if pin == "" || !versionBefore(pin, 2, 0) {
		return // kgateway 2.2 reads it: which of them runs, nobody says
	}
	m := modelOf(p)
	parent, ok := m.ParentOfSet(o)
	if !ok {
		return
	}
	owner := m.Find(parent.Kind, parent.Namespace, parent.Name)
	if owner == nil || m.Product(owner) != gateway.Agentgateway {
		return
	}
	p.Report(lint.At(o, o.Get("kind")), fmt.Sprintf("agentgateway %s does not read kind %q; write apiVersion %s/v1 and kind ListenerSet, here and in what refers to it",
		pin, o.Kind.Name, object.GatewayGroup), lint.See(lint.AtName(owner), "the Gateway is one of agentgateway"))
}
