package schema

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// metadataFields are the fields of metadata, the first ones those that people
// write.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
var metadataFields = []string{
	"name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences",
	"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid",
}

// stringForm and stringsForm are the types of the fields that people write.
var stringForm, stringsForm = &form{Type: String}, &form{Type: Object}

// metadata judges metadata, which CRDs do not describe: keys that resemble a
// field of it, and the types of names, labels and annotations. Others are not
// judged.
func (c *checker) metadata(member *wire.Member) {
	n := member.Value.Get()
	if !n.IsMapping() || opaque(n) {
		return
	}
	c.path = append(c.path, source.Step{Key: "metadata"})
	for _, m := range wire.Members(nil, n) {
		switch {
		case opaque(m.Key):
		case slices.Contains([]string{"name", "generateName", "namespace"}, m.Name):
			c.metadataText(m)
		case m.Name == "labels" || m.Name == "annotations":
			c.metadataTexts(m)
		case !slices.Contains(metadataFields, m.Name):
			c.metadataKey(n, m.Name)
		}
	}
	c.path = c.path[:len(c.path)-1]
}

func (c *checker) metadataKey(n *source.Node, name string) {
	near := nearest(name, metadataFields)
	if near == "" {
		return
	}
	message := fmt.Sprintf("unknown field %q under metadata; did you mean %q?", name, near)
	c.add(Problem{Class: UnknownField, Node: n, Key: name, Suggest: near, Message: message, Allowed: metadataFields})
}

// metadataText judges a text. A null is no value.
func (c *checker) metadataText(m wire.Member) {
	n := m.Value.Get()
	if n == nil || opaque(n) || n.IsNull() {
		return
	}
	v := wire.Value{}
	if n.Kind == source.Scalar {
		if v = wire.Scalar(n); v.Type == wire.String {
			return
		}
	}
	c.path = append(c.path, source.Step{Key: m.Name})
	c.report(n, stringForm, wrongType, v, 0)
	c.path = c.path[:len(c.path)-1]
}

func (c *checker) metadataTexts(m wire.Member) {
	n := m.Value.Get()
	if n == nil || opaque(n) || n.IsNull() {
		return
	}
	c.path = append(c.path, source.Step{Key: m.Name})
	if n.IsMapping() {
		for _, entry := range wire.Members(nil, n) {
			c.metadataText(entry)
		}
	} else {
		c.report(n, stringsForm, wrongType, wire.Value{}, 0)
	}
	c.path = c.path[:len(c.path)-1]
}
