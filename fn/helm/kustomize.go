package helm

import (
	"cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// kustomize reads the helmCharts of a kustomization.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/helmcharts/
func kustomize(o *object.Object) []Release {
	renames := o.Get("namePrefix").Text() != "" || o.Get("nameSuffix").Text() != ""
	var out []Release
	for _, chart := range o.Get("helmCharts").Seq() {
		r := inflation(chart, "")
		// The namespace of the kustomization is given to everything it builds.
		r.Namespace = cmp.Or(o.Get("namespace").Text(), r.Namespace)
		if renames {
			r.Fullname = "" // not what the objects are called in the end
		}
		out = append(out, r)
	}
	return out
}

// inflation reads one chart of kustomize. Without a releaseName Helm makes one
// up. The words of kustomize 3 are read too.
func inflation(n *source.Node, namespace string) Release {
	first := func(keys ...string) *source.Node {
		for _, k := range keys {
			if v := n.Get(k); v.Text() != "" {
				return v
			}
		}
		return nil
	}
	var v values
	v.read(n.Get("values"))
	v.read(n.Get("valuesInline"))
	at := first("name", "chartName")
	r := Release{
		At:        at,
		Chart:     chartName(at.Text()),
		Name:      first("releaseName").Text(),
		Namespace: cmp.Or(first("namespace", "releaseNamespace").Text(), namespace),
		Certain:   first("valuesFile") == nil && len(n.Get("additionalValuesFiles").Seq()) == 0,
	}
	r.Fullname = v.fullname(r.Name, r.Chart)
	return r
}
