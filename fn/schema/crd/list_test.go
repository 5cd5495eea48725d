package crd

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Several definitions in one JSON list, as kubectl get -o json writes it, are
// told apart.
func TestDefinitionsOfOneList(t *testing.T) {
	define := func(kind, plural, field string) string {
		return fmt.Sprintf(`{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"%[2]s.test.example.com"},"spec":{"group":"test.example.com","scope":"Namespaced",`+
			`"names":{"kind":%[1]q,"plural":%[2]q},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{%[3]q:{"type":"string"}}}}}}}]}}`, kind, plural, field)
	}
	list := mustParse(t, "all.json", `{"apiVersion":"v1","kind":"List","items":[`+define("Cup", "cups", "handle")+","+define("Jug", "jugs", "spout")+`]}`)
	objects := mustParse(t, "a.yaml", "apiVersion: test.example.com/v1\nkind: Cup\nmetadata: {name: a}\nspec: {handel: x}\n---\n"+
		"apiVersion: test.example.com/v1\nkind: Jug\nmetadata: {name: b}\nspec: {spuot: x}\n")
	got, faults := judgeAll(New(), objects, list)
	want := []string{
		`[unknown] spec.handel: unknown field "handel" under spec; did you mean "handle"?`,
		`[unknown] spec.spuot: unknown field "spuot" under spec; did you mean "spout"?`,
	}
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Error(diff, faults)
	}
}
