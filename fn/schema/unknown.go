package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

// unknown words a key that the mapping around it does not have.
func (c *checker) unknown(m *mapping, member *wire.Member) {
	if k := member.Key.Get(); k.IsMapping() || k.IsSequence() {
		c.collectionKey(k)
		return
	}
	word := member.Name
	names := m.field.kids.names(m.live)
	p := Problem{Class: UnknownField, Node: m.node, Key: word, Allowed: names}
	message := fmt.Sprintf("unknown field %q%s", word, c.under())
	if k := m.field.kids.field(word); k != nil {
		p.Since, p.Until = c.r.span(k.in)
		p.Message = message + c.otherRelease(k.in, p)
		c.add(p)
		return
	}
	p.Suggest = nearest(word, names)
	p.Elsewhere = c.elsewhere(word)
	switch {
	case p.Suggest != "" && (len(p.Elsewhere) == 0 || strings.EqualFold(word, p.Suggest) || len(word) > 3):
		message += fmt.Sprintf("; did you mean %q?", p.Suggest)
	case len(p.Elsewhere) > 0 && len(p.Elsewhere) <= maxPlaces:
		message += "; this field exists as " + strings.Join(p.Elsewhere, " and ")
	case len(names) == 0:
		message += "; no fields are allowed there"
	default:
		message += "; allowed: " + list(names)
	}
	p.Message = message
	c.add(p)
}

// collectionKey words a key such as "? [a, b]", which JSON has no way to write:
// kubectl says "invalid map key".
func (c *checker) collectionKey(k *source.Node) {
	is := "a list"
	if k.IsMapping() {
		is = "a mapping"
	}
	c.add(Problem{Class: WrongType, Node: k, Message: fmt.Sprintf("a key%s is %s; allowed: strings, since kubectl turns the document into JSON", c.under(), is)})
}

// otherRelease words a field that only other releases have.
func (c *checker) otherRelease(in set, p Problem) string {
	switch {
	case in < c.r.judge && p.Since == p.Until:
		return fmt.Sprintf("; it exists in %s only, not in %s", p.Since, c.r.Release())
	case in < c.r.judge:
		return fmt.Sprintf("; it exists until %s, not in %s", p.Until, c.r.Release())
	}
	return fmt.Sprintf("; it exists since %s, not in %s", p.Since, c.r.Release())
}

// under is the place of the mapping being judged.
func (c *checker) under() string {
	if len(c.path) == 0 {
		return ""
	}
	return " under " + c.path.String()
}

func (c *checker) missing(m *mapping, k *node) {
	p := Problem{Class: MissingField, Node: m.node, Key: k.name, Lacks: []string{k.name}, Want: k.form(m.live, c.r.judge).Type}
	p.Message = fmt.Sprintf("the required field %q is missing%s", k.name, c.under())
	for i := range m.members {
		if m.members[i].Name == k.name {
			p.Message = fmt.Sprintf("the required field %q has no value%s; the API server takes that for missing", k.name, c.under())
		}
	}
	c.add(p)
}

// maxPlaces is how many places a message names at which a field exists.
const maxPlaces = 2

// elsewhere returns the places of fields of a name, those only that are the
// fewest steps away from the mapping being judged, up and down.
func (c *checker) elsewhere(word string) []string {
	if !c.r.table.has(word) {
		return nil // a document may have any number of fields that exist nowhere
	}
	around := []string{}
	for _, s := range c.path {
		if s.IsIndex {
			around = append(around, "[]")
		} else {
			around = append(around, s.Key)
		}
	}
	key := strings.Join(append(around, word), "\x00")
	if found, ok := c.places[key]; ok {
		return found // the items of a list have the same mistake, as a rule
	}
	s := &search{word: word, around: around, live: c.r.believed, left: maxNodes / 10, best: maxLevels}
	s.visit(c.r.table.root, nil)
	slices.Sort(s.found)
	if c.places == nil {
		c.places = map[string][]string{}
	}
	c.places[key] = s.found
	return s.found
}

// has reports whether a field of that name stands anywhere in the table.
func (t *table) has(name string) bool {
	t.namesOnce.Do(func() {
		t.names = map[string]bool{}
		t.root.kids.collect(t.names, map[*kids]bool{})
	})
	return t.names[name]
}

// collect adds the names of all fields below. What is shared is looked at once.
func (k *kids) collect(names map[string]bool, seen map[*kids]bool) {
	if seen[k] {
		return
	}
	seen[k] = true
	for _, f := range k.fields {
		names[f.name] = true
		f.kids.collect(names, seen)
	}
	if k.items != nil {
		k.items.kids.collect(names, seen)
	}
}

// search looks for a field by its name.
type search struct {
	word   string
	around []string
	live   set
	left   int
	best   int // steps away
	found  []string
}

func (s *search) visit(n *node, path []string) {
	s.left--
	if s.left < 0 || n.in&s.live == 0 {
		return
	}
	for _, k := range n.kids.fields {
		next := append(path[:len(path):len(path)], k.name)
		if k.name == s.word && k.in&s.live != 0 {
			s.take(next)
		}
		s.visit(k, next)
	}
	if k := n.kids.items; k != nil {
		s.visit(k, append(path[:len(path):len(path)], "[]"))
	}
}

func (s *search) take(path []string) {
	shared := 0
	for shared < len(path) && shared < len(s.around) && path[shared] == s.around[shared] {
		shared++
	}
	steps := len(s.around) + len(path) - 2*shared
	switch {
	case steps < s.best:
		s.best, s.found = steps, nil
	case steps > s.best:
		return
	}
	s.found = append(s.found, dotted(path))
}

func dotted(path []string) string {
	var b strings.Builder
	for i, s := range path {
		switch {
		case s == "[]":
			b.WriteString(s)
		case strings.ContainsAny(s, "./"):
			b.WriteString("[" + strconv.Quote(s) + "]")
		case i > 0:
			b.WriteString("." + s)
		default:
			b.WriteString(s)
		}
	}
	return b.String()
}
