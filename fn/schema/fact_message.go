package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// found is a fact that holds, and where.
type found struct {
	fact fact
	name string // as a message calls the field
	spot spot
}

// never judges facts that are not true together.
func never(c *checker, m *mapping, l link) {
	if !allHold(m, l.term) {
		return
	}
	var out []found
	for _, f := range l.term {
		if f.list == nil {
			out = append(out, found{f, strings.Join(f.path, "."), m.at(f.path)})
			continue
		}
		list := strings.Join(f.list, ".")
		i, item := m.itemWith(f.list, l.term)
		if item == nil {
			return
		}
		out = append(out, found{f, fmt.Sprintf("%s[%d].%s", list, i, strings.Join(f.path, ".")), item.at(f.path)})
	}
	c.together(m.node, c.path, out)
}

// itemWith returns the first item of a list of which all facts of a term hold
// that are about its items.
func (m *mapping) itemWith(list []string, term []fact) (int, *mapping) {
	for i, item := range m.at(list).items().mappings {
		if item != nil && !item.opaqueKey && !slices.ContainsFunc(term, func(f fact) bool { return slices.Equal(f.list, list) && !f.holds(item) }) {
			return i, item
		}
	}
	return 0, nil
}

// noItem judges the items of a list by facts that are not true together.
func noItem(c *checker, t *items, l link) {
	for i, m := range t.mappings {
		if m == nil || m.opaqueKey || !allHold(m, l.term) {
			continue
		}
		var out []found
		for _, f := range l.term {
			out = append(out, found{f, strings.Join(f.path, "."), m.at(f.path)})
		}
		c.together(m.node, append(slices.Clip(c.path), source.Step{Index: i, IsIndex: true}), out)
	}
}

// together adds the problem that facts are true together. It stands at the one
// that the author most likely changes: of an item before that of the whole, a
// value that others replace, then what is set. Several facts may be against one
// field of an item; one says it.
func (c *checker) together(n *source.Node, path source.Path, facts []found) {
	p := Problem{Class: Constraint, Linked: true, Node: n, Message: whatIs(facts) + under(path) + "; " + repairOf(facts)}
	main := mainOf(facts)
	for _, f := range facts {
		key := f.spot.keyNode()
		switch {
		case key == nil:
		case f.fact.text == main:
			p.Node, p.Key = f.spot.around, f.spot.key
		default:
			p.Related = append(p.Related, key)
		}
	}
	if p.Node == n || !slices.ContainsFunc(c.problems, func(o Problem) bool { return o.Linked && o.Node == p.Node && o.Key == p.Key }) {
		c.add(p)
	}
}

// mainOf is the text of the fact that is at fault first.
func mainOf(facts []found) string {
	best, main := -1, ""
	for _, f := range facts {
		rank := 0
		switch {
		case f.spot.keyNode() == nil:
			continue
		case f.fact.isFilled():
			rank = 1
		case f.fact.other:
			rank = 2
		}
		if f.fact.list != nil {
			rank += 4
		}
		if rank >= best {
			best, main = rank, f.fact.text
		}
	}
	return main
}

// keyNode is the key of a field that is written where the spot is.
func (s spot) keyNode() *source.Node {
	if s.around == nil {
		return nil
	}
	return s.around.Key(s.key)
}

// whatIs says which facts are true together.
func whatIs(facts []found) string {
	var parts, set, missing []string
	for _, f := range facts {
		switch {
		case f.fact.not:
			missing = append(missing, f.name)
		case f.fact.isFilled():
			set = append(set, f.name)
		default:
			parts = append(parts, f.say())
		}
	}
	switch len(set) {
	case 0:
	case 1:
		parts = append(parts, strconv.Quote(set[0])+" is set")
	default:
		parts = append(parts, quoteAll(set, "and")+" are set")
	}
	out := strings.Join(parts, " and ")
	switch {
	case len(missing) > 0 && out == "":
		out = quoteAll(missing, "and") + " is not set"
		if len(missing) > 1 {
			out = "none of " + quoteAll(missing, "and") + " is set"
		}
	case len(missing) > 0:
		out += " without " + quoteAll(missing, "and")
	}
	return out
}

// say is what a fact about a value says of it.
func (f found) say() string {
	v, _ := f.spot.text()
	switch {
	case f.fact.isEmpty():
		return f.name + " is empty"
	case f.fact.op == ':':
		return fmt.Sprintf("%s is %q", f.name, v)
	case f.fact.op == '#':
		n, _ := f.spot.size()
		return fmt.Sprintf("%s holds %d", f.name, n)
	case f.fact.op == '%' && f.fact.other:
		return fmt.Sprintf("%s lacks %q", f.name, f.fact.values[0])
	case f.fact.op == '%':
		return fmt.Sprintf("%s holds %q", f.name, f.fact.values[0])
	case f.fact.other:
		return fmt.Sprintf("%s is %q", f.name, v)
	}
	return fmt.Sprintf("%s %q is %s", f.name, v, textForms[f.fact.values[0]].say)
}

// isFilled reports the fact that a field has a value, or one that is not empty.
func (f fact) isFilled() bool {
	return f.op == 0 && !f.not || f.other && f.aboutNothing()
}

// isEmpty reports the fact that a value is empty.
func (f fact) isEmpty() bool { return !f.not && !f.other && f.aboutNothing() }

func (f fact) aboutNothing() bool {
	return f.op == ':' && f.values[0] == "" || f.op == '#' && f.values[0] == "0"
}

// repairOf says how facts cease to be true together.
func repairOf(facts []found) string {
	var set, missing, allowed []string
	for _, f := range facts {
		switch {
		case f.fact.not || f.fact.isEmpty():
			missing = append(missing, f.name)
		case f.fact.isFilled():
			set = append(set, f.name)
		case f.fact.other:
			allowed = append(allowed, f.allowed())
		}
	}
	switch {
	case len(allowed) > 0 && len(missing) > 0:
		return "set " + quoteAll(missing, "or") + "; or " + strings.Replace(allowed[0], "allowed:", "write", 1)
	case len(allowed) > 0 && len(set) > 0:
		return allowed[0] + ", or remove " + quoteAll(set, "or")
	case len(allowed) > 0:
		return allowed[0]
	case len(missing) > 0 && len(set) == 1:
		return fmt.Sprintf("set %s, or remove %q", quoteAll(missing, "or"), set[0])
	case len(missing) > 0:
		return "set " + quoteAll(missing, "or")
	case len(set) == len(facts) && len(set) > 1:
		return "keep one"
	case len(set) > 0:
		return "remove " + quoteAll(set, "or")
	}
	return "allowed: another value"
}

// allowed says what a value may be where the fact is that it is something else.
func (f found) allowed() string {
	switch f.fact.op {
	case ':':
		return "allowed: " + f.fact.path[len(f.fact.path)-1] + " " + quoteAll(f.fact.values, "or")
	case '#':
		return "allowed: " + strings.Join(f.fact.values, " or ")
	case '%':
		return fmt.Sprintf("add %q", f.fact.values[0])
	}
	return "allowed: " + textForms[f.fact.values[0]].say
}
