package schema

import (
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Resource is a version of a kind, as one release of its API has it.
type Resource struct {
	table    *table
	judge    set // the release that judges
	believed set // judge, and the releases that are believed where they accept more
	vague    bool
}

// For returns the resource that judges objects of a kind and an apiVersion such
// as agentgateway.dev/v1alpha1. Where the pinned release does not serve it, the
// newest one that does judges. ok is false where there is no table of it.
func For(k object.Kind, apiVersion string, pin Versions) (r *Resource, ok bool) {
	group, version := object.SplitAPIVersion(apiVersion)
	for _, e := range entries()[object.Kind{Group: group, Name: k.Name}] {
		if e.version == version {
			return e.resource(pin), true
		}
	}
	return nil, false
}

func (e entry) resource(pin Versions) *Resource {
	if r, ok := e.by.Load(pin); ok {
		return r.(*Resource)
	}
	t := e.read()
	r := &Resource{table: t, vague: vague(e.kind.Group, pin)}
	r.judge, r.believed = judges(e.kind.Group, t.releases, pin)
	e.by.Store(pin, r)
	return r
}

// Only returns the resource as one release has it, which is named as tables name
// it: 1.4.1, kgateway-2.2.0, 1.6.1-experimental, next.
func (r *Resource) Only(release string) (*Resource, bool) {
	i := slices.Index(r.table.releases, release)
	if i < 0 {
		return nil, false
	}
	return &Resource{table: r.table, judge: 1 << i, believed: 1 << i}, true
}

// All returns the kinds that there are tables of, sorted.
func All() []object.Kind {
	return slices.SortedFunc(maps.Keys(entries()), func(a, b object.Kind) int { return strings.Compare(a.String(), b.String()) })
}

// VersionsOf returns the versions of a kind that some release serves, the most
// mature first.
func VersionsOf(k object.Kind) []string {
	var out []string
	for _, e := range entries()[k] {
		out = append(out, e.version)
	}
	return out
}

// Release is the release that judges, as messages call it.
func (r *Resource) Release() string {
	return title(r.table.kind.Group, r.table.releases[first(r.judge)])
}

// Field is what the judging release says of a field.
type Field struct {
	Name     string
	Type     Type
	Enum     []string // all values it may have; nil: any
	Fields   []string // that a mapping may have, sorted
	Required []string // of those, the ones that must be there
	Pattern  string
	Default  any // as encoding/json has it; nil: none
	// Since and Until are the first and the last release that have the field.
	Since, Until string
}

// Field returns what there is at a path, such as spec.traffic.cors, or nil. An
// index may be any.
func (r *Resource) Field(path source.Path) *Field {
	n, live := r.table.root, r.believed
	for _, s := range path {
		n = n.kids.step(s)
		if n == nil || n.in&live == 0 {
			return nil
		}
		live &= n.in
	}
	f := n.form(live, r.judge)
	out := &Field{Name: n.name, Type: f.Type, Enum: f.enum, Fields: n.kids.names(live), Pattern: f.pattern, Default: f.fallback}
	for _, k := range n.kids.required {
		if k.in&live != 0 && k.requiredIn()&live == live {
			out.Required = append(out.Required, k.name)
		}
	}
	out.Since, out.Until = r.span(n.in)
	return out
}

// step returns what a step leads to, or nil.
func (k *kids) step(s source.Step) *node {
	if s.IsIndex {
		return k.items
	}
	if n := k.field(s.Key); n != nil {
		return n
	}
	return k.values
}

// names returns the fields that some of the releases have.
func (k *kids) names(in set) []string {
	var out []string
	for _, n := range k.fields {
		if n.in&in != 0 {
			out = append(out, n.name)
		}
	}
	return out
}

// form returns what the judging release says of a field, or else one of those
// that are believed.
func (n *node) form(live, judge set) *form {
	var found *form
	for _, f := range n.forms {
		if f.in&live != 0 && (found == nil || f.in&live&judge != 0) {
			found = f
		}
	}
	return found
}

// requiredIn is the releases in which a field must be written.
func (n *node) requiredIn() set {
	var in set
	for _, f := range n.forms {
		if f.required && f.fallback == nil {
			in |= f.in
		}
	}
	return in
}

// span names the first and the last of some releases.
func (r *Resource) span(in set) (since, until string) {
	releases := r.table.releases
	in &= 1<<len(releases) - 1
	if in == 0 {
		return "", ""
	}
	group := r.table.kind.Group
	last := len(releases)
	if standard := slices.IndexFunc(releases, func(s string) bool { return strings.HasSuffix(s, experimental) }); standard > 0 && in&(1<<standard-1) != 0 {
		last = standard // it is in the standard channel: that says more
	}
	in &= 1<<last - 1
	return title(group, releases[first(in)]), title(group, releases[bits.Len32(uint32(in))-1])
}

func first(in set) int { return bits.TrailingZeros32(uint32(in)) }
