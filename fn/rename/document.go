package rename

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// document is one object, or one patch, that holds the name.
type document struct {
	*scanner
	*object.Object
	space object.Space // where its references look when they name no namespace
	role  role
}

// role is what a document is to its tool.
type role uint8

const (
	manifestRole role = iota
	patchRole         // it names the object it changes
	looseRole         // no object, and nothing says what reads it: never edited
)

// document scans one. The space around it, where there is one, stands in for
// what the object itself does not say.
func (s *scanner) document(o *object.Object, as role, around object.Space) {
	d := &document{scanner: s, Object: o, space: s.spaceOf(o, around), role: as}
	switch root := o.Root; root.Kind {
	case source.Mapping:
		for _, p := range root.Pairs {
			d.field(p.Key.Value, p.Value)
		}
	default:
		d.walk(root)
	}
	d.comments()
}

// homes are where kinds say in which namespace their references look.
var homes = map[object.Kind][]any{
	{Group: "argoproj.io", Name: "Application"}:                   {"spec", "destination", "namespace"},
	{Group: "argoproj.io", Name: "ApplicationSet"}:                {"spec", "template", "spec", "destination", "namespace"},
	{Group: "kustomize.toolkit.fluxcd.io", Name: "Kustomization"}: {"spec", "targetNamespace"},
	{Group: "", Name: "Namespace"}:                                {"metadata", "name"},
}

func (s *scanner) spaceOf(o *object.Object, around object.Space) object.Space {
	space := s.Spaces.Of(o)
	if home := o.Get(homes[o.Kind]...); homes[o.Kind] != nil && home.Text() != "" {
		space.Namespace = home.Text()
	}
	if space.Namespace == "" && around.Together != "" {
		return around
	}
	return space
}

// field scans a key of the root. Of the metadata, the labels are looked at, and
// the name that a patch looks for; the rest belongs to tools.
func (d *document) field(key string, n *source.Node) {
	switch key {
	case "apiVersion", "kind", "status":
	case "metadata":
		d.walk(n.Get("labels"))
		if d.role == patchRole && d.Kind == object.Gateway {
			d.patched(n.Get("name"))
		}
	default:
		d.walk(n)
	}
}

func (d *document) walk(n *source.Node) {
	n.Walk(func(n *source.Node) bool {
		if n.Kind == source.Scalar && d.holds(n.Value) {
			d.scalar(n)
		}
		return true
	})
}

// patched renames the Gateway that a patch is for.
func (d *document) patched(name *source.Node) {
	if name != nil && slices.Contains(d.names, name.Value) {
		d.act(name, d.To, d.meansGateway(name.Value, d.space))
	}
}

// scalar judges a value by the rows of the table.
func (d *document) scalar(n *source.Node) {
	keys := keysOf(n)
	for i := range table {
		r := &table[i]
		if !r.matches(d, n, keys) {
			continue
		}
		value, v := r.form(d, r, n)
		if v == no && isText(n.Value) {
			break // it may speak of the Gateway further on
		}
		if v != none {
			d.act(n, value, v)
			return
		}
	}
	if d.texts.mentions(d, n.Value) {
		d.mention(lint.At(d.Object, n))
	}
}

// isText reports whether a value is more than one word.
func isText(s string) bool { return strings.ContainsAny(s, " \n\t") }

func (d *document) act(n *source.Node, value string, v verdict) {
	switch {
	case v >= likely && d.role != looseRole:
		d.set(d.Object, n, value)
	case v >= maybe:
		d.mention(lint.At(d.Object, n))
	}
}

func (d *document) comments() {
	text := d.Doc.File.Bytes()
	for _, c := range d.Doc.Comments() {
		if body := string(text[c.Start:c.End]); d.holds(body) && d.texts.mentions(d, body) {
			d.mention(lint.Place{Doc: d.Doc, Span: c.Span})
		}
	}
}

// keysOf returns the keys on the way to a node. Lists are left out: a row
// speaks of all items alike.
func keysOf(n *source.Node) []string {
	var keys []string
	for _, s := range n.Path() {
		if !s.IsIndex {
			keys = append(keys, s.Key)
		}
	}
	return keys
}

// holderOf returns the mapping that holds a value, itself or through a list.
func holderOf(n *source.Node) *source.Node {
	for n = n.Parent(); n != nil && n.Kind != source.Mapping; n = n.Parent() {
	}
	return n
}

// istio reports whether the document speaks of Istio's own Gateways.
func (d *document) istio() bool { return strings.HasSuffix(d.Kind.Group, "istio.io") }
