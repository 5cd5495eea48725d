package text

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first asked. A run
// asks few of those there are, and start-up is not to pay for the others.
type Pattern struct{ compiled func() *regexp.Regexp }

// NewPattern returns the pattern of an expression, which must be a valid one of
// package regexp: it panics where that shows, at the first question.
func NewPattern(expr string) *Pattern {
	return &Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// MatchString reports whether s holds a match.
func (p *Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindStringSubmatch returns the leftmost match and those of its groups, or nil.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindAllString returns all matches, at most n of them where n is not negative.
func (p *Pattern) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }
