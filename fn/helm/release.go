package helm

import (
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Release is one installation of a chart.
type Release struct {
	Object    *object.Object
	At        *source.Node // where the chart is named, in Object
	Chart     Chart
	Name      string // of the release; "" where Helm makes one up
	Namespace string // "" where the manifest does not say
	// Fullname is what charts made from Helm's starter call their Deployment,
	// Service and ServiceAccount; "" where Name is.
	Fullname string
	// Certain is false where values, or the cluster installed to, stand
	// outside the input, so that the names may be others.
	Certain bool
	renamed bool // what is installed gets another name afterwards
	// Values are those of the manifest and, where the input holds it, of what
	// it refers to. Later ones win.
	Values []Layer
}

// Kinds are the kinds that install charts.
var Kinds = []object.Kind{HelmRelease, Application, ApplicationSet, K3sChart, object.Kustomization, Inflation}

// Sources are the kinds that name a chart for others to install.
var Sources = []object.Kind{HelmChart, OCIRepository}

// Reads are the kinds that a release may take its chart and its values from.
var Reads = []object.Kind{HelmChart, OCIRepository, HelmRepository, K3sConfig, object.ConfigMap, object.Secret}

// The kinds that install charts, and those that Flux and k3s keep a part of
// what they need in.
var (
	HelmRelease    = object.Kind{Group: "helm.toolkit.fluxcd.io", Name: "HelmRelease"}
	HelmChart      = object.Kind{Group: "source.toolkit.fluxcd.io", Name: "HelmChart"}
	HelmRepository = object.Kind{Group: "source.toolkit.fluxcd.io", Name: "HelmRepository"}
	OCIRepository  = object.Kind{Group: "source.toolkit.fluxcd.io", Name: "OCIRepository"}
	Application    = object.Kind{Group: "argoproj.io", Name: "Application"}
	ApplicationSet = object.Kind{Group: "argoproj.io", Name: "ApplicationSet"}
	K3sChart       = object.Kind{Group: "helm.cattle.io", Name: "HelmChart"}
	K3sConfig      = object.Kind{Group: "helm.cattle.io", Name: "HelmChartConfig"}
	// Inflation is kustomize's generator; its apiVersion is the word builtin.
	Inflation = object.Kind{Group: "", Name: "HelmChartInflationGenerator"}
)

// Input is what is looked at beside a manifest: Flux keeps the address of a
// chart in an object of its own, kustomize keeps values in files.
type Input interface {
	// Find returns an object of the input, or nil.
	Find(k object.Kind, namespace, name string) *object.Object
	// Document returns the document of a file of the input that is no object,
	// or nil.
	Document(file string) *source.Doc
}

// Releases returns what an object of one of [Kinds] installs.
func Releases(o *object.Object, in Input) []Release {
	var found []Release
	switch o.Kind {
	case HelmRelease:
		found = flux(o, in)
	case Application:
		found = argo(o, o.Name, o.Get("spec"))
	case ApplicationSet:
		template := o.Get("spec", "template")
		found = argo(o, template.Get("metadata", "name").Text(), template.Get("spec"))
		for i := range found {
			found[i].Certain = found[i].Certain && !o.Get("spec").Has("templatePatch")
		}
	case object.Kustomization:
		found = kustomize(o, in)
	case Inflation:
		found = []Release{inflation(o, o.Root, in)}
	case K3sChart:
		found = k3s(o, in)
	}
	for i := range found {
		r := &found[i]
		r.Object = o
		if !r.renamed {
			r.Fullname = r.fullname()
		}
	}
	return found
}

// Charts returns the charts that an object of one of [Kinds] or [Sources] names
// itself. A release that takes its chart from another object names none.
func Charts(o *object.Object, in Input) []Chart {
	switch o.Kind {
	case OCIRepository:
		return []Chart{ociChart(o)}
	case HelmChart:
		return []Chart{fluxSpecChart(o, o.Get("spec"), in)}
	}
	var out []Chart
	for _, r := range Releases(o, in) {
		if r.Chart.Object == o {
			out = append(out, r.Chart)
		}
	}
	return out
}
