package crd

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
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
	compiled, flaw := v.schema()
	if flaw != nil {
		t.Fatal(flaw)
	}
	g := &generator{chance: rand.New(rand.NewPCG(1, 2)), literals: candidates}
	g.read(compiled.schema)
	right := map[string][]byte{} // documents that hold, by the places that they reach
	for _, place := range ruledPlaces(compiled.schema) {
		path := pathOf(place)
		doc := c.climb(t, g, v, path, decoded(nearest(right, place)))
		if doc == nil {
			c.unreached = append(c.unreached, v.of.kind.Name+" "+place)
			continue
		}
		right[place] = doc
		for range each {
			changed := g.change(compiled.schema, decoded(doc), path)
			c.generated(t, asObject(t, v, place, changed), v)
		}
	}
}

// nearest returns the document of the place that is the longest way to another.
func nearest(right map[string][]byte, place string) []byte {
	for at := place; at != ""; at = at[:strings.LastIndex(at, "/")] {
		if doc := right[at]; doc != nil {
			return doc
		}
	}
	return []byte("{}")
}

// climb changes a document until it reaches a place and nothing is wrong with
// it, where something is wrong. nil: it did not come so far.
func (c *comparison) climb(t *testing.T, g *generator, v *version, place source.Path, root any) []byte {
	compiled, _ := v.schema()
	root = g.extend(compiled.schema, root, place)
	problems := c.problems(t, asObject(t, v, "climb", root), v)
	for range 300 {
		if len(problems) == 0 {
			return encoded(root)
		}
		at := problems[g.chance.IntN(len(problems))].Node.Path()
		next := g.change(compiled.schema, decoded(encoded(root)), at)
		next = g.extend(compiled.schema, next, place)
		if got := c.problems(t, asObject(t, v, "climb", next), v); len(got) <= len(problems) {
			root, problems = next, got
		}
	}
	return nil
}

func (c *comparison) problems(t *testing.T, o *object.Object, v *version) []schema.Problem {
	compiled, _ := v.schema()
	out, err := v.judge(o, compiled)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func encoded(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err) // it is plain
	}
	return out
}

func decoded(text []byte) any {
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		panic(err) // it was marshalled
	}
	return out
}

func asObject(t *testing.T, v *version, name string, root any) *object.Object {
	m := root.(map[string]any)
	delete(m, "status")
	m["apiVersion"], m["kind"], m["metadata"] = v.of.kind.Group+"/"+v.name, v.of.kind.Name, map[string]any{"name": "a"}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return objectsOf(mustParse(t, name, string(text)))[0]
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

// ruledPlaces returns the shortest path to each set of rules in a schema.
func ruledPlaces(s *structural.Structural) []string {
	found := map[string]string{}
	var walk func(s *structural.Structural, path string)
	walk = func(s *structural.Structural, path string) {
		if s == nil {
			return
		}
		var rules []string
		for _, r := range s.XValidations {
			rules = append(rules, r.Rule)
		}
		if key := strings.Join(rules, "\n"); key != "" && (found[key] == "" || len(path) < len(found[key])) {
			found[key] = path
		}
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			if p := s.Properties[name]; path != "" || name != "status" {
				walk(&p, path+"/"+name)
			}
		}
		walk(s.Items, path+"/[]")
		if s.AdditionalProperties != nil {
			walk(s.AdditionalProperties.Structural, path+"/{}")
		}
	}
	walk(s, "")
	return slices.Sorted(maps.Values(found))
}

// pathOf is a place as a path in a document: the first item, the value of "a".
func pathOf(place string) source.Path {
	var out source.Path
	for _, step := range strings.Split(place, "/")[1:] {
		switch step {
		case "[]":
			out = append(out, source.Step{IsIndex: true})
		case "{}":
			out = append(out, source.Step{Key: "a"})
		default:
			out = append(out, source.Step{Key: step})
		}
	}
	return out
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
