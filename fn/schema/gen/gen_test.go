package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
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
