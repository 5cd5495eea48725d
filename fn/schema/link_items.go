package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// items is a list of a document whose items are judged together.
type items struct {
	nodes    []*source.Node
	mappings []*mapping // of the items that are mappings; nil for others
}

func itemsOf(n *source.Node, field *node, live set) *items {
	all := n.Seq()
	out := &items{nodes: make([]*source.Node, 0, len(all)), mappings: make([]*mapping, 0, len(all))}
	for _, item := range all {
		var m *mapping
		if item.IsMapping() && !opaque(item) && field != nil {
			m = &mapping{node: item, members: wire.Members(nil, item), field: field, live: live & field.in}
			m.judge()
		}
		out.nodes, out.mappings = append(out.nodes, item), append(out.mappings, m)
	}
	return out
}

// with returns the indexes of the items whose field has one of the values.
func (t *items) with(field string, values []string) []int {
	var out []int
	for i, m := range t.mappings {
		if m == nil || m.opaqueKey {
			continue
		}
		if v, ok := m.text(field); ok && slices.Contains(values, v) {
			out = append(out, i)
		}
	}
	return out
}

// item adds a problem with an item, or with a key of it.
func (c *checker) item(t *items, i int, key string, related int, format string, args ...any) {
	c.add(Problem{Class: Constraint, Linked: true, Node: t.nodes[i], Key: key, Related: []*source.Node{t.nodes[related]}, Message: fmt.Sprintf(format, args...)})
}

func uniqueBy(c *checker, t *items, l link) {
	seen := map[string]int{}
	for i, m := range t.mappings {
		key, ok := uniqueKey(m, l.args[0])
		if !ok {
			continue
		}
		first, repeats := seen[key]
		if !repeats {
			seen[key] = i
			continue
		}
		list := Name(c.path)
		c.item(t, i, m.written(l.args[0]), first, "%s[%d] has the same %s as %s[%d]; allowed: each once", list, i, strings.Join(m.describe(l.args[0]), ", "), list, first)
	}
}

// uniqueKey writes what must be unique of an item. An item without the first of
// the fields is like no other.
func uniqueKey(m *mapping, fields []string) (string, bool) {
	if m == nil || m.opaqueKey || !m.sets(fields[0]) {
		return "", false
	}
	var b []byte
	for _, f := range fields {
		v, ok := m.text(f)
		if !ok {
			return "", false
		}
		b = strconv.AppendQuote(strconv.AppendBool(b, m.sets(f)), v)
	}
	return string(b), true
}

// describe names the fields that an item has with their values.
func (m *mapping) describe(fields []string) []string {
	var out []string
	for _, f := range fields {
		if v, _ := m.text(f); v != "" && m.node.Has(f) {
			out = append(out, f+" "+v)
		}
	}
	return out
}

func same(c *checker, t *items, l link) {
	field, first, was := l.arg(0), -1, ""
	for i, m := range t.mappings {
		if m == nil {
			continue
		}
		v, ok := m.text(field)
		switch {
		case !ok:
		case first < 0:
			first, was = i, v
		case v != was:
			list := Name(c.path)
			c.item(t, i, m.written(l.args[0]), first, "%s[%d] has the %s %q, and %s[%d] %q; allowed: one %s for all", list, i, field, v, list, first, was, field)
			return
		}
	}
}

func single(c *checker, t *items, l link) {
	found := t.with(l.arg(0), l.args[1])
	for _, i := range found[min(len(found), 1):] {
		c.item(t, i, l.arg(0), found[0], "%s %q stands twice%s; keep one", l.arg(0), l.arg(1), under(c.path))
	}
}

func apart(c *checker, t *items, l link) {
	a, b := t.with(l.arg(0), l.args[1]), t.with(l.arg(0), l.args[2])
	if len(a) > 0 && len(b) > 0 {
		c.item(t, b[0], l.arg(0), a[0], "%s %q and %s %q exclude each other%s; keep one", l.arg(0), l.arg(1), l.arg(0), l.arg(2), under(c.path))
	}
}

func barItem(c *checker, t *items, l link) {
	for _, i := range t.with(l.arg(0), l.args[1]) {
		m := t.mappings[i]
		if v, ok := m.text(l.arg(2)); !m.sets(l.arg(2)) || ok && v == "" {
			continue
		}
		kind, _ := m.text(l.arg(0))
		c.item(t, i, l.arg(2), i, "%q is set, but %s is %q; remove it", l.arg(2), l.arg(0), kind)
	}
}

func starAlone(c *checker, t *items, _ link) {
	if len(t.nodes) < 2 {
		return
	}
	for i, n := range t.nodes {
		if n.Text() == "*" {
			c.item(t, i, "", 1-min(i, 1), "\"*\" stands beside others%s; keep it alone, or leave it out", under(c.path))
			return
		}
	}
}

// kindsAllowed judges references by what they may refer to.
func kindsAllowed(c *checker, t *items, l link) {
	for i, m := range t.mappings {
		if m == nil || m.opaqueKey || !m.sets("kind") {
			continue
		}
		kind, ok := m.text("kind")
		group, also := m.text("group")
		if ok && also && !slices.Contains(l.args[0], strings.TrimSuffix(kind+"."+group, ".")) {
			c.item(t, i, "kind", i, "a reference to kind %q of group %q has no place here%s; allowed: %s", kind, group, under(c.path), strings.Join(l.args[0], ", "))
		}
	}
}

// httpsTerminates and tlsNeedsMode judge listeners by their protocol.
// https://gateway-api.sigs.k8s.io/reference/spec/#listener
func httpsTerminates(c *checker, t *items, _ link) {
	for _, i := range t.with("protocol", []string{"HTTPS"}) {
		tls := t.nodes[i].Get("tls")
		if mode := tls.Get("mode"); mode != nil && !opaque(mode) && mode.Text() != "" && mode.Text() != "Terminate" {
			c.add(Problem{Class: Constraint, Linked: true, Node: tls, Key: "mode", Related: []*source.Node{t.nodes[i].Key("protocol")},
				Message: fmt.Sprintf("mode %q does not go with protocol HTTPS; write Terminate, or protocol: TLS", mode.Text())})
		}
	}
}

func tlsNeedsMode(c *checker, t *items, _ link) {
	for _, i := range t.with("protocol", []string{"TLS"}) {
		if !t.mappings[i].sets("tls") {
			c.item(t, i, "protocol", i, "a listener of protocol TLS needs tls with a mode%s; set it", under(c.path))
		}
	}
}
