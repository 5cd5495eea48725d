package schema

import "time"

// The words that compare two times of a mapping. A time that is not there, or
// cannot be read, is compared with nothing.

// within judges that a part of a request takes no longer than the whole, which 0
// leaves without a bound.
// https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts
func within(c *checker, m *mapping, l link) {
	part, whole, ok := m.times(l)
	if ok && whole != 0 && part > whole {
		c.tooLong(m, l, "is longer than")
	}
}

func noLonger(c *checker, m *mapping, l link) {
	if a, b, ok := m.times(l); ok && a > b {
		c.tooLong(m, l, "is longer than")
	}
}

func shorter(c *checker, m *mapping, l link) {
	if a, b, ok := m.times(l); ok && a >= b {
		c.tooLong(m, l, "is not shorter than")
	}
}

// times returns the two times that a word compares.
func (m *mapping) times(l link) (a, b time.Duration, ok bool) {
	a, ok = m.at(names(l.arg(0))).time()
	if !ok {
		return 0, 0, false
	}
	b, ok = m.at(names(l.arg1())).time()
	return a, b, ok
}

func (s spot) time() (time.Duration, bool) {
	text, ok := s.text()
	if !ok {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

// tooLong adds the problem that the first time of a word does not go with the
// second.
func (c *checker) tooLong(m *mapping, l link, how string) {
	a, b := m.at(names(l.arg(0))), m.at(names(l.arg1()))
	had, bound := a.shown(), b.shown()
	c.atSpot(m, a, []spot{b}, "%s %s %s %s %s%s; allowed: less, or a longer %s", l.arg(0), had, how, l.arg1(), bound, under(c.path), l.arg1())
}
