package helm

import (
	"strings"
	"sync"

	"github.com/Masterminds/semver/v3"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Version is what a manifest says of a chart's version.
type Version struct {
	Object *object.Object
	Node   *source.Node // a version or a constraint; nil: none is given
	// Unknown tells that something else decides: a digest, or an object that is
	// not in the input.
	Unknown bool
}

// Exact returns the version where it is one, and not a constraint.
func (v Version) Exact() (*semver.Version, bool) {
	r := parseRange(v.Node.Text())
	return r.exact, r.exact != nil
}

// Meets reports whether the two may be the same version; where one is not
// known, they may.
func (v Version) Meets(o Version) bool {
	if v.Unknown || o.Unknown || v.Node.Text() == "" || o.Node.Text() == "" {
		return true
	}
	return parseRange(v.Node.Text()).meets(parseRange(o.Node.Text()))
}

// versions is a set of versions: one, those of a constraint, or, as the zero
// value, not known.
type versions struct {
	exact *semver.Version
	any   *semver.Constraints
}

// parseRange reads a version, with or without "v" in front, or a constraint as
// Helm, Flux and Argo CD read it: all three use the same library.
func parseRange(text string) versions {
	if v, err := semver.StrictNewVersion(strings.TrimPrefix(text, "v")); err == nil {
		return versions{exact: v}
	}
	if c, err := semver.NewConstraint(text); err == nil {
		return versions{any: c}
	}
	return versions{}
}

// within reports whether the set is known, not empty, and lies in a constraint.
func (s versions) within(constraint string) bool {
	c, err := semver.NewConstraint(constraint)
	switch {
	case err != nil:
		return false
	case s.exact != nil:
		return c.Check(s.exact)
	case s.any == nil:
		return false
	}
	some := false
	for _, v := range samples() {
		if s.any.Check(v) {
			some = true
			if !c.Check(v) {
				return false
			}
		}
	}
	return some
}

// meets reports whether two sets share a version, as far as that is known.
func (s versions) meets(o versions) bool {
	switch {
	case s.exact != nil && o.exact != nil:
		return s.exact.Equal(o.exact)
	case s.exact != nil && o.any != nil:
		return o.any.Check(s.exact) || !o.isKnown()
	case s.any != nil && o.exact != nil:
		return o.meets(s)
	case s.any == nil || o.any == nil || !s.isKnown() || !o.isKnown():
		return true
	}
	for _, v := range samples() {
		if s.any.Check(v) && o.any.Check(v) {
			return true
		}
	}
	return false
}

// isKnown reports whether the samples hold a version of the set.
func (s versions) isKnown() bool {
	for _, v := range samples() {
		if s.any.Check(v) {
			return true
		}
	}
	return false
}

// samples are versions of every minor there may be, for asking what a
// constraint lets through: the library tells that of one version only.
var samples = sync.OnceValue(func() []*semver.Version {
	var out []*semver.Version
	for major := range uint64(4) {
		for minor := range uint64(41) {
			for patch := range uint64(21) {
				out = append(out, semver.New(major, minor, patch, "", ""))
			}
		}
	}
	return append(out, semver.New(9, 9, 9, "", ""))
})
