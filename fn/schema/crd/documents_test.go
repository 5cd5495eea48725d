package crd

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// documents hands over documents of a version of a kind: for each set of rules in
// CEL one in which they hold, changed around their place in so many ways. It
// returns the places that none was found for.
func documents(t *testing.T, v *version, each int, use func(*object.Object)) (unreached []string) {
	compiled, flaw := v.schema()
	if flaw != nil {
		t.Fatal(flaw)
	}
	g := &generator{chance: rand.New(rand.NewPCG(1, 2)), literals: candidates}
	g.read(compiled.schema)
	right := map[string][]byte{} // documents that hold, by the places that they reach
	for _, place := range ruledPlaces(compiled.schema) {
		path := pathOf(place)
		doc := climb(t, g, v, path, decoded(nearest(right, place)))
		if doc == nil {
			unreached = append(unreached, v.of.kind.Name+" "+place)
			continue
		}
		right[place] = doc
		for range each {
			use(asObject(t, v, place, g.change(compiled.schema, decoded(doc), path)))
		}
	}
	return unreached
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
func climb(t *testing.T, g *generator, v *version, place source.Path, root any) []byte {
	compiled, _ := v.schema()
	root = g.extend(compiled.schema, root, place)
	problems := problemsOf(t, asObject(t, v, "climb", root), v)
	for range 300 {
		if len(problems) == 0 {
			return encoded(root)
		}
		at := problems[g.chance.IntN(len(problems))].Node.Path()
		next := g.change(compiled.schema, decoded(encoded(root)), at)
		next = g.extend(compiled.schema, next, place)
		if got := problemsOf(t, asObject(t, v, "climb", next), v); len(got) <= len(problems) {
			root, problems = next, got
		}
	}
	return nil
}

func problemsOf(t *testing.T, o *object.Object, v *version) []schema.Problem {
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
