package schema

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gatefix/gatefix/fn/object"
)

// The tables are made by make generate from the CustomResourceDefinitions of
// all releases, one for each version of each kind; gen/write.go says how they
// are written. A table is read when the first object of its kind comes by.
//
//go:embed tables/*.txt
var files embed.FS

// table is one version of a kind in all releases.
type table struct {
	kind     object.Kind
	version  string
	releases []string // from the oldest to the newest
	root     *node

	namesOnce sync.Once
	names     map[string]bool // of all fields; see has
}

// node is a field in all releases that have it.
type node struct {
	name  string
	forms []*form
	in    set // all releases that have it
	kids  *kids

	agreed atomic.Pointer[agreement] // see links
}

// kids are the fields of a field. It is shared where the same fields stand in
// several places.
type kids struct {
	fields   []*node // sorted by name
	required []*node // required in some release
	defaults bool    // some have a default
	items    *node   // of a list
	values   *node   // of a mapping whose keys are free
}

var noKids = &kids{}

// field returns the field of that name, or nil.
func (k *kids) field(name string) *node {
	i, found := slices.BinarySearchFunc(k.fields, name, func(n *node, name string) int { return strings.Compare(n.name, name) })
	if !found {
		return nil
	}
	return k.fields[i]
}

// entry is a table that may not be read yet.
type entry struct {
	kind    object.Kind
	version string
	read    func() *table
	by      *sync.Map // Versions: *Resource
}

// entries are all tables by kind, the newest version first.
var entries = sync.OnceValue(func() map[object.Kind][]entry {
	out := map[object.Kind][]entry{}
	names, err := files.ReadDir("tables")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, f := range names {
		parts := strings.Split(strings.TrimSuffix(f.Name(), ".txt"), "_")
		k := object.Kind{Group: parts[0], Name: parts[1]}
		file := "tables/" + f.Name()
		e := entry{k, parts[2], sync.OnceValue(func() *table { return mustRead(file, k, parts[2]) }), &sync.Map{}}
		out[k] = append(out[k], e)
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b entry) int { return compareAPIs(b.version, a.version) })
	}
	return out
})

// compareAPIs orders v1alpha2, v1beta1 and v1 by their maturity, then by number.
func compareAPIs(a, b string) int {
	rank := func(v string) string {
		switch {
		case strings.Contains(v, "alpha"):
			return "0" + v
		case strings.Contains(v, "beta"):
			return "1" + v
		}
		return "2" + v
	}
	return strings.Compare(rank(a), rank(b))
}

func mustRead(name string, k object.Kind, version string) *table {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	t, err := parseTable(string(text))
	if err != nil {
		panic(name + ": " + err.Error()) // the tests read every table
	}
	t.kind, t.version = k, version
	return t
}
