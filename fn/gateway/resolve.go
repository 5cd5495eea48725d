package gateway

import (
	"path"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/text"
)

// Presence tells whether what a reference means is in the input.
type Presence uint8

// The presences. Outside is the zero value.
const (
	Outside Presence = iota // not judged; the gap says why
	Present
	Absent
)

// Resolution is what a reference leads to.
type Resolution struct {
	Presence Presence
	Object   *object.Object // where Present
	Gap      Gap            // where Outside
}

// Resolve looks up what a reference means. It is absent only where the input
// shows that: where the namespace it means holds objects of that kind and none
// of that name, or where the configuration says that the input is complete.
//
// It reads the kind referred to, and kustomizations where a document names no
// namespace; before a Service, Secret or ConfigMap is called absent, also the
// kinds of [Makers].
func (m *Model) Resolve(r Reference) Resolution {
	if found, ok := m.lookup(r); ok {
		return found
	}
	index, at := m.kind(r.Kind), m.place(r)
	switch {
	case object.HasPlaceholder(r.Name) || object.HasPlaceholder(at.namespace):
		return Resolution{Gap: Placeholder}
	case m.assume.Has(r.Kind, at.namespace, r.Name):
		return Resolution{Gap: AssumedThere}
	case m.templated(index, at):
		return Resolution{Gap: Placeholder}
	case !m.assume.Complete && (m.assume.Partial || !index.holds(at)):
		return Resolution{Gap: NotInInput}
	case m.made(r, at):
		return Resolution{Gap: MadeByOthers}
	}
	return Resolution{Presence: Absent}
}

// asked is what the answer of lookup depends on.
type asked struct {
	kind   object.Kind
	name   string
	at     place
	file   string // of the object that refers to it
	origin [2]string
}

// found is the answer of lookup.
type found struct {
	Resolution
	ok bool
}

// lookup is Resolve for what the input holds, or may hold.
func (m *Model) lookup(r Reference) (Resolution, bool) {
	if r.Object != nil {
		return Resolution{Presence: Present, Object: r.Object}, true
	}
	candidates, at := m.kind(r.Kind).byName[r.Name], m.place(r)
	if len(candidates) < 2 || r.From == nil {
		return m.among(candidates, at, r)
	}
	// Where many have the name, as one a folder of an environment, they are not
	// compared again for each reference of a file.
	key := asked{r.Kind, r.Name, at, object.File(r.From), r.From.Origin()}
	answer, known := m.looked[key]
	if !known {
		answer.Resolution, answer.ok = m.among(candidates, at, r)
		m.looked[key] = answer
	}
	return answer.Resolution, answer.ok
}

// among is lookup among the objects that have the name.
func (m *Model) among(candidates []*object.Object, at place, r Reference) (Resolution, bool) {
	sure, maybe := m.meant(candidates, at, r)
	switch {
	case len(sure) > 0:
		return m.choose(r.From, sure), true
	case len(maybe) == 1 && at.namespace == "" && m.placeOf(maybe[0]).namespace == "":
		// The only one of that name, and no document names a namespace.
		return Resolution{Presence: Present, Object: maybe[0]}, true
	}
	return Resolution{Gap: SpaceUnknown}, len(maybe) > 0
}

// Present returns the object that a reference means where the input holds it,
// else nil. It reads the kind referred to only, and kustomizations.
func (m *Model) Present(r Reference) *object.Object {
	found, _ := m.lookup(r)
	return found.Object
}

// Find returns the object of that kind, namespace and name, or nil. The
// namespace of kinds that have none is "".
func (m *Model) Find(k object.Kind, namespace, name string) *object.Object {
	for _, o := range m.kind(k).byName[name] {
		if o.Is(namespace, name) {
			return o
		}
	}
	return nil
}

// Namesakes returns the objects of a kind that have the name, in any namespace.
func (m *Model) Namesakes(k object.Kind, name string) []*object.Object { return m.kind(k).byName[name] }

// neighbourhood is the objects of a kind at a place, and their names.
type neighbourhood struct {
	objects []*object.Object
	names   *text.Names
}

// besideKey names a neighbourhood, which many references ask for.
type besideKey struct {
	kind object.Kind
	at   place
}

// Elsewhere returns the objects of a kind that have the name where all of them
// tell their namespace, else none.
func (m *Model) Elsewhere(k object.Kind, name string) []*object.Object {
	key := targetKey{k, name}
	out, known := m.elsewhere[key]
	if !known {
		out = m.Namesakes(k, name)
		if slices.ContainsFunc(out, func(o *object.Object) bool {
			ns := m.Namespace(o)
			return ns == "" || object.HasPlaceholder(ns)
		}) {
			out = nil
		}
		m.elsewhere[key] = out
	}
	return out
}

