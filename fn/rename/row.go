package rename

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// row is one way to refer to a Gateway or to an object generated for it.
type row struct {
	// path is the last keys on the way to the value, lists left out; "" is any.
	path string
	// of are the kinds that hold the reference; nil: any.
	of    []object.Kind
	means target
	// when is what else must be so of the mapping that holds the value.
	when func(d *document, holder *source.Node) bool
	// form reads the value. It returns the value under the new name, and
	// [none] where the value is not of the form.
	form func(d *document, r *row, n *source.Node) (string, verdict)
	// where tells in which space the reference looks; nil: that of the
	// namespace beside the name, else of the object.
	where func(d *document, holder *source.Node) object.Space
}

func (r *row) matches(d *document, n *source.Node, keys []string) bool {
	if r.of != nil && !slices.Contains(r.of, d.Kind) || !endsWith(keys, r.path) {
		return false
	}
	return r.when == nil || r.when(d, holderOf(n))
}

// endsWith reports whether the keys end with those of a path, which are
// separated by spaces: keys of labels hold dots and slashes.
func endsWith(keys []string, path string) bool {
	for i := len(keys) - 1; path != ""; i-- {
		last := path[strings.LastIndexByte(path, ' ')+1:]
		if i < 0 || keys[i] != last {
			return false
		}
		path = strings.TrimSuffix(path[:len(path)-len(last)], " ")
	}
	return true
}

func (r *row) space(d *document, n *source.Node) object.Space {
	if r.where == nil {
		return beside("namespace")(d, holderOf(n))
	}
	return r.where(d, holderOf(n))
}

// says takes values beside "kind: X", of the group or of none.
func says(k object.Kind) func(*document, *source.Node) bool {
	return func(d *document, holder *source.Node) bool {
		if holder.Get("kind").Text() != k.Name {
			return false
		}
		group, said := groupOf(holder)
		if !said && k == object.Gateway {
			return !d.IstioGateway && !d.istio()
		}
		return !said || group == k.Group
	}
}

// silent takes values beside no kind, whose default is of the group.
func silent(group string) func(*document, *source.Node) bool {
	return func(_ *document, holder *source.Node) bool {
		g, said := groupOf(holder)
		return !holder.Has("kind") && (!said || g == group)
	}
}

// groupOf returns the group that a reference names. An empty group is the core
// group.
func groupOf(holder *source.Node) (group string, said bool) {
	for _, key := range []string{"group", "apiGroup"} {
		if g, ok := holder.Get(key).Str(); ok {
			return g, true
		}
	}
	if v := holder.Get("apiVersion").Text(); v != "" {
		group, _ = object.SplitAPIVersion(v)
		return group, true
	}
	return "", false
}

// has takes values beside a key with the value, or with a list that holds it.
func has(key, value string) func(*document, *source.Node) bool {
	return func(_ *document, holder *source.Node) bool {
		n := holder.Get(key)
		return n.Text() == value || slices.ContainsFunc(n.Seq(), func(item *source.Node) bool { return item.Text() == value })
	}
}

// only takes values beside a list that holds nothing but the value.
func only(key, value string) func(*document, *source.Node) bool {
	return func(d *document, holder *source.Node) bool {
		return len(holder.Get(key).Seq()) == 1 && has(key, value)(d, holder)
	}
}

// named takes values in the object of that name.
func named(name string) func(*document, *source.Node) bool {
	return func(d *document, _ *source.Node) bool { return d.Name == name }
}

// besideNameLabel takes labels beside the one that names this Gateway.
func besideNameLabel(d *document, holder *source.Node) bool {
	return slices.Contains(d.names, holder.Get(gateway.NameLabel).Text())
}

// beside looks in the namespace that stands beside the name under a key.
func beside(key string) func(*document, *source.Node) object.Space {
	return func(d *document, holder *source.Node) object.Space {
		if ns := holder.Get(key).Text(); ns != "" {
			return object.Space{Namespace: ns, Together: d.space.Together}
		}
		return d.space
	}
}

// everywhere looks in all namespaces, or in those of a list beside the name.
func everywhere(key string) func(*document, *source.Node) object.Space {
	return func(d *document, holder *source.Node) object.Space {
		spaces := holder.Get(key).Seq()
		if len(spaces) == 0 {
			return object.Space{Namespace: anywhere}
		}
		for _, ns := range spaces {
			if ns.Text() == d.home.Namespace {
				return d.home
			}
		}
		return object.Space{Namespace: spaces[0].Text()}
	}
}

// selected looks where a label selector selects: in the namespaces of the
// namespaceSelector around it, else in the object's own.
func selected(d *document, holder *source.Node) object.Space {
	for n := holder; n != nil; n = n.Parent() {
		if s := n.Get("namespaceSelector"); n.Kind == source.Mapping && s != nil {
			return selectedBy(d, s)
		}
	}
	if ns := holder.Get("k8s:io.kubernetes.pod.namespace").Text(); ns != "" {
		return object.Space{Namespace: ns}
	}
	return d.space
}

// selectedBy reads the namespaceSelector of a NetworkPolicy or of a
// ServiceMonitor.
func selectedBy(d *document, s *source.Node) object.Space {
	if ns := s.Get("matchLabels", "kubernetes.io/metadata.name").Text(); ns != "" {
		return object.Space{Namespace: ns}
	}
	if names := s.Get("matchNames"); names != nil {
		return everywhere("matchNames")(d, s)
	}
	return object.Space{Namespace: anywhere}
}
