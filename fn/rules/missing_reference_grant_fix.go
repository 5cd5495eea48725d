package rules

import (
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// grantFix writes the permission that a reference lacks.
type grantFix struct {
	m      *gateway.Model
	ref    gateway.Reference
	grants []*object.Object // those of the other namespace
	target *object.Object   // nil where it is not in the input
}

func (f grantFix) title() string {
	if grant, _ := f.extendable(); grant != nil {
		return fmt.Sprintf("extend %s", grant)
	}
	return fmt.Sprintf("add a ReferenceGrant to namespace %q", f.ref.Namespace)
}

func (f grantFix) edits() []source.Edit {
	if grant, list := f.extendable(); grant != nil {
		return []source.Edit{source.AddToSet(grant.Doc, source.P("spec", list), f.entry(list), maxGrantEntries), holdOther(grant, list)}
	}
	return []source.Edit{source.AddDoc(f.neighbour().Doc, f.document(), "namespace "+f.ref.Namespace)}
}

// holdOther keeps other repairs off the one entry of the list that is not
// extended: with both lists longer, everything from one could use everything of
// the other.
func holdOther(grant *object.Object, extended string) source.Edit {
	other := source.P("spec", "from")
	if extended == "from" {
		other = source.P("spec", "to")
	}
	kind := other.Join(0, "kind")
	return source.Set(grant.Doc, kind, grant.Get("spec", other[1].Key, 0, "kind").Text())
}

// maxGrantEntries is what the API allows in each list of a grant.
const maxGrantEntries = 16

// extendable returns a grant, and the list of it, to which an entry can be added
// that allows this reference and nothing else: its other list has one entry,
// and that fits.
func (f grantFix) extendable() (*object.Object, string) {
	if f.asksForSecret() {
		return nil, "" // it takes two entries
	}
	for _, grant := range f.grants {
		from, to := grant.Get("spec", "from").Seq(), grant.Get("spec", "to").Seq()
		switch {
		case len(from) == 1 && len(to) < maxGrantEntries && f.fits(from[0], f.entry("from")):
			return grant, "to"
		case len(to) == 1 && len(from) < maxGrantEntries && f.fits(to[0], f.entry("to")):
			return grant, "from"
		}
	}
	return nil, ""
}

// fits reports whether an entry of a grant says the same. One without a name
// says more.
func (f grantFix) fits(n *source.Node, entry source.Map) bool {
	for _, field := range entry {
		if n.Get(field.Key) == nil || n.Get(field.Key).Text() != field.Value {
			return false
		}
	}
	return true
}

func (f grantFix) entry(list string) source.Map {
	if list == "from" {
		return source.Map{
			{Key: "group", Value: f.ref.From.Kind.Group},
			{Key: "kind", Value: f.ref.From.Kind.Name},
			{Key: "namespace", Value: f.m.Namespace(f.ref.From)},
		}
	}
	return source.Map{
		{Key: "group", Value: f.ref.Kind.Group},
		{Key: "kind", Value: f.ref.Kind.Name},
		{Key: "name", Value: f.ref.Name},
	}
}

// document is a grant for this reference. All versions of the Gateway API
// serve v1beta1.
func (f grantFix) document() source.Map {
	return source.Map{
		{Key: "apiVersion", Value: object.GatewayGroup + "/v1beta1"},
		{Key: "kind", Value: object.ReferenceGrant.Name},
		{Key: "metadata", Value: source.Map{
			{Key: "name", Value: f.name()},
			{Key: "namespace", Value: f.ref.Namespace},
		}},
		{Key: "spec", Value: source.Map{
			{Key: "from", Value: []any{f.entry("from")}},
			{Key: "to", Value: f.targets()},
		}},
	}
}

// targets is what the grant allows: what the reference names and, since
// agentgateway asks for a grant for Secrets where a Gateway reads a ConfigMap, a
// Secret of that name. See secretGrantAllows.
func (f grantFix) targets() []any {
	if !f.asksForSecret() {
		return []any{f.entry("to")}
	}
	secret := f
	secret.ref.Kind = object.Secret
	return []any{f.entry("to"), secret.entry("to")}
}

func (f grantFix) asksForSecret() bool {
	return f.ref.Kind == object.ConfigMap && f.ref.From.Kind == object.Gateway && f.m.Product(f.ref.From) == gateway.Agentgateway
}

// name says what the grant allows, and is not that of another one.
func (f grantFix) name() string {
	base := fmt.Sprintf("allow-%ss-of-%s-to-%s", strings.ToLower(f.ref.From.Kind.Name), f.m.Namespace(f.ref.From), f.ref.Name)
	base = short(base, 250)
	for name, i := base, 2; ; name, i = fmt.Sprintf("%s-%d", base, i), i+1 {
		if f.m.Find(object.ReferenceGrant, f.ref.Namespace, name) == nil {
			return name
		}
	}
}

// neighbour is the object beside which the grant is written: what it opens, or
// a grant of its namespace, so that it is applied along with the namespace.
func (f grantFix) neighbour() *object.Object {
	switch {
	case f.target != nil:
		return f.target
	case len(f.grants) > 0:
		return f.grants[0]
	}
	return f.ref.From
}