// Beside returns the objects of the kind that a reference means which are in
// the namespace it means, for telling which name may have been intended.
func (m *Model) Beside(r Reference) []*object.Object { return m.beside(r).objects }

// NamesBeside returns their names, each once and without those that are filled in
// later.
func (m *Model) NamesBeside(r Reference) *text.Names { return m.beside(r).names }

func (m *Model) beside(r Reference) *neighbourhood {
	index, at := m.kind(r.Kind), m.place(r)
	key := besideKey{r.Kind, at}
	if n, ok := m.besides[key]; ok {
		return n
	}
	n := &neighbourhood{}
	seen, named := map[*object.Object]bool{}, map[string]bool{}
	var names []string
	add := func(o *object.Object, again bool) {
		if again && seen[o] {
			return
		}
		seen[o] = true
		n.objects = append(n.objects, o)
		if !named[o.Name] && !object.HasPlaceholder(o.Name) {
			named[o.Name] = true
			names = append(names, o.Name)
		}
	}
	for _, o := range index.places[at.key()] {
		add(o, false)
	}
	if at.folder != "" {
		for _, o := range index.folders[at.folder] {
			add(o, true)
		}
	}
	n.names = text.NewNames(names)
	m.besides[key] = n
	return n
}

// meant sorts candidates of the right name by whether the reference means them.
func (m *Model) meant(candidates []*object.Object, at place, r Reference) (sure, maybe []*object.Object) {
	for _, o := range candidates {
		t := at.same(m.placeOf(o))
		switch {
		case t == Yes || at.namespace != "" && o.Is(at.namespace, r.Name):
			sure = append(sure, o)
		case t == Unsure:
			maybe = append(maybe, o)
		}
	}
	return sure, maybe
}

// choose picks the object meant among several of one name and namespace, as
// inputs with a folder an environment hold them: the one that kustomize takes,
// else the one that stands nearest.
func (m *Model) choose(from *object.Object, of []*object.Object) Resolution {
	if len(of) > 1 && from != nil {
		of = nearest(of, func(o *object.Object) int {
			if o.SameOrigin(from) {
				return 1
			}
			return 0
		})
		of = nearest(of, func(o *object.Object) int { return closeness(object.File(o), object.File(from)) })
	}
	if len(of) > 1 {
		return Resolution{Gap: SeveralSuch}
	}
	return Resolution{Presence: Present, Object: of[0]}
}

// nearest keeps the objects of the highest rank.
func nearest(of []*object.Object, rank func(*object.Object) int) []*object.Object {
	best := 0
	for _, o := range of {
		best = max(best, rank(o))
	}
	return slices.DeleteFunc(slices.Clone(of), func(o *object.Object) bool { return rank(o) != best })
}

// closeness counts the folders that the ways to two files share; the same file
// is closest.
func closeness(a, b string) int {
	if a == b {
		return 1 << 20
	}
	x, y := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	if n == len(x) && n == len(y) {
		n++ // the same folder
	}
	return n
}

// kindIndex finds the objects of a kind.
type kindIndex struct {
	byName    map[string][]*object.Object
	templated []*object.Object // whose names are filled in later
	places    map[string][]*object.Object
	folders   map[string][]*object.Object
	maybe     map[place]bool // see templated
}

func (m *Model) kind(k object.Kind) *kindIndex {
	if index, ok := m.kinds[k]; ok {
		return index
	}
	index := &kindIndex{byName: map[string][]*object.Object{}, places: map[string][]*object.Object{}, folders: map[string][]*object.Object{}, maybe: map[place]bool{}}
	for _, o := range m.objects(k) {
		for _, n := range o.Names() {
			index.byName[n] = append(index.byName[n], o)
		}
		if object.HasPlaceholder(o.Name) {
			index.templated = append(index.templated, o)
		}
		for _, ns := range o.Namespaces() {
			p := place{namespace: ns}
			if ns == "" {
				p = m.placeOf(o)
			}
			index.places[p.key()] = append(index.places[p.key()], o)
			if p.folder != "" {
				index.folders[p.folder] = append(index.folders[p.folder], o)
			}
		}
	}
	m.kinds[k] = index
	return index
}

// holds reports whether the input holds an object of the kind at the place.
func (x *kindIndex) holds(at place) bool { return len(x.places[at.key()]) > 0 }

// templated reports whether an object whose name is filled in later may be at
// the place.
func (m *Model) templated(x *kindIndex, at place) bool {
	if len(x.templated) == 0 {
		return false
	}
	maybe, ok := x.maybe[at]
	if !ok {
		maybe = slices.ContainsFunc(x.templated, func(o *object.Object) bool { return at.same(m.placeOf(o)) != No })
		x.maybe[at] = maybe
	}
	return maybe
}
