package helm

import (
	"path"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Release is one installation of a chart.
type Release struct {
	Object    *object.Object
	At        *source.Node // where the chart is named
	Chart     string       // the chart's own name, such as agentgateway
	Name      string       // of the release; "" where Helm makes one up
	Namespace string       // "" where the manifest does not say
	// Fullname is what charts made from Helm's starter call their Deployment,
	// Service and ServiceAccount; "" where Name is.
	Fullname string
	// Certain is false where values, or the cluster installed to, stand
	// outside the manifest, so that the names may be others.
	Certain bool
}

// Kinds are the kinds that install charts.
var Kinds = []object.Kind{HelmRelease, Application, ApplicationSet, object.Kustomization, Inflation}

// The kinds that install charts, and those that Flux keeps a chart's address in.
var (
	HelmRelease    = object.Kind{Group: "helm.toolkit.fluxcd.io", Name: "HelmRelease"}
	HelmChart      = object.Kind{Group: "source.toolkit.fluxcd.io", Name: "HelmChart"}
	OCIRepository  = object.Kind{Group: "source.toolkit.fluxcd.io", Name: "OCIRepository"}
	Application    = object.Kind{Group: "argoproj.io", Name: "Application"}
	ApplicationSet = object.Kind{Group: "argoproj.io", Name: "ApplicationSet"}
	// Inflation is kustomize's generator; its apiVersion is the word builtin.
	Inflation = object.Kind{Group: "", Name: "HelmChartInflationGenerator"}
)

// Finder returns an object of the input, or nil. Flux keeps the address of a
// chart in an object of its own.
type Finder func(k object.Kind, namespace, name string) *object.Object

// Releases returns what an object of one of [Kinds] installs.
func Releases(o *object.Object, find Finder) []Release {
	var found []Release
	switch o.Kind {
	case HelmRelease:
		found = flux(o, find)
	case Application:
		found = argo(o, o.Name, o.Get("spec"))
	case ApplicationSet:
		template := o.Get("spec", "template")
		found = argo(o, template.Get("metadata", "name").Text(), template.Get("spec"))
	case object.Kustomization:
		found = kustomize(o)
	case Inflation:
		found = []Release{inflation(o.Root, o.Namespace)}
	}
	for i := range found {
		found[i].Object = o
	}
	return found
}

// chartName is the last part of a chart's address: agentgateway of
// oci://registry.example/charts/agentgateway:v1.4.1.
func chartName(address string) string {
	name, _, _ := strings.Cut(path.Base(address), ":")
	return name
}

// values are the two values that name a release's objects.
type values struct{ fullnameOverride, nameOverride string }

// read takes over what a mapping of values sets.
func (v *values) read(n *source.Node) {
	v.set("fullnameOverride", n.Get("fullnameOverride").Text())
	v.set("nameOverride", n.Get("nameOverride").Text())
}

// readText is read for values written as YAML in a string. It reports whether
// the text can be read.
func (v *values) readText(text string) bool {
	f, err := source.Parse("values", []byte(text))
	if err != nil || len(f.Docs) != 1 || f.Docs[0].Err() != nil {
		return false
	}
	v.read(f.Docs[0].Root())
	return true
}

func (v *values) set(key, value string) {
	switch {
	case value == "":
	case key == "fullnameOverride":
		v.fullnameOverride = value
	case key == "nameOverride":
		v.nameOverride = value
	}
}

// fullname follows the template that `helm create` writes and the charts of
// agentgateway and kgateway kept.
// https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/create.go (_helpers.tpl)
func (v values) fullname(release, chart string) string {
	if v.nameOverride != "" {
		chart = v.nameOverride
	}
	name := release + "-" + chart
	switch {
	case v.fullnameOverride != "":
		name = v.fullnameOverride
	case release == "":
		return ""
	case strings.Contains(release, chart):
		name = release
	}
	return strings.TrimSuffix(name[:min(len(name), 63)], "-")
}
