package schema

import (
	"fmt"
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
//	never=f&g        the facts are not true together; see fact
//	ref=a:k.g|l.h    the reference a is to one of the kinds
//	secret-ref       a reference to a Secret, or to a kind of another group
//	prefix-alone=a:b a filter b that replaces a prefix goes with one match by prefix
//	within=a:b       the time a is at most the time b, unless that is 0
//	no-longer=a:b    the time a is at most the time b
//	shorter=a:b      the time a is less than the time b
//	no-star=a:b      with a, b holds no star
//	grpc-method, grpc-service, base-url, address
//	                 the field has the form of one
//	qualified-keys   each key is the name of a label
//	stars-at-end     star-at-end for each key
//
// of texts and numbers
//
//	time             a duration such as 1m30s
//	at-least=d, at-most=d
//	                 of durations
//	quantity=n:m     a quantity such as 4Mi; n and m are allowed too
//	between=n:m      a number from n to m, or any text
//	positive         text of a number above 0
//	pseudo-header    no header whose name begins with a colon, but those of HTTP/2
//	star-at-end      at most one star, in front or at the end
//	not-under=.a     it does not end so
//	label            a DNS label, or nothing
//
// and of lists of mappings or strings
//
//	no-item=f&g      of no item the facts are true together
//	unique-when=a:v:b
//	                 no two items whose a is v have the same b
//	mixed=a|b:c      of the items with the same a and b, all have c, or none
//	last=a           only the last item may lack a
//	total=a:n        the lists a of all items hold at most n
//	no-ip            no item is an IP address
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
	term []fact // of never and no-item
}

// parseLinks reads a word. That exactly one field is set is two demands, of which
// a release may make one and not the other.
func parseLinks(key, value string) ([]link, bool) {
	keys := []string{key}
	if key == "one" {
		keys = []string{"choose", "most"}
	}
	var out []link
	for _, key := range keys {
		l, ok := parseLink(key, value)
		if !ok {
			return nil, false
		}
		out = append(out, l)
	}
	return out, true
}

func parseLink(key, value string) (link, bool) {
	l := link{text: key + "=" + value, word: key}
	if mappingLinks[key] == nil && listLinks[key] == nil && scalarLinks[key] == nil {
		return link{}, false
	}
	if key == "never" || key == "no-item" {
		l.term = parseTerm(value)
		return l, true
	}
	for part := range strings.SplitSeq(value, ":") {
		l.args = append(l.args, strings.Split(part, "|"))
	}
	return l, true
}

// arg is the only name of a part.
func (l link) arg(i int) string { return l.args[i][0] }

// mappingLinks and listLinks judge by the words; for texts see scalarLinks.
var (
	mappingLinks = map[string]func(*checker, *mapping, link){
		"choose": choose, "some": some, "most": most, "all": all, "needs": needs, "inner": inner, "bars": bars,
		"when": when, "only": only, "goes": goes, "order": order, "service-port": servicePort,
		"path": pathMatch, "slash": slash, "redirect-alone": redirectAlone, "certificate": certificate, "targets": targets,
		"never": never, "ref": refTo, "secret-ref": secretRef, "prefix-alone": prefixAlone, "within": within, "no-longer": noLonger, "shorter": shorter,
		"no-star": noStar, "stars-at-end": starredKeys, "grpc-method": grpcMethod, "grpc-service": grpcService, "base-url": baseURL, "address": address, "qualified-keys": qualifiedKeys,
	}
	listLinks = map[string]func(*checker, *items, link){
		"unique": uniqueBy, "same": same, "single": single, "apart": apart, "bar-item": barItem, "star-alone": starAlone, "kinds": kindsAllowed, "https-terminates": httpsTerminates, "tls-needs-mode": tlsNeedsMode,
		"no-item": noItem, "unique-when": uniqueWhen, "mixed": mixed, "last": lastOnly, "total": total, "no-ip": noIP,
	}
)

// linked judges what is demanded of the fields of a mapping together.
func (c *checker) linked(m *mapping) {
	for _, l := range c.links(m.node, m.field, m.live) {
		c.linkedBy(m, l)
	}
}

func (c *checker) linkedBy(m *mapping, l link) {
	if judge := mappingLinks[l.word]; judge != nil && !m.opaqueKey { // which may be any of the fields
		judge(c, m, l)
	}
}

// linkedItems judges what is demanded of the items of a list together.
func (c *checker) linkedItems(n *source.Node, field *node, live set) {
	var t *items
	for _, l := range c.links(n, field, live) {
		if t == nil {
			t = itemsOf(n, field.kids.items, live)
		}
		c.linkedItemsBy(t, l)
	}
}

func (c *checker) linkedItemsBy(t *items, l link) {
	if judge := listLinks[l.word]; judge != nil {
		judge(c, t, l)
	}
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

// lacks says of the last problem that it is the absence of the fields.
func (c *checker) lacks(names []string) { c.problems[len(c.problems)-1].Lacks = names }

// sets reports whether a field has a value once the API server has filled in
// the defaults.
func (m *mapping) sets(name string) bool {
	k := m.child(name)
	if k == nil {
		return false
	}
	return m.has(k) || m.fallback(k) != nil
}

// count is how many of the fields have a value.
func (m *mapping) count(names []string) int {
	n := 0
	for _, name := range names {
		if m.sets(name) {
			n++
		}
	}
	return n
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
			return textOf(wire.Scalar(v)), v.Kind == source.Scalar
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
