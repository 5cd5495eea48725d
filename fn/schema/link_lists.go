package schema

import (
	"fmt"
	"net"
	"strconv"
)

// uniqueWhen judges that of the items of one kind no two are the same.
func uniqueWhen(c *checker, t *items, l link) {
	seen := map[string]int{}
	field := l.args[2][0]
	for _, i := range t.with(l.arg(0), l.args[1]) {
		v, ok := t.mappings[i].at([]string{field}).text()
		if !ok {
			continue
		}
		if first, repeats := seen[v]; repeats {
			list := Name(c.path)
			c.item(t, i, t.mappings[i].written([]string{field}), first, "%s[%d] has the same %s %q as %s[%d]; allowed: each once", list, i, field, v, list, first)
			continue
		}
		seen[v] = i
	}
}

// mixed judges that of items alike in some fields all have another, or none has.
func mixed(c *checker, t *items, l link) {
	seen := map[string]int{}
	field := l.arg1()
	for i, m := range t.mappings {
		key, ok := uniqueKey(m, l.args[0])
		if !ok || m.at([]string{field}).state == unsure {
			continue
		}
		first, repeats := seen[key]
		if !repeats {
			seen[key] = i
			continue
		}
		if m.filled(field) == t.mappings[first].filled(field) {
			continue
		}
		list, has, lacks := Name(c.path), i, first
		if !m.filled(field) {
			has, lacks = first, i
		}
		c.item(t, lacks, "", has, "%s[%d] has no %s, but %s[%d], which refers to the same, has one; set it in both, or in neither", list, lacks, field, list, has)
	}
}

// filled reports whether a field has a value that is not empty.
func (m *mapping) filled(field string) bool {
	v, ok := m.at([]string{field}).text()
	return m.sets(field) && (!ok || v != "" && v != "0")
}

// lastOnly judges a list of cases, of which the last may be the one for all
// others.
func lastOnly(c *checker, t *items, l link) {
	for i, m := range t.mappings {
		if i == len(t.mappings)-1 {
			return
		}
		if m == nil || m.opaqueKey || m.at([]string{l.arg(0)}).state != unset {
			continue
		}
		list := Name(c.path)
		c.item(t, i, "", i+1, "%s[%d] has no %q, so that nothing behind it is reached; allowed only in the last item", list, i, l.arg(0))
	}
}

// total judges how many items the lists in all items hold together.
func total(c *checker, t *items, l link) {
	most, err := strconv.Atoi(l.arg1())
	if err != nil {
		return
	}
	sum := 0
	for _, m := range t.mappings {
		if m == nil {
			continue
		}
		if s := m.at([]string{l.arg(0)}); s.state == isSet {
			n, _ := s.size() // 0 where something fills it in later
			sum += n
		}
	}
	if sum > most {
		c.item(t, len(t.nodes)-1, "", 0, "%s hold %d %s together%s; allowed: at most %d", Name(c.path), sum, l.arg(0), under(c.path), most)
	}
}

// noIP judges hostnames, which are no addresses.
func noIP(c *checker, t *items, _ link) {
	for _, n := range t.nodes {
		if v, ok := n.Str(); ok && !opaque(n) && net.ParseIP(v) != nil {
			c.add(Problem{Class: Constraint, Linked: true, Node: n, Message: fmt.Sprintf("%s holds the IP address %q; allowed: hostnames", Name(c.path), v)})
		}
	}
}
