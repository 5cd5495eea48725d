package schema

import (
	"slices"

	"github.com/gatefix/gatefix/fn/source"
)

// agreement is what some releases demand of a field, all of them.
type agreement struct {
	live     set
	links    []link
	disputed bool // some of the releases demands more
	next     *agreement
}

// agreement returns each demand that all releases that are believed make. Any of
// them may make the one that others imply: no two equal items is demanded where no
// two items with equal names are. What was found is kept.
func (n *node) agreement(live set) *agreement {
	known := n.agreed.Load()
	for a := known; a != nil; a = a.next {
		if a.live == live {
			return a
		}
	}
	a := &agreement{live: live, links: n.agree(live), next: known}
	for _, f := range n.forms {
		a.disputed = a.disputed || f.in&live != 0 && !allIn(f.linkTexts(), linkTexts(a.links))
	}
	n.agreed.CompareAndSwap(known, a) // where another was quicker, it is made again
	return a
}

// links returns what is demanded of a mapping or a list, and notes where some
// release demands more.
func (c *checker) links(n *source.Node, field *node, live set) []link {
	a := field.agreement(live)
	if a.disputed {
		c.disputed = append(c.disputed, disputed{n, field, live})
	}
	return a.links
}

// disputed is a value of the document of which some release demands more than all
// that are believed.
type disputed struct {
	node  *source.Node
	field *node
	live  set
}

// narrow judges by what those releases demand that take every field and value of
// the document, since the cluster has none of the others.
func (c *checker) narrow() {
	if c.alive == 0 || c.alive == c.r.believed {
		return
	}
	for _, d := range c.disputed {
		live := d.live & c.alive
		more := d.field.demandedBeside(d.live, live)
		if len(more) == 0 {
			continue
		}
		c.path = d.node.Path()
		for _, l := range more {
			if d.node.IsMapping() {
				c.linkedBy(mappingOf(d.node, d.field, live), l)
			} else {
				c.linkedItemsBy(itemsOf(d.node, d.field.kids.items, live), l)
			}
		}
	}
}

// demandedBeside returns what all releases of live demand beside what all those
// of judged do.
func (n *node) demandedBeside(judged, live set) []link {
	known := linkTexts(n.agreement(judged).links)
	var more []link
	for _, l := range n.agreement(live).links {
		if !slices.Contains(known, l.text) {
			more = append(more, l)
		}
	}
	return more
}

func (f *form) linkTexts() []string { return linkTexts(f.links) }

func linkTexts(links []link) []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = l.text
	}
	return out
}

func (n *node) agree(live set) []link {
	var out []link
	for i, f := range n.forms {
		if f.in&live == 0 {
			continue
		}
		for _, l := range f.links {
			unless := func(other *form) bool { return other.in&live != 0 && !other.demands(l) }
			earlier := func(other *form) bool { return other.in&live != 0 && other.writes(l) }
			if !slices.ContainsFunc(n.forms, unless) && !slices.ContainsFunc(n.forms[:i], earlier) {
				out = append(out, l)
			}
		}
	}
	return out
}

func (f *form) writes(l link) bool {
	return slices.ContainsFunc(f.links, func(o link) bool { return o.text == l.text })
}

// demands reports whether what breaks a demand breaks one of the form's too.
func (f *form) demands(l link) bool { return slices.ContainsFunc(f.links, l.implies) }

// implies reports whether what breaks a demand breaks the other too.
func (l link) implies(o link) bool {
	if l.text == o.text {
		return true
	}
	if l.word != o.word {
		asks := func(l link) bool { return l.word == "some" || l.word == "choose" }
		return asks(l) && asks(o) && allIn(o.args[0], l.args[0])
	}
	switch l.word {
	case "unique":
		return allIn(o.args[0], l.args[0]) && o.args[0][0] == l.args[0][0]
	case "some", "choose", "kinds":
		return allIn(o.args[0], l.args[0])
	case "most":
		return allIn(l.args[0], o.args[0])
	case "bars":
		return l.arg(0) == o.arg(0) && allIn(l.args[1], o.args[1])
	case "targets":
		return l.arg(0) == o.arg(0) && l.arg1() == o.arg1() && allIn(o.args[2], l.args[2])
	case "never", "no-item":
		return impliedFacts(o.term, l.term)
	}
	return false
}

func allIn(few, many []string) bool {
	return !slices.ContainsFunc(few, func(s string) bool { return !slices.Contains(many, s) })
}
