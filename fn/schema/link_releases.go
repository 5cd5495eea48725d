package schema

import "slices"

// agreement is what some releases demand of a field, all of them.
type agreement struct {
	live  set
	links []link
}

// links returns each demand that all releases that are believed make. Any of them
// may make the one that others imply: no two equal items is demanded where no two
// items with equal names are. What was found last is kept.
func (n *node) links(live set) []link {
	if a := n.agreed.Load(); a != nil && a.live == live {
		return a.links
	}
	a := &agreement{live: live, links: n.agree(live)}
	n.agreed.Store(a)
	return a.links
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
