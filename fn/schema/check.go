package schema

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
	"github.com/gatefix/gatefix/fn/text"
)

// maxNodes bounds a document with its aliases written out, which hostile input
// can make very many. What is behind it is not judged.
const maxNodes = 500_000

// maxLevels bounds how deep a document may be nested.
const maxLevels = 1_000

// Check returns how a document differs from the resource. What something else fills in later, such as ${X}, is not judged, and
// neither is status, which the API server ignores.
func (r *Resource) Check(root *source.Node) []Problem {
	c := &checker{r: r, left: maxNodes, path: make(source.Path, 0, 16), members: make([]wire.Member, 0, 48), alive: r.believed}
	c.value(root, r.table.root, r.believed)
	c.narrow()
	if r.vague {
		return slices.DeleteFunc(c.problems, doubtful)
	}
	return c.problems
}

// doubtful reports a problem that another release, of which there is no table,
// may not have: a field that it brought, or a value. The type of a field stays,
// and no field is named like another but for the case of letters.
func doubtful(p Problem) bool {
	switch p.Class {
	case WrongType:
		return false
	case UnknownField:
		return !strings.EqualFold(p.Key, p.Suggest)
	}
	return true
}

// checker walks through one document.
type checker struct {
	r        *Resource
	path     source.Path
	members  []wire.Member // of all mappings around
	problems []Problem
	left     int
	disputed []disputed
	places   map[string][]string // see elsewhere
	alive    set                 // those of the believed releases that take all fields and values so far
}

func (c *checker) add(p Problem) { c.problems = append(c.problems, p) }

// value judges a value by a field. live are the releases that are believed and
// have what is around it.
func (c *checker) value(n *source.Node, field *node, live set) {
	n = n.Get() // follows an alias
	c.left--
	live &= field.in
	if n == nil || c.left < 0 || len(c.path) > maxLevels || live == 0 || opaque(n) {
		return
	}
	switch n.Kind {
	case source.Mapping:
		c.mapping(n, field, live)
	case source.Sequence:
		c.sequence(n, field, live)
	default:
		c.scalar(n, field, live)
	}
}

// opaque reports whether a node cannot be judged, since something else fills it
// in later.
func opaque(n *source.Node) bool {
	return n.IsTemplate() || n.Kind == source.Scalar && text.HasPlaceholder(n.Value)
}

// fault returns what the judging release has against a value, and none where a
// release that is believed has nothing against it.
func (c *checker) fault(field *node, live set, test func(*form) fault) (*form, fault) {
	var by, good *form
	var what fault
	var taken set
	for _, f := range field.forms {
		if f.in&live == 0 {
			continue
		}
		got := test(f)
		if got == none {
			taken |= f.in
			good = cmp.Or(good, f)
		}
		if by == nil || f.in&live&c.r.judge != 0 {
			by, what = f, got
		}
	}
	c.alive &= taken
	if good != nil {
		return good, none
	}
	return by, what
}

func (c *checker) mapping(n *source.Node, field *node, live set) {
	start := len(c.members)
	c.members = wire.Members(c.members, n)
	members := c.members[start:]
	m := mapping{node: n, members: members, field: field, live: live}
	m.judge()
	f, what := c.fault(field, live, m.fault)
	if what != none {
		c.report(n, f, what, wire.Value{}, m.size)
	}
	if f != nil && what != wrongType && f.Type == Object {
		c.fields(&m, f)
		c.required(&m)
		c.linked(&m)
	}
	c.members = c.members[:start]
}

// fields judges each field of a mapping.
func (c *checker) fields(m *mapping, f *form) {
	for i := range m.members {
		member := &m.members[i]
		known := m.child(member.Name)
		switch {
		case m.opaqueKey && opaque(member.Key):
		case len(c.path) == 0 && member.Name == "metadata":
			c.metadata(member)
		case len(c.path) == 0 && (member.Name == "status" || member.Name == "apiVersion" || member.Name == "kind"):
		case known == nil && (m.open || f.anyKey):
			c.alive &= m.openIn()
		case known == nil:
			c.alive = 0
			c.unknown(m, member)
		case m.dropped(member, known):
		default:
			c.alive &= known.in
			c.path = append(c.path, source.Step{Key: member.Name})
			c.value(member.Value, known, m.live)
			c.path = c.path[:len(c.path)-1]
		}
	}
}

// required reports the fields that are missing. An unknown key with a
// placeholder may be one of them.
func (c *checker) required(m *mapping) {
	if m.opaqueKey {
		return
	}
	for _, k := range m.field.kids.required {
		if m.has(k) {
			continue
		}
		c.alive &^= k.requiredIn() & m.live
		if k.requiredIn()&m.live == m.live {
			c.missing(m, k)
		}
	}
}

func (c *checker) sequence(n *source.Node, field *node, live set) {
	f, what := c.fault(field, live, func(f *form) fault {
		switch {
		case f.Type == Any:
			return none
		case f.Type != Array:
			return wrongType
		}
		return few(f.items, len(n.Items))
	})
	if what != none {
		c.report(n, f, what, wire.Value{}, len(n.Items))
	}
	items := field.kids.items
	if items == nil || what == wrongType || f == nil {
		return
	}
	for i, item := range n.Items {
		c.path = append(c.path, source.Step{Index: i, IsIndex: true})
		c.value(item, items, live)
		c.path = c.path[:len(c.path)-1]
	}
	if len(n.Items) > 1 {
		c.unique(n, field, live)
	}
	c.linkedItems(n, field, live)
}
