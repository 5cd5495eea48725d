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
		if r, ok := argoSource(name, spec.Get("destination"), src); ok {
			out = append(out, r)
		}
	}
	return out
}

func argoSource(app string, destination, src *source.Node) (Release, bool) {
	at := src.Get("chart")
	if repo := src.Get("repoURL"); at == nil && strings.HasPrefix(repo.Text(), "oci://") {
		at = repo
	}
	if at.Text() == "" {
		return Release{}, false
	}
	settings := src.Get("helm")
	v, certain := argoValues(settings)
	r := Release{
		At:        at,
		Chart:     chartName(at.Text()),
		Name:      cmp.Or(settings.Get("releaseName").Text(), app),
		Namespace: cmp.Or(settings.Get("namespace").Text(), destination.Get("namespace").Text()),
		Certain:   certain && sameCluster(destination),
	}
	r.Fullname = v.fullname(r.Name, r.Chart)
	return r, true
}

// argoValues reads values in the order in which Argo CD lets one win over the
// other: values, valuesObject, parameters.
func argoValues(settings *source.Node) (v values, certain bool) {
	certain = len(settings.Get("valueFiles").Seq()) == 0 && len(settings.Get("fileParameters").Seq()) == 0
	if text, ok := settings.Get("values").Str(); ok && !settings.Has("valuesObject") {
		certain = v.readText(text) && certain
	}
	v.read(settings.Get("valuesObject"))
	for _, p := range settings.Get("parameters").Seq() {
		v.set(p.Get("name").Text(), p.Get("value").Text())
	}
	return v, certain
}

// sameCluster reports whether an Application installs to the cluster it is in.
func sameCluster(destination *source.Node) bool {
	server, name := destination.Get("server").Text(), destination.Get("name").Text()
	return (server == "" || server == "https://kubernetes.default.svc") && (name == "" || name == "in-cluster")
}
