package crd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

func read1(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// judgeAll validates the objects of an input, and returns the problems and the
// faults of its definitions.
func judgeAll(s *Store, files ...*source.File) (problems, faults []string) {
	set := object.NewSet(files, nil)
	v := s.For(set)
	for _, e := range set.Entries {
		if o, skip := e.Object(); skip == object.Judged {
			found, _ := v.Problems(o)
			for _, p := range found {
				problems = append(problems, describe(p))
			}
		}
	}
	for _, f := range v.Faults() {
		at := f.Doc.File.Position(f.Doc.Span(f.Node).Start)
		faults = append(faults, (&source.Error{File: f.Doc.File.Name, Position: at, Message: f.Message}).Error())
	}
	return problems, faults
}

const badWidget = "apiVersion: test.example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {hots: x}\n"

// A definition in the input counts, wherever it stands; one that was given
// counts more.
func TestDefinitionInTheInput(t *testing.T) {
	want := []string{`[unknown] spec.hots: unknown field "hots" under spec; did you mean "host"?`}
	def := read1(t, "testdata/crds/widget.yaml")
	widget := mustParse(t, "w.yaml", badWidget)
	got, faults := judgeAll(New(), widget, mustParse(t, "crd.yaml", def))
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Error(diff, faults)
	}
	loose := mustParse(t, "crd.yaml", looseDefinition)
	if got, faults := judgeAll(New(), widget, loose); len(got)+len(faults) > 0 {
		t.Error(got, faults)
	}
	if got, _ := judgeAll(mustLoad(t, "testdata/crds"), widget, loose); !cmp.Equal(want, got) {
		t.Error(got)
	}
}

const looseDefinition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.test.example.com}
spec:
  group: test.example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
