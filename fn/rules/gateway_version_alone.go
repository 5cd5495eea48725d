package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// agentgatewayKinds are the kinds that only a controller of agentgateway serves.
var agentgatewayKinds = []object.Kind{
	object.AgentgatewayBackend, object.AgentgatewayPolicy, object.AgentgatewayParameters, object.AgentgatewayModel,
}

// checkServed reports a kgateway chart that stands alone with objects that it
// does not serve.
func checkServed(p *lint.Pass, r *helm.Release) {
	before, without := r.Chart.Within(helm.BeforeAgentgateway), r.Chart.Within(helm.WithoutAgentgateway)
	if r.Chart.Name != "kgateway" || !before && !without {
		return
	}
	served := agentgatewayObjects(p)
	if len(served) == 0 || agentgatewayInstalled(p) {
		return
	}
	why := "it turns agentgateway off, which has charts of its own"
	if before {
		why = "the group came after it, and with charts of its own"
	}
	p.Report(versionPlace(r), fmt.Sprintf("%s serves no objects of agentgateway.dev, such as %s, and nothing in the input installs agentgateway: %s; "+
		"install agentgateway-crds and agentgateway from oci://cr.agentgateway.dev/charts, or name the controller under controllers: in the configuration",
		&r.Chart, served[0], why), lint.See(lint.AtName(served[0]), "%s", served[0]))
}

// versionPlace is where the version of a release is pinned, or else where its
// chart is named.
func versionPlace(r *helm.Release) lint.Place {
	if v := r.Chart.Version; v.Node != nil {
		return lint.At(v.Object, v.Node)
	}
	return lint.At(r.Object, r.At)
}

func agentgatewayObjects(p *lint.Pass) []*object.Object {
	return lint.Memo(p, "agentgateway objects", func() []*object.Object {
		var out []*object.Object
		for _, k := range agentgatewayKinds {
			out = append(out, p.Objects(k)...)
		}
		return out
	})
}

// agentgatewayInstalled reports whether anything in the input or the
// configuration hints at a controller of agentgateway, were it installed from
// another repository or under another name.
func agentgatewayInstalled(p *lint.Pass) bool {
	return lint.Memo(p, "agentgateway installed", func() bool {
		named := func(c lint.Controller) bool { return strings.Contains(c.Name, "agentgateway") }
		if p.Config.Versions.Agentgateway != "" || slices.ContainsFunc(p.Config.Controllers, named) {
			return true
		}
		hints := func(r helm.Release) bool { return strings.Contains(r.Chart.Name, "agentgateway") }
		return slices.ContainsFunc(installed(p), hints) ||
			slices.ContainsFunc(p.Mentioning("agentgateway"), func(o *object.Object) bool { return hintsAtAgentgateway(p, o) })
	})
}

// installers are kinds that install what they mention.
var installers = []object.Kind{
	helm.HelmRelease, helm.Application, helm.ApplicationSet, helm.K3sChart, helm.Inflation,
	{Group: "kustomize.toolkit.fluxcd.io", Name: "Kustomization"},
	{Group: "apiextensions.k8s.io", Name: "CustomResourceDefinition"},
}

func hintsAtAgentgateway(p *lint.Pass, o *object.Object) bool {
	switch {
	case o.Kind.Group == helm.HelmRepository.Group:
		return true // an address of Flux
	case o.Kind == object.Kustomization:
		return listsAgentgateway(p, o)
	case o.Kind == object.Deployment || o.Kind == statefulSet:
		return runsImage(o, controllerImages...)
	}
	// The kgateway release itself may mention agentgateway in its values.
	isKgateway := func(r helm.Release) bool { return r.Chart.Name == "kgateway" }
	return slices.Contains(installers, o.Kind) && !slices.ContainsFunc(helm.Releases(o, p), isKgateway)
}

// listsAgentgateway reports whether a kustomization builds from something
// called so that is not a file of the input: another directory or repository.
func listsAgentgateway(p *lint.Pass, o *object.Object) bool {
	for _, field := range []string{"resources", "bases", "components"} {
		for _, entry := range o.Get(field).Seq() {
			file := path.Join(path.Dir(o.Doc.File.Name), entry.Text())
			if strings.Contains(entry.Text(), "agentgateway") && !p.HasFile(file) {
				return true
			}
		}
	}
	return false
}
