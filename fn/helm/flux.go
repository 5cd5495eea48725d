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
func flux(o *object.Object, in Input) []Release {
	spec := o.Get("spec")
	chart, at := fluxChart(o, in)
	if chart.Name == "" {
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
	values, certain := fluxValues(o, in)
	return []Release{{
		At:        at,
		Chart:     chart,
		Name:      name,
		Namespace: cmp.Or(target, o.Namespace),
		Certain:   certain && !spec.Has("kubeConfig"),
		Values:    values,
	}}
}

// fluxChart returns the chart of a release, from the release itself or from the
// object it takes the chart from, and where the release names it.
func fluxChart(o *object.Object, in Input) (Chart, *source.Node) {
	if spec := o.Get("spec", "chart", "spec"); spec.Has("chart") {
		c := fluxSpecChart(o, spec, in)
		return c, c.At
	}
	ref := o.Get("spec", "chartRef")
	at := ref.Get("name")
	if at == nil {
		return Chart{}, nil
	}
	namespace := cmp.Or(ref.Get("namespace").Text(), o.Namespace)
	switch ref.Get("kind").Text() {
	case OCIRepository.Name:
		if from := in.Find(OCIRepository, namespace, at.Text()); from != nil {
			return ociChart(from), at
		}
	case HelmChart.Name:
		if from := in.Find(HelmChart, namespace, at.Text()); from != nil {
			return fluxSpecChart(from, from.Get("spec"), in), at
		}
	}
	return Chart{}, nil
}

// fluxSpecChart reads the spec of a HelmChart, which a HelmRelease may hold.
// https://fluxcd.io/flux/components/source/helmcharts/
func fluxSpecChart(o *object.Object, spec *source.Node, in Input) Chart {
	at, ref := spec.Get("chart"), spec.Get("sourceRef")
	c := Chart{Object: o, At: at, Version: Version{Object: o, Node: spec.Get("version")}}
	switch ref.Get("kind").Text() {
	case "GitRepository", "Bucket":
		return Chart{} // a path there may lead to a chart of any name
	case HelmRepository.Name:
		namespace := cmp.Or(ref.Get("namespace").Text(), o.Namespace)
		if from := in.Find(HelmRepository, namespace, ref.Get("name").Text()); from != nil {
			c.Address = Address{Object: from, Node: from.Get("spec", "url")}
		}
	}
	c.Name = chartName(at.Text())
	return c
}

// ociChart reads an OCIRepository, whose address ends with the chart.
// https://fluxcd.io/flux/components/source/ocirepositories/
func ociChart(o *object.Object) Chart {
	url, ref := o.Get("spec", "url"), o.Get("spec", "ref")
	v := Version{Object: o, Unknown: true} // without one the tag "latest" counts
	switch {
	case ref.Get("digest").Text() != "":
	case ref.Get("semver").Text() != "":
		v = Version{Object: o, Node: ref.Get("semver"), Unknown: ref.Has("semverFilter")}
	case ref.Get("tag").Text() != "":
		v = Version{Object: o, Node: ref.Get("tag")}
	}
	return Chart{Object: o, At: url, Name: chartName(url.Text()), Address: Address{o, url, true}, Version: v}
}

// fluxValues reads values in the order in which Flux lets one win over the
// other: valuesFrom as they are listed, then values.
func fluxValues(o *object.Object, in Input) (layers []Layer, certain bool) {
	certain = true
	for i, from := range o.Get("spec", "valuesFrom").Seq() {
		found, ok := fluxValuesFrom(o, i, from, in)
		layers, certain = append(layers, found...), certain && ok
	}
	return append(layers, mappingLayer(o, o.Doc, o.Get("spec", "values"))...), certain
}

func fluxValuesFrom(o *object.Object, i int, from *source.Node, in Input) ([]Layer, bool) {
	kind, data := object.ConfigMap, "data"
	if from.Get("kind").Text() == object.Secret.Name {
		kind, data = object.Secret, "stringData"
	}
	holder := in.Find(kind, o.Namespace, from.Get("name").Text())
	if holder == nil {
		return nil, false
	}
	value := holder.Get(data, cmp.Or(from.Get("valuesKey").Text(), "values.yaml"))
	if value == nil {
		return nil, false
	}
	at := from.Get("targetPath")
	if at.Text() == "" {
		return textLayer(holder, value)
	}
	one := listed{path: splitName(at.Text()), name: at, value: value, whole: source.P("spec", "valuesFrom", i)}
	return []Layer{{Object: o, doc: o.Doc, listed: []listed{one}}}, true
}