`

// A version that something fills in later may be any.
func TestPlaceholderVersion(t *testing.T) {
	later := strings.Replace(badWidget, "/v1", "/${VERSION}", 1)
	if got, _ := judgeAll(mustLoad(t, "testdata/crds"), mustParse(t, "w.yaml", later)); len(got) != 0 {
		t.Error(got)
	}
}

// Rounds of a run see other documents with the same text; compiled schemas are
// kept, places are those of the round.
func TestDefinitionIsKeptByItsText(t *testing.T) {
	s := New()
	broken := strings.Replace(looseDefinition, "type: object", "type: thing", 1)
	for _, name := range []string{"a.yaml", "b.yaml"} {
		f := mustParse(t, name, broken)
		_, faults := judgeAll(s, f, mustParse(t, "w.yaml", badWidget))
		if len(faults) != 1 || !strings.HasPrefix(faults[0], name+":9:") {
			t.Errorf("%s: %q", name, faults)
		}
	}
	if len(s.seen) != 1 {
		t.Errorf("%d definitions are kept", len(s.seen))
	}
}

// Kinds that no definition speaks of are not judged, and definitions that do not
// mention the kind are not parsed.
func TestOtherKinds(t *testing.T) {
	set := object.NewSet([]*source.File{
		mustParse(t, "crd.yaml", read1(t, "testdata/crds/widget.yaml")),
		mustParse(t, "o.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\napiVersion: x.example.com/v1\nkind: Widget\nmetadata: {name: a}\n"),
	}, nil)
	v := New().For(set)
	for _, e := range set.Entries[1:] {
		o, _ := e.Object()
		if problems, ok := v.Problems(o); ok || problems != nil {
			t.Errorf("%s is judged", o)
		}
	}
	if set.Entries[0].Parsed() {
		t.Error("the definition was parsed for nothing")
	}
}

// What is wrong with a definition is an error with its place where it was given,
// and a fault where it is part of the input and would have been used.
func TestBrokenDefinitions(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"old version", "apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1", `1:13: apiVersion "apiextensions.k8s.io/v1beta1" of a CustomResourceDefinition is not supported; allowed: "apiextensions.k8s.io/v1"`},
		{"no kind", "kind: Widget, plural", "plural", "5:3: spec.names.kind of the CustomResourceDefinition is missing"},
		{"no versions", "  versions:\n  - {name", "  never:\n  - {name", "5:3: spec.versions of the CustomResourceDefinition is missing"},
		{"wrong type", "versions:", "versions: [1]\n  x:", "5:3: the CustomResourceDefinition cannot be read: cannot unmarshal number"},
		{"no schema", "schema: {openAPI", "x: {openAPI", "9:5: Widget.test.example.com, version v1: the version has no schema; write schema.openAPIV3Schema"},
		{"unknown type", "type: object", "type: thing", "9:78: Widget.test.example.com, version v1: clusters refuse the schema: type: invalid value: must be object at the root"},
		{"no type", "{type: object, x", "{properties: {a: {properties: {b: {}}}}, x", `clusters refuse the schema: `},
		{"unknown type below", "type: object", "type: object, properties: {a: {type: text}}", `9:109: Widget.test.example.com, version v1: clusters refuse the schema: properties[a].type: unsupported value: supported values: "array"`},
		{"bad pattern", "type: object", "type: object, properties: {a: {type: string, pattern: '['}}", "9:126: Widget.test.example.com, version v1: clusters refuse the schema: properties[a].pattern: invalid value: must be a valid regular expression, but isn't: error parsing regexp: missing closing ]"},
		{"reference", "type: object", "type: object, properties: {a: {$ref: x}}", "9:5: Widget.test.example.com, version v1: the schema cannot be used: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(looseDefinition, c.old, c.new, 1)
			if text == looseDefinition {
				t.Fatal("nothing was replaced")
			}
			name := filepath.Join(t.TempDir(), "crd.yaml")
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := Load([]string{name}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v\n want %s", err, c.want)
			}
			_, faults := judgeAll(New(), mustParse(t, "crd.yaml", text), mustParse(t, "w.yaml", badWidget))
			if len(faults) != 1 || !strings.Contains(faults[0], c.want) || !strings.HasPrefix(faults[0], "crd.yaml:") {
				if c.name != "no kind" { // it does not mention the kind
					t.Errorf("faults %q\n  want %s", faults, c.want)
				}
			}
		})
	}
}

func TestLoadErrors(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"half.yaml": "kind: CustomResourceDefinition\na: [\n", "other.yaml": "kind: Service\n", "sub/.hidden/crd.yaml": looseDefinition, "sub/x.txt": looseDefinition,
		"utf16.yaml": "\xff\xfea\x00 CustomResourceDefinition", "several.yaml": "kind: Service\n---\n" + looseDefinition + "---\n" + looseDefinition,
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"half.yaml": "half.yaml:2:1: not YAML: did not find expected node content", "other.yaml": "other.yaml: no CustomResourceDefinition in it", "sub": "sub: no CustomResourceDefinition in it",
		"nosuch": "nosuch: cannot be read: no such file or directory", "utf16.yaml": "utf16.yaml:1:1: text is UTF-16; save it as UTF-8", "several.yaml": "",
	} {
		_, err := Load([]string{filepath.Join(dir, name)})
		if want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if err == nil || err.Error() != filepath.ToSlash(filepath.Join(dir, ""))+"/"+want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// A CEL rule that clusters would not take is found when a value needs it.
func TestBrokenRule(t *testing.T) {
	text := strings.Replace(looseDefinition, "type: object", "type: object, properties: {spec: {type: object, x-kubernetes-validations: [{rule: self.nosuch > 1}]}}", 1)
	_, faults := judgeAll(New(), mustParse(t, "crd.yaml", text), mustParse(t, "w.yaml", badWidget))
	if len(faults) != 1 || !strings.HasPrefix(faults[0], `crd.yaml:9:5: Widget.test.example.com, version v1: the rule "self.nosuch > 1" is no CEL that clusters take: ERROR: <input>:1:5: undefined field 'nosuch'`) {
		t.Errorf("%q", faults)
	}
	_, faults = judgeAll(New(), mustParse(t, "crd.yaml", text), mustParse(t, "w.yaml", strings.Replace(badWidget, "spec:", "other:", 1)))
	if len(faults) != 0 {
		t.Errorf("%q", faults)
	}
	name := filepath.Join(t.TempDir(), "crd.yaml")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s := mustLoad(t, name)
	if _, faults := judgeAll(s, mustParse(t, "w.yaml", badWidget)); len(faults) > 0 || len(s.Errors()) != 1 {
		t.Errorf("%q, %v", faults, s.Errors())
	}
}

// Rules that would cost more than the API server allows are stopped.
func TestCostIsBounded(t *testing.T) {
	s := mustLoad(t, "testdata/crds")
	words := strings.Repeat("word, ", 250)
	f := mustParse(t, "w.yaml", strings.Replace(badWidget, "hots: x", "words: ["+words+"last]", 1))
	got, _ := judgeAll(s, f)
	want := []string{"[constraint] spec: checking spec costs more than the API server allows, so it refuses the object; make it smaller"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, o := range objectsOf(f) {
		problems, _ := s.For(object.NewSet(nil, nil)).Problems(o)
		if _, errs, _ := newReal(t, s.given[o.Kind].version("v1")).judge(t, o.Doc.Text()); len(errs) != 1 || len(problems) != 1 {
			t.Errorf("the API server says %q", errs)
		}
	}
}

// A rule is compiled when a value comes by that it is about, and no sooner.
func TestRulesAreCompiledLate(t *testing.T) {
	s := mustLoad(t, "testdata/crds")
	judgeAll(s, mustParse(t, "w.yaml", badWidget))
	c, _ := s.given[object.Kind{Group: "test.example.com", Name: "Widget"}].version("v1").schema()
	spec := c.rules.fields["spec"]
	if spec == nil || len(spec.rules) == 0 || spec.fields["servers"] != nil || spec.fields["limits"] != nil {
		t.Errorf("compiled: %+v", spec)
	}
}

func TestFollow(t *testing.T) {
	root := mustParse(t, "x", "a.b:\n  c: [{d: 1}]\na: {b: {c: x}}\ne:\n  f[g]: 1\n  h/i.j: {k: 1}\n").Docs[0].Root()
	for name, want := range map[string]string{
		"a.b.c[0].d": `["a.b"].c[0].d`, ".a.b": "a.b", "e[f[g]]": `e["f[g]"]`, "e.h/i.j.k": `e["h/i.j"].k`, "e[h/i.j].zz": `e["h/i.j"].zz`, "nosuch": "nosuch", "nosuch.x": "",
	} {
		if got := follow(root, nil, name).String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestFieldPath(t *testing.T) {
	for in, want := range map[string]string{"": "", ".a": "a", ".a.b": "a.b", ".m['x.y'].z": `m["x.y"].z`, "a": "a", ".": "", "[0]": ""} {
		if got := fieldPath(in).String(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

var _ schema.Validator = (*view)(nil)
