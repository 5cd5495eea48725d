package helm

import (
	"cmp"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// k3s reads the HelmChart of k3s and RKE2, whose release has its name.
// https://docs.k3s.io/add-ons/helm
// https://github.com/k3s-io/helm-controller/blob/v0.16.1/pkg/controllers/chart/chart.go
func k3s(o *object.Object, in Input) []Release {
	spec := o.Get("spec")
	at := spec.Get("chart")
	if at.Text() == "" {
		return nil
	}
	address := Address{Object: o, Node: spec.Get("repo")}
	if address.Node.Text() == "" && strings.HasPrefix(at.Text(), "oci://") {
		address = Address{o, at, true}
	}
	values, certain := k3sValues(o, in)
	return []Release{{
		At: at,
		Chart: Chart{
			Object: o, At: at, Name: chartName(at.Text()), Address: address,
			Version: Version{Object: o, Node: spec.Get("version"), Unknown: spec.Has("chartContent")},
		},
		Name:      o.Name,
		Namespace: cmp.Or(spec.Get("targetNamespace").Text(), o.Namespace),
		Certain:   certain && !spec.Has("chartContent"),
		Values:    values,
	}}
}

// k3sValues reads values in the order in which one wins over the other:
// valuesContent, that of a HelmChartConfig of the name, then set.
func k3sValues(o *object.Object, in Input) (layers []Layer, certain bool) {
	layers, certain = textLayer(o, o.Get("spec", "valuesContent"))
	if config := in.Find(K3sConfig, o.Namespace, o.Name); config != nil {
		more, ok := textLayer(config, config.Get("spec", "valuesContent"))
		layers, certain = append(layers, more...), certain && ok
	}
	var list []listed
	for _, p := range pairs(o.Get("spec", "set")) {
		list = append(list, k3sSet(o, p))
	}
	return append(layers, Layer{Object: o, doc: o.Doc, listed: list}), certain
}

func k3sSet(o *object.Object, p source.Pair) listed {
	at := p.Value.Path()
	return listed{
		path: splitName(p.Key.Value), name: p.Key, value: p.Value, whole: at,
		replace: func(to, as string) []source.Edit {
			moved := at[:len(at)-1].Join(to)
			return []source.Edit{source.Rename(o.Doc, at, to), source.Set(o.Doc, moved, as)}
		},
	}
}
