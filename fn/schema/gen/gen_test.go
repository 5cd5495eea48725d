package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// The committed tables are what the definitions under GATEFIX_CRDS_TREE say.
func TestTablesAreFresh(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no tree of CustomResourceDefinitions")
	}
	tables, err := generate(tree)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../tables/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(tables)), names); diff != "" {
		t.Fatalf("run make generate CRDS=%s: other tables (-definitions +committed):\n%s", tree, diff)
	}
	for name, want := range tables {
		got, err := os.ReadFile(filepath.Join("../tables", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("run make generate CRDS=%s: %s (-definitions +committed):\n%s", tree, name, diff)
		}
	}
}

// Two small releases: what they have in common is written once, what differs
// says in which releases it holds, and fields that stand twice are shared.
func TestGenerate(t *testing.T) {
	got, err := generate("testdata")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"agentgateway.dev_Toy_v1.txt": string(want)}, got); diff != "" {
		t.Error(diff)
	}
}

// Every rule in CEL of the definitions under GATEFIX_CRDS_TREE has words, but for
// those listed here. A release that brings a rule in a new form fails the test.
func TestWords(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no tree of CustomResourceDefinitions")
	}
	releases, err := releasesOf(tree)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, r := range releases {
		err := r.read(func(d definition) error {
			for _, v := range d.Spec.Versions {
				delete(v.Schema.OpenAPIV3Schema.Properties, "status")
				wordless(v.Schema.OpenAPIV3Schema, d.Spec.Names.Kind, found)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"GatewayClass.spec.controllerName", // cannot be changed: one document does not show a change
		"TLSRoute.spec.hostnames",          // the form of hostnames, which the pattern of the items says too
		"XMesh.spec.controllerName",        // cannot be changed
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(found))); diff != "" {
		t.Errorf("fields with rules that have no words (-known +found):\n%s", diff)
	}
}

// wordless notes the paths of fields with a rule that has no words.
func wordless(s *apiextensions.JSONSchemaProps, path string, found map[string]bool) {
	for _, v := range s.XValidations {
		if len(linksOfRule(v.Rule)) == 0 {
			found[path] = true
		}
	}
	for name, p := range s.Properties {
		wordless(&p, path+"."+name, found)
	}
	if s.Items != nil && s.Items.Schema != nil {
		wordless(s.Items.Schema, path+"[]", found)
	}
	if a := s.AdditionalProperties; a != nil && a.Schema != nil {
		wordless(a.Schema, path+"{}", found)
	}
}

// A rule becomes the facts that break it, one term each.
func TestFormulas(t *testing.T) {
	for rule, want := range map[string][]string{
		`has(self.a) ? !has(self.b) : true`:                                     {"never=a&b"},
		`!(has(self.a) && has(self.b.c))`:                                       {"never=a&b.c"},
		`has(self.a) == has(self.b.c)`:                                          {"never=!a&b.c", "never=!b.c&a"},
		`!has(self.a) || self.a in ['x', 'y']`:                                  {"never=a!:x|y"},
		`has(self.a) && self.a == 'x' ? !has(self.b) && !has(self.c) : true`:    {"never=a:x&b", "never=a:x&c"},
		`!has(self.l) || self.l.all(t, t.kind != 'Service' || !has(t.section))`: {"never=l[].kind:Service&l[].section"},
		`self.all(t, t.kind == 'Gateway' && !has(t.section))`:                   {"no-item=kind!:Gateway", "no-item=section"},
		`has(self.l) && self.l.exists(t, has(t.port)) ? has(self.a) : true`:     {"never=!a&l[].port"},
		`!has(self.a) || size(self.a) == 1`:                                     {"never=a!#1"},
		`!has(self.a) || 'x' in self.a`:                                         {"never=a!%x"},
		`!has(self.url) || self.url.matches('^https?://[^/?#]+$')`:              {"never=url!~origin"},
		`has(self.a) || self.a`:                                                 nil, // a boolean has no fact
		`self.l.exists(t, has(t.a))`:                                            nil, // that no item has a field has none
		`!self.l.exists(t, t.m.exists(u, has(u.a)))`:                            nil, // items of items have none
		`!has(self.a) || self.a.matches('^x$')`:                                 nil, // the pattern has no name
		`!(self.l.exists(t, has(t.a)) && self.l.exists(t, has(t.b)))`:           nil, // two items of one list have none
		`!has(self.a) || self.a == 'x y'`:                                       nil, // words hold no spaces
		`has(self.a) || !has(self.a)`:                                           nil, // it is always true
		`duration(self.a) < duration('1s')`:                                     nil,
		`self.a == self.b`:                                                      nil,
		`this is no CEL`:                                                        nil,
	} {
		terms, err := broken(rule)
		var got []string
		if err == nil {
			got = termWords(terms)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
	}
}
