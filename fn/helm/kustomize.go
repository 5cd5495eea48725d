package helm

import (
	"cmp"
	"path"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// kustomize reads the charts of a kustomization, those of the field of
// kustomize 3 too.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/helmcharts/
func kustomize(o *object.Object, in Input) []Release {
	renames := o.Get("namePrefix").Text() != "" || o.Get("nameSuffix").Text() != ""
	var out []Release
	for _, field := range []string{"helmCharts", "helmChartInflationGenerator"} {
		for _, chart := range o.Get(field).Seq() {
			r := inflation(o, chart, in)
			// The namespace of the kustomization is given to everything it builds.
			r.Namespace = cmp.Or(o.Get("namespace").Text(), r.Namespace)
			r.renamed = renames
			out = append(out, r)
		}
	}
	return out
}

// inflation reads one chart of kustomize. Without a releaseName Helm makes one
// up. The words of kustomize 3 are read too.
// https://github.com/kubernetes-sigs/kustomize/blob/api/v0.21.2/api/types/helmchartargs.go
func inflation(o *object.Object, n *source.Node, in Input) Release {
	first := func(keys ...string) *source.Node {
		for _, k := range keys {
			if v := n.Get(k); v.Text() != "" {
				return v
			}
		}
		return nil
	}
	at := first("name", "chartName")
	values, certain := inflationValues(o, n, first("valuesFile", "values").Text(), in)
	return Release{
		At: at,
		Chart: Chart{
			Object: o, At: at, Name: chartName(at.Text()),
			Address: Address{Object: o, Node: first("repo", "chartRepoUrl")},
			Version: Version{Object: o, Node: first("version", "chartVersion")},
		},
		Name:      first("releaseName").Text(),
		Namespace: cmp.Or(first("namespace", "releaseNamespace").Text(), o.Namespace),
		Certain:   certain,
		Values:    values,
	}
}

// inflationValues reads values in the order in which one wins over the other:
// the file, then what is written in line, unless valuesMerge says otherwise,
// then further files.
func inflationValues(o *object.Object, n *source.Node, file string, in Input) (layers []Layer, certain bool) {
	inline := append(mappingLayer(o, o.Doc, n.Get("valuesInline")), mappingLayer(o, o.Doc, n.Get("valuesLocal"))...)
	fromFile, certain := fileLayer(o, file, in)
	switch n.Get("valuesMerge").Text() {
	case "replace":
		layers = inline
		certain = true
	case "merge":
		layers = append(inline, fromFile...)
	default:
		layers = append(fromFile, inline...)
	}
	for _, f := range n.Get("additionalValuesFiles").Seq() {
		more, ok := fileLayer(o, f.Text(), in)
		layers, certain = append(layers, more...), certain && ok
	}
	return layers, certain
}

// fileLayer reads a file of values, beside the file that names it. It reports
// false where the input does not hold the file.
func fileLayer(o *object.Object, file string, in Input) ([]Layer, bool) {
	if file == "" {
		return nil, true
	}
	d := in.Document(path.Join(path.Dir(o.Doc.File.Name), file))
	if d == nil {
		return nil, false
	}
	return mappingLayer(nil, d, d.Root()), d.Root().IsMapping()
}
