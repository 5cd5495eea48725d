package helm

import (
	"cmp"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// argo reads the sources of an Argo CD Application, or of the template of an
// ApplicationSet.
// https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
func argo(o *object.Object, name string, spec *source.Node) []Release {
	sources := append([]*source.Node{spec.Get("source")}, spec.Get("sources").Seq()...)
	var out []Release
	for _, src := range sources {
		if r, ok := argoSource(o, name, spec.Get("destination"), src); ok {
			out = append(out, r)
		}
	}
	return out
}

func argoSource(o *object.Object, app string, destination, src *source.Node) (Release, bool) {
	repo, at := src.Get("repoURL"), src.Get("chart")
	address := Address{Object: o, Node: repo}
	if at == nil && strings.HasPrefix(repo.Text(), "oci://") {
		at, address.Whole = repo, true
	}
	if at.Text() == "" {
		return Release{}, false
	}
	settings := src.Get("helm")
	values, certain := argoValues(o, settings)
	return Release{
		At: at,
		Chart: Chart{
			Object: o, At: at, Name: chartName(at.Text()), Address: address,
			Version: Version{Object: o, Node: src.Get("targetRevision")},
		},
		Name:      cmp.Or(settings.Get("releaseName").Text(), app),
		Namespace: cmp.Or(settings.Get("namespace").Text(), destination.Get("namespace").Text()),
		Certain:   certain && sameCluster(destination),
		Values:    values,
	}, true
}

// argoValues reads values in the order in which Argo CD lets one win over the
// other: values, or valuesObject in place of them, then parameters.
func argoValues(o *object.Object, settings *source.Node) (layers []Layer, certain bool) {
	certain = len(settings.Get("valueFiles").Seq()) == 0 && len(settings.Get("fileParameters").Seq()) == 0
	if settings.Has("valuesObject") {
		layers = mappingLayer(o, o.Doc, settings.Get("valuesObject"))
	} else if text := settings.Get("values"); text != nil {
		found, ok := textLayer(o, text)
		layers, certain = found, certain && ok
	}
	var list []listed
	for _, kind := range []string{"parameters", "fileParameters"} {
		for _, p := range settings.Get(kind).Seq() {
			list = append(list, argoParameter(o, p))
		}
	}
	return append(layers, Layer{Object: o, doc: o.Doc, listed: list}), certain
}

func argoParameter(o *object.Object, p *source.Node) listed {
	name, value := p.Get("name"), p.Get("value")
	l := listed{path: splitName(name.Text()), name: name, value: value, whole: p.Path()}
	if value != nil {
		l.replace = func(to, as string) []source.Edit {
			return []source.Edit{source.Set(o.Doc, name.Path(), to), source.Set(o.Doc, value.Path(), as)}
		}
	}
	return l
}

// sameCluster reports whether an Application installs to the cluster it is in.
func sameCluster(destination *source.Node) bool {
	server, name := destination.Get("server").Text(), destination.Get("name").Text()
	return (server == "" || server == "https://kubernetes.default.svc") && (name == "" || name == "in-cluster")
}
