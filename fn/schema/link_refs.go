package schema

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// refTo judges a reference by what it may refer to.
func refTo(c *checker, m *mapping, l link) {
	s := m.at(names(l.arg(0)))
	ref := s.mapping()
	if ref == nil || ref.opaqueKey {
		return
	}
	if kind, ok := ref.refersTo("Service"); ok && !slices.Contains(l.args[1], kind) {
		c.atSpot(m, s, nil, "a reference to %q has no place in %s%s; allowed: %s", kind, l.arg(0), under(c.path), strings.Join(l.args[1], ", "))
	}
}

// refersTo returns the kind of a reference as kind.group, ok where that can be
// told.
func (m *mapping) refersTo(fallback string) (kind string, ok bool) {
	kind, ok = m.text("kind")
	group, also := m.text("group")
	if kind == "" && group == "" {
		kind = fallback
	}
	return strings.TrimSuffix(kind+"."+group, "."), ok && also
}

// secretRef judges a reference to a Secret, which may be to a kind of another
// group.
func secretRef(c *checker, m *mapping, _ link) {
	kind, ok := m.text("kind")
	group, also := m.text("group")
	switch {
	case !ok || !also:
	case group == "" && kind != "" && kind != "Secret":
		c.against(m, m.written([]string{"kind"}), nil, "kind %q has no group%s; write kind Secret, or the group of %q", kind, under(c.path), kind)
	case group != "" && kind == "":
		c.against(m, m.written([]string{"group"}), nil, "group %q is set without a kind%s; set kind, or remove group", group, under(c.path))
	}
}

// prefixAlone judges a rule of an HTTPRoute by its filters that replace the
// prefix of a path: it has one match then, and that is by a prefix. The filters
// are those of the rule, or of its backendRefs. The API server asks only where
// one of the filters replaces a prefix, and one of the backendRefs has it.
// https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
func prefixAlone(c *checker, m *mapping, l link) {
	filter := l.arg1()
	var at *source.Node
	if l.arg(0) == "filters" {
		at = m.prefixFilter(filter)
	} else if slices.ContainsFunc(m.node.Get(l.arg(0)).Seq(), func(b *source.Node) bool { return b.Has("filters") }) {
		for _, b := range m.at([]string{l.arg(0)}).items().mappings {
			f := b.prefixFilter(filter)
			switch {
			case f != nil && at != nil:
				return
			case f != nil:
				at = f
			}
		}
	}
	if at == nil || m.matchesOnePrefix() {
		return
	}
	p := Problem{Class: Constraint, Linked: true, Node: at, Key: filter,
		Message: filter + " replaces a prefix, but the rule does not have one match alone, by a path of type PathPrefix" + under(c.path) + "; keep one such match, or write type: ReplaceFullPath"}
	if k := m.node.Key("matches"); k != nil {
		p.Related = append(p.Related, k)
	}
	c.add(p)
}

// prefixFilter returns the filter that replaces a prefix, where there is one and
// no other.
func (m *mapping) prefixFilter(kind string) *source.Node {
	if m == nil || !slices.ContainsFunc(m.node.Get("filters").Seq(), func(f *source.Node) bool { return f.Has(kind) }) {
		return nil
	}
	var out *source.Node
	for _, f := range m.at([]string{"filters"}).items().mappings {
		if f == nil {
			continue
		}
		how, ok := f.at([]string{kind, "path", "type"}).text()
		if !ok || how != "ReplacePrefixMatch" || f.at([]string{kind, "path", "replacePrefixMatch"}).state != isSet {
			continue
		}
		if out != nil {
			return nil
		}
		out = f.node
	}
	return out
}

// matchesOnePrefix reports whether a rule has one match, by a prefix, or may
// have.
func (m *mapping) matchesOnePrefix() bool {
	s := m.at([]string{"matches"})
	if s.node == nil || !s.node.IsSequence() || slices.ContainsFunc(s.node.Items, opaque) {
		return true // the default is one, and a mapping is no list
	}
	items := s.items()
	if len(items.nodes) != 1 || items.mappings[0] == nil {
		return len(items.nodes) == 1
	}
	path := items.mappings[0].at([]string{"path", "type"})
	kind, ok := path.text()
	return path.state == unsure || path.state == isSet && !ok || kind == "PathPrefix"
}
