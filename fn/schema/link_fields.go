package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

func choose(c *checker, m *mapping, l link) {
	if m.count(l.args[0]) == 0 {
		c.against(m, "", nil, "none of %s is set%s; set one of them", quoteAll(l.args[0], "and"), under(c.path))
		c.lacks(l.args[0])
	}
}

func some(c *checker, m *mapping, l link) {
	if m.count(l.args[0]) > 0 {
		return
	}
	if len(l.args[0]) == 1 {
		c.against(m, "", nil, "%q is not set%s; set it", l.args[0][0], under(c.path))
		return
	}
	c.against(m, "", nil, "none of %s is set%s; set at least one", quoteAll(l.args[0], "and"), under(c.path))
	c.lacks(l.args[0])
}

func most(c *checker, m *mapping, l link) {
	if m.count(l.args[0]) < 2 {
		return
	}
	set := m.set(l.args[0])
	all := "both "
	if len(set) > 2 {
		all = "all of "
	}
	c.against(m, m.written(set[1:]), set[:1], "%s%s are set%s; keep one", all, quoteAll(set, "and"), under(c.path))
}

func all(c *checker, m *mapping, l link) {
	if n := m.count(l.args[0]); n == 0 || n == len(l.args[0]) {
		return
	}
	set := m.set(l.args[0])
	var missing []string
	for _, name := range l.args[0] {
		if !m.sets(name) {
			missing = append(missing, name)
		}
	}
	c.against(m, m.written(set), nil, "%s is set without %s%s; set both or neither", quoteAll(set, "and"), quoteAll(missing, "and"), under(c.path))
}

func needs(c *checker, m *mapping, l link) {
	if m.sets(l.arg(0)) && m.count(l.args[1]) == 0 {
		c.against(m, m.written(l.args[0]), nil, "%q is set without %s%s; set it too, or remove %q", l.arg(0), quoteAll(l.args[1], "or"), under(c.path), l.arg(0))
	}
}

func inner(c *checker, m *mapping, l link) {
	in := m.node.Get(l.arg(0))
	if v := in.Get(l.arg(1)); v != nil && !v.IsNull() && !m.sets(l.arg(2)) {
		c.add(Problem{Class: Constraint, Linked: true, Node: in, Key: l.arg(1),
			Message: fmt.Sprintf("%q is set without %q%s; remove it", l.arg(0)+"."+l.arg(1), l.arg(2), under(c.path))})
	}
}

func bars(c *checker, m *mapping, l link) {
	if m.sets(l.arg(0)) && m.count(l.args[1]) > 0 {
		set := m.set(l.args[1])
		c.against(m, m.written(set), l.args[0], "%s has no place beside %q%s; keep one", quoteAll(set, "and"), l.arg(0), under(c.path))
	}
}

func when(c *checker, m *mapping, l link) {
	if v, ok := m.text(l.arg(0)); ok && v == l.arg(1) && !m.sets(l.arg(2)) {
		c.against(m, m.written(l.args[0]), nil, "%s is %q, but %q is missing%s; set it", l.arg(0), v, l.arg(2), under(c.path))
	}
}

func only(c *checker, m *mapping, l link) {
	v, ok := m.text(l.arg(0))
	if !ok || v == l.arg(1) || !m.sets(l.arg(2)) {
		return
	}
	c.against(m, m.written(l.args[2]), l.args[0], "%q is set, but %s is %q%s; allowed only where %s is %q", l.arg(2), l.arg(0), v, under(c.path), l.arg(0), l.arg(1))
}

func goes(c *checker, m *mapping, l link) {
	when(c, m, l)
	only(c, m, l)
}

func order(c *checker, m *mapping, l link) {
	low, ok := m.number(l.arg(0))
	high, also := m.number(l.arg(1))
	if ok && also && low > high {
		c.against(m, m.written(l.args[0]), l.args[1], "%s %v is more than %s %v%s; allowed: at most that", l.arg(0), low, l.arg(1), high, under(c.path))
	}
}

func (m *mapping) number(name string) (float64, bool) {
	text, ok := m.text(name)
	f, err := strconv.ParseFloat(text, 64)
	return f, ok && err == nil
}

