package helm

import (
	"cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// maxReleaseName is where Helm, and so Flux, cuts the name of a release.
const maxReleaseName = 53

// flux reads a HelmRelease.
// https://fluxcd.io/flux/components/helm/helmreleases/
func flux(o *object.Object, find Finder) []Release {
	spec := o.Get("spec")
	chart, at := fluxChart(o, find)
	if chart == "" {
		return nil
	}
	target := spec.Get("targetNamespace").Text()
	name := spec.Get("releaseName").Text()
	if name == "" {
		name = o.Name
		if target != "" {
			name = target + "-" + name
		}
	}
	if len(name) > maxReleaseName {
		name = "" // Flux puts a hash at the end
	}
	var v values
	v.read(spec.Get("values"))
	return []Release{{
		At:        at,
		Chart:     chart,
		Name:      name,
		Namespace: cmp.Or(target, o.Namespace),
		Fullname:  v.fullname(name, chart),
		Certain:   !spec.Has("valuesFrom") && !spec.Has("kubeConfig"),
	}}
}

// fluxChart returns the name of the chart, from the release itself or from the
// object it takes the chart from.
func fluxChart(o *object.Object, find Finder) (string, *source.Node) {
	if chart := o.Get("spec", "chart", "spec", "chart"); chart != nil {
		// A path in a Git repository may lead to a chart of any name.
		if kind := o.Get("spec", "chart", "spec", "sourceRef", "kind").Text(); kind == "GitRepository" || kind == "Bucket" {
			return "", nil
		}
		return chartName(chart.Text()), chart
	}
	ref := o.Get("spec", "chartRef")
	at := ref.Get("name")
	if at == nil {
		return "", nil
	}
	namespace := cmp.Or(ref.Get("namespace").Text(), o.Namespace)
	switch ref.Get("kind").Text() {
	case OCIRepository.Name:
		if from := find(OCIRepository, namespace, at.Text()); from != nil {
			return chartName(from.Get("spec", "url").Text()), at
		}
	case HelmChart.Name:
		if from := find(HelmChart, namespace, at.Text()); from != nil {
			return chartName(from.Get("spec", "chart").Text()), at
		}
	}
	return "", nil
}
