package crd

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// For each set of rules in CEL of every definition under GATEFIX_CRDS_TREE, a
// document is looked for by chance (the same each time) in which they hold, and
// changed in many ways around the place of the rules: GATEFIX_DOCUMENTS ways, or
// 10. Of those that are right field by field, the tables must refuse what the
// rules refuse, and nothing else.
func TestGenerated(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no directory")
	}
	each, err := strconv.Atoi(os.Getenv("GATEFIX_DOCUMENTS"))
	if err != nil {
		each = 10
	}
	for release, dirs := range releaseDirs(t, tree) {
		t.Run(release, func(t *testing.T) {
			store, err := Load(dirs)
			if err != nil {
				t.Fatal(err)
			}
			_, name, _ := strings.Cut(release, "/")
			c := newComparison(store, name)
			for _, d := range store.given {
				for _, v := range d.versions {
					if v.served {
						c.generate(t, v, each)
					}
				}
			}
			c.report(t)
		})
	}
}

// generate compares documents of a version of a kind.
func (c *comparison) generate(t *testing.T, v *version, each int) {
	c.unreached = append(c.unreached, documents(t, v, each, func(o *object.Object) { c.generated(t, o, v) })...)
}

// generated compares a document.
func (c *comparison) generated(t *testing.T, o *object.Object, v *version) {
	r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions{Agentgateway: "v2.2.0"})
	if ok {
		r, ok = r.Only(c.release)
	}
	if !ok {
		t.Fatalf("there is no table of %s in %s", o.Kind, c.release)
	}
	problems := r.Check(o.Root)
	if !slices.ContainsFunc(problems, func(p schema.Problem) bool { return !p.Linked }) {
		c.compareLinks(t, o, v, len(problems) > 0)
	}
}

// refusesAll is the message of a rule of XBackend v1.6.1 that refuses every name
// of a port, labels too, since it compares an optional value with null.
const refusesAll = "Name must be a valid DNS label"

// report logs what the tables missed, and fails for what is more than a rule
// that cannot be evaluated since a field is missing that it asks for.
func (c *comparison) report(t *testing.T) {
	t.Logf("%d hold; of rules in CEL %d found, %d missed; %d rules broken alone, %d only beside others; %d places not reached: %s",
		c.holding, c.found, c.missed, len(c.alone), len(c.seen)-len(c.alone), len(c.unreached), strings.Join(c.unreached, ", "))
	for _, m := range slices.Sorted(maps.Keys(c.misses)) {
		t.Logf("missed %d: %s", c.misses[m], m)
		if !strings.Contains(m, "cannot be checked") && m != refusesAll {
			t.Errorf("the tables miss: %s", m)
		}
	}
}

// Where nothing is pinned, the tables refuse what every release that may be the
// one of the cluster refuses, and nothing that one of them takes.
func TestUnpinned(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no directory")
	}
	dirs := releaseDirs(t, tree)
	for line, names := range map[string][]string{
		"agentgateway": {"1.4.1", "next"},
		"gateway-api":  {"1.4.1", "1.5.1", "1.6.1", "1.4.1-experimental", "1.5.1-experimental", "1.6.1-experimental"},
	} {
		t.Run(line, func(t *testing.T) {
			var stores []*Store
			for _, name := range names {
				stores = append(stores, mustLoad(t, dirs[line+"/"+name]...))
			}
			u := &unpinned{stores: stores, misses: map[string]int{}}
			for _, s := range stores {
				for _, d := range s.given {
					for _, v := range d.versions {
						if v.served {
							documents(t, v, 5, func(o *object.Object) { u.compare(t, o) })
						}
					}
				}
			}
			t.Logf("%d refused by all and found, %d missed, %d taken by some", u.found, u.missed, u.taken)
			for _, m := range slices.Sorted(maps.Keys(u.misses)) {
				t.Logf("missed %d: %s", u.misses[m], m)
			}
		})
	}
}

// unpinned holds the tables of a line against all of its releases.
type unpinned struct {
	stores               []*Store
	found, missed, taken int
	misses               map[string]int
}

func (u *unpinned) compare(t *testing.T, o *object.Object) {
	r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions{})
	if !ok {
		t.Fatalf("there is no table of %s", o.Kind)
	}
	found := r.Check(o.Root)
	why := ""
	for _, s := range u.stores {
		d := s.given[o.Kind]
		if d == nil || d.version(o.Version) == nil || !d.version(o.Version).served {
			continue
		}
		problems := problemsOf(t, o, d.version(o.Version))
		if len(problems) == 0 {
			u.taken++
			if len(found) > 0 {
				t.Errorf("%s: one of the releases takes it: %s\n%s", o, found[0].Message, o.Doc.Text())
			}
			return
		}
		why += " | " + problems[0].Message
	}
	if len(found) > 0 {
		u.found++
		return
	}
	u.missed++
	u.misses[o.Kind.Name+why]++
}

// The examples of the tables in ../testdata/links are refused, or not, by the
// definitions under GATEFIX_CRDS_TREE too.
func TestLinkExamples(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no directory")
	}
	dirs := releaseDirs(t, tree)
	stores := []*Store{mustLoad(t, dirs["agentgateway/1.4.1"]...), mustLoad(t, dirs["gateway-api/1.6.1-experimental"]...), mustLoad(t, dirs["kgateway/kgateway-2.2.0"]...)}
	for name, refused := range map[string]bool{"bad": true, "good": false} {
		file := "../testdata/links/" + name + ".yaml"
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objectsOf(mustParse(t, file, string(text))) {
			i := slices.IndexFunc(stores, func(s *Store) bool { return s.given[o.Kind] != nil })
			if i < 0 {
				t.Fatal(o.Kind)
			}
			problems, ok := stores[i].For(object.NewSet(nil, nil)).Problems(o)
			if !ok || (len(problems) > 0) != refused {
				t.Errorf("%s: %s: refused %v: %v", name, o, len(problems) > 0, problems)
			}
		}
	}
}