func servicePort(c *checker, m *mapping, _ link) {
	group, ok := m.text("group")
	kind, also := m.text("kind")
	if ok && also && group == "" && kind == "Service" && !m.sets("port") {
		c.against(m, m.written([]string{"name", "kind"}), nil, "a reference to a Service needs a port%s; set port", under(c.path))
	}
}

// pathMatch judges the path of a match of the Gateway API.
// https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
func pathMatch(c *checker, m *mapping, _ link) {
	kind, ok := m.text("type")
	value, also := m.text("value")
	if !ok || !also || kind != "Exact" && kind != "PathPrefix" {
		return
	}
	if why := badPath(value); why != "" {
		c.against(m, m.written([]string{"value"}), nil, "value %q %s; allowed: a path such as /v1", value, why)
	}
}

// badPath tells what is wrong with a path, if anything.
func badPath(path string) string {
	if !strings.HasPrefix(path, "/") {
		return `does not begin with "/"`
	}
	for _, bad := range []string{"//", "/./", "/../", "%2f", "%2F", "#"} {
		if strings.Contains(path, bad) {
			return "holds " + strconv.Quote(bad)
		}
	}
	for _, bad := range []string{"/.", "/.."} {
		if strings.HasSuffix(path, bad) {
			return "ends in " + strconv.Quote(bad)
		}
	}
	if !matches(`^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$`, path) {
		return "holds a character that a path cannot have"
	}
	return ""
}

func slash(c *checker, m *mapping, l link) {
	if v, ok := m.text(l.arg(0)); ok && m.sets(l.arg(0)) && !strings.HasPrefix(v, "/") {
		c.against(m, m.written(l.args[0]), nil, "%s %q does not begin with \"/\"%s; write %q", l.arg(0), v, under(c.path), "/"+v)
	}
}

// redirectAlone judges a rule of a route: what redirects reaches no backend.
func redirectAlone(c *checker, m *mapping, _ link) {
	if len(m.node.Get("backendRefs").Seq()) == 0 {
		return
	}
	for _, f := range m.node.Get("filters").Seq() {
		if f.Has("requestRedirect") {
			c.add(Problem{Class: Constraint, Linked: true, Node: f, Key: "requestRedirect", Related: []*source.Node{m.node.Key("backendRefs")},
				Message: "a rule with backendRefs cannot redirect" + under(c.path) + "; keep one of requestRedirect and backendRefs"})
			return
		}
	}
}

// certificate judges the TLS of a listener.
func certificate(c *checker, m *mapping, _ link) {
	mode, ok := m.text("mode")
	if !ok || mode != "Terminate" {
		return
	}
	refs, options := m.node.Get("certificateRefs"), m.node.Get("options")
	if filledLater(refs) || filledLater(options) || len(refs.Seq()) > 0 || options.IsMapping() && len(options.Pairs) > 0 {
		return
	}
	c.against(m, m.written([]string{"certificateRefs", "mode"}), nil, "TLS is terminated without a certificate%s; set certificateRefs", under(c.path))
}

// filledLater is opaque for a value that may not be there.
func filledLater(n *source.Node) bool { return n != nil && opaque(n) }

// targets judges what a section of a policy may be attached to.
func targets(c *checker, m *mapping, l link) {
	if !m.sets(l.arg(0)) {
		return
	}
	for _, t := range m.node.Get(l.arg(1)).Seq() {
		kind := t.Get("kind")
		if v, ok := kind.Str(); !ok || opaque(kind) || slices.Contains(l.args[2], v) {
			continue
		}
		c.add(Problem{Class: Constraint, Linked: true, Node: t, Key: "kind", Related: []*source.Node{m.node.Key(l.arg(0))},
			Message: fmt.Sprintf("kind %q cannot be the target of a policy with %q; allowed: %s", kind.Value, l.arg(0), quoteAll(l.args[2], "and"))})
	}
}

// quoteAll writes names as people list them.
func quoteAll(names []string, and string) string {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1:
			b.WriteString(" " + and + " ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(name))
	}
	return b.String()
}

// under names the place of a mapping, as the end of a phrase.
func under(path source.Path) string {
	if len(path) == 0 {
		return ""
	}
	return " under " + path.String()
}
