package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// link is what a release demands of several fields together. The words, with |
// between names and : between parts:
//
//	one=a|b          exactly one is set
//	some=a|b         at least one is set
//	most=a|b         at most one is set
//	all=a|b          all are set, or none
//	needs=a:b|c      with a, one of b and c is set
//	inner=a:b:c      with b in the mapping a, c is set
//	bars=a:b|c       with a, neither b nor c is set
//	when=a:v:b       where a is v, b is set
//	only=a:v:b       b is set only where a is v
//	goes=a:v:b       both
//	order=a:b        a is at most b
//	service-port     a reference to a Service has a port
//	path             value is a path, unless type is RegularExpression
//	slash=a          a begins with a slash
//	redirect-alone   a rule with backendRefs has no filter that redirects
//	certificate      TLS that is terminated has a certificate, or options
//	targets=a:b:v|w  with a, each item of the list b has the kind v or w
//
// and of lists of mappings or strings
//
//	unique=a|b       no two items have the same a and b
//	same=a           all items have the same a
//	single=a:v       at most one item has v as a
//	apart=a:v:w      no item has v as a where another has w
//	bar-item=a:v|w:b an item whose a is v or w has no b
//	star-alone       where "*" is an item, it is the only one
//	https-terminates a listener of protocol HTTPS terminates TLS
//	tls-needs-mode   a listener of protocol TLS says what becomes of it
//	kinds=k.g|l.h    each item refers to one of the kinds
type link struct {
	text string // as it is written
	word string
	args [][]string
}

func parseLink(key, value string) (link, bool) {
	l := link{text: key + "=" + value, word: key}
	if _, ok := mappingLinks[key]; !ok {
		if _, ok := listLinks[key]; !ok {
			return link{}, false
		}
	}
	for part := range strings.SplitSeq(value, ":") {
		l.args = append(l.args, strings.Split(part, "|"))
	}
	return l, true
}

// arg is the only name of a part.
func (l link) arg(i int) string { return l.args[i][0] }

// mappingLinks and listLinks judge by the words.
var (
	mappingLinks = map[string]func(*checker, *mapping, link){
		"one": one, "some": some, "most": most, "all": all, "needs": needs, "inner": inner, "bars": bars,
		"when": when, "only": only, "goes": goes, "order": order, "service-port": servicePort,
		"path": pathMatch, "slash": slash, "redirect-alone": redirectAlone, "certificate": certificate, "targets": targets,
	}
	listLinks = map[string]func(*checker, *items, link){
		"unique": uniqueBy, "same": same, "single": single, "apart": apart, "bar-item": barItem, "star-alone": starAlone, "kinds": kindsAllowed, "https-terminates": httpsTerminates, "tls-needs-mode": tlsNeedsMode,
	}
)

// links calls judge for each demand that all releases that are believed make.
func (c *checker) links(field *node, live set, judge func(link)) {
	f := field.form(live, c.r.judge)
	if f == nil {
		return
	}
	for _, l := range f.links {
		if !slices.ContainsFunc(field.forms, func(other *form) bool { return other != f && other.in&live != 0 && !other.demands(l) }) {
			judge(l)
		}
	}
}

func (f *form) demands(l link) bool {
	return slices.ContainsFunc(f.links, func(o link) bool { return o.text == l.text })
}

// linked judges what is demanded of the fields of a mapping together.
func (c *checker) linked(m *mapping) {
	if m.opaqueKey {
		return // it may be any of the fields
	}
	c.links(m.field, m.live, func(l link) {
		if judge := mappingLinks[l.word]; judge != nil {
			judge(c, m, l)
		}
	})
}

// linkedItems judges what is demanded of the items of a list together.
func (c *checker) linkedItems(n *source.Node, field *node, live set) {
	var list *items // made for the first link
	c.links(field, live, func(l link) {
		if judge := listLinks[l.word]; judge != nil {
			if list == nil {
				list = itemsOf(n, field.kids.items, live)
			}
			judge(c, list, l)
		}
	})
}

// against adds a problem with a key of the mapping, or with the mapping itself.
func (c *checker) against(m *mapping, key string, related []string, format string, args ...any) {
	p := Problem{Class: Constraint, Linked: true, Node: m.node, Key: key, Message: fmt.Sprintf(format, args...)}
	for _, name := range related {
		if k := m.node.Key(name); k != nil {
			p.Related = append(p.Related, k)
		}
	}
	c.add(p)
}

// sets reports whether a field has a value once the API server has filled in
// the defaults.
func (m *mapping) sets(name string) bool {
	k := m.child(name)
	if k == nil {
		return false
	}
	return m.has(k) || m.fallback(k) != nil
}

// set returns those of the fields that have a value.
func (m *mapping) set(names []string) []string {
	var out []string
	for _, name := range names {
		if m.sets(name) {
			out = append(out, name)
		}
	}
	return out
}

func (m *mapping) fallback(k *node) any {
	if f := k.form(m.live, m.live); f != nil {
		return f.fallback
	}
	return nil
}

// text returns the value of a field as text, its default where it is not
// written, "" where it has none; ok is false where something fills it in later.
func (m *mapping) text(name string) (value string, ok bool) {
	k := m.child(name)
	if k == nil {
		return "", true
	}
	for i := range m.members {
		if v := m.members[i].Value.Get(); m.members[i].Name == name && !m.dropped(&m.members[i], k) {
			if v == nil || opaque(v) {
				return "", false
			}
			return fmt.Sprint(wire.Scalar(v).Any()), v.Kind == source.Scalar
		}
	}
	if d := m.fallback(k); d != nil {
		return fmt.Sprint(jsonNumber(d)), true
	}
	return "", true
}

// written returns the first of the fields that stands in the document.
func (m *mapping) written(names []string) string {
	for _, name := range names {
		if m.node.Has(name) {
			return name
		}
	}
	return ""
}
