package gateway

import (
	"cmp"
	"slices"

	"github.com/gatefix/gatefix/fn/helm"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Makers are the kinds whose objects create others when they are applied: a
// reference to something they may create is not called dangling.
var Makers = map[object.Kind][]object.Kind{
	object.Service:   append([]object.Kind{object.Gateway}, helm.Kinds...),
	object.Secret:    append([]object.Kind{certificate, externalSecret, sealedSecret}, helm.Kinds...),
	object.ConfigMap: append([]object.Kind{object.Gateway}, helm.Kinds...),
}

// Kinds that create Secrets.
var (
	certificate    = object.Kind{Group: "cert-manager.io", Name: "Certificate"}
	externalSecret = object.Kind{Group: "external-secrets.io", Name: "ExternalSecret"}
	sealedSecret   = object.Kind{Group: "bitnami.com", Name: "SealedSecret"}
)

// made reports whether something in the input may create what is referred to.
func (m *Model) made(r Reference, at place) bool {
	for _, k := range Makers[r.Kind] {
		if m.makes(k, r, at) {
			return true
		}
	}
	return false
}

// madeKey is what decides whether makers of a kind may make something: of those
// whose objects are not known by name, the place alone.
type madeKey struct {
	maker, kind object.Kind
	name        string
	at          place
}

// makes reports whether an object of a kind of makers may create what is referred
// to.
func (m *Model) makes(k object.Kind, r Reference, at place) bool {
	if k == object.Gateway {
		return slices.ContainsFunc(m.generated()[r.Name], func(o *object.Object) bool { return m.placeOf(o).same(at) != No })
	}
	key := madeKey{k, r.Kind, r.Name, at}
	if slices.Contains(helm.Kinds, k) && k != object.Kustomization {
		key.name = ""
	}
	may, ok := m.mayBeMade[key]
	if !ok {
		may = slices.ContainsFunc(m.objects(k), func(o *object.Object) bool { return m.mayMake(o, r, at) })
		m.mayBeMade[key] = may
	}
	return may
}

// indexGenerated finds Gateways by the name of what is made for them.
func (m *Model) indexGenerated() map[string][]*object.Object {
	out := map[string][]*object.Object{}
	for _, o := range m.objects(object.Gateway) {
		for _, n := range o.Names() {
			out[GeneratedName(n)] = append(out[GeneratedName(n)], o)
		}
	}
	return out
}

func (m *Model) mayMake(o *object.Object, r Reference, at place) bool {
	switch o.Kind {
	case certificate:
		return m.mayBeNamed(o, r, at, o.Get("spec", "secretName"))
	case externalSecret:
		return m.mayBeNamed(o, r, at, o.Get("spec", "target", "name"))
	case sealedSecret:
		return m.mayBeNamed(o, r, at, o.Get("spec", "template", "metadata", "name"))
	case object.Kustomization:
		return generates(o, r) || o.Get("helmCharts") != nil && m.placeOf(o).same(at) != No
	}
	// Which objects a chart or another repository brings, only they tell.
	for _, namespace := range deploysTo(o) {
		if namespace == "" || (place{namespace: namespace}).same(at) != No {
			return true
		}
	}
	return false
}

// deploysTo returns the namespaces that an object of [helm.Kinds] deploys to,
// "" where it does not say.
func deploysTo(o *object.Object) []string {
	switch o.Kind {
	case helm.HelmRelease:
		return []string{cmp.Or(o.Get("spec", "targetNamespace").Text(), o.Namespace)}
	case helm.K3sChart: // https://docs.k3s.io/helm: without a targetNamespace it is "default"
		return []string{cmp.Or(o.Get("spec", "targetNamespace").Text(), "default")}
	case helm.Application:
		return []string{o.Get("spec", "destination", "namespace").Text()}
	case helm.ApplicationSet:
		return []string{o.Get("spec", "template", "spec", "destination", "namespace").Text()}
	}
	return []string{o.Get("releaseNamespace").Text()}
}

// mayBeNamed reports whether the object made has the name written at n or, where
// nothing is written there, that of its maker.
func (m *Model) mayBeNamed(o *object.Object, r Reference, at place, n *source.Node) bool {
	name := n.Text()
	if name == "" {
		name = o.Name
	}
	return m.placeOf(o).same(at) != No && (name == r.Name || object.HasPlaceholder(name) || object.Opaque(n))
}

// generates reports whether a generator of a kustomization has the name.
func generates(o *object.Object, r Reference) bool {
	list := "configMapGenerator"
	if r.Kind == object.Secret {
		list = "secretGenerator"
	}
	return slices.ContainsFunc(o.Get(list).Seq(), func(g *source.Node) bool { return g.Get("name").Text() == r.Name })
}
