package object

import (
	"slices"
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// What a patch of the input changes is not the last word. A patch in a file of
// its own speaks of every object of that kind and name; one in a kustomization,
// of what that builds.
func TestPatched(t *testing.T) {
	texts := []struct{ name, text string }{
		{"patch.yaml", service("named", "")},
		{"directive.yaml", service("directed", "$patch: delete\n")},
		{"base/kustomization.yaml", "kind: Kustomization\nresources: [objects.yaml]\n"},
		{"base/objects.yaml", service("one", "") + "---\n" + service("two-a", "") + "---\n" + service("two-b", "") + "---\n" + service("three", "") + "---\n" + service("four", "") + "---\n" + service("left", "")},
		{"overlay/kustomization.yaml", `kind: Kustomization
resources: [../base]
patches:
- path: some.yaml
  target: {kind: Service, name: one}
- patch: |
    - op: remove
      path: /spec
  target: {version: v1, kind: Service, name: "two-.*"}
- patch: |
    apiVersion: v1
    kind: Service
    metadata: {name: three}
- target: {group: apps, kind: Service}
patchesStrategicMerge:
- named.yaml
replacements:
- source: {kind: ConfigMap, name: c}
  targets: [{select: {kind: Service, name: four}}]
`},
		{"labels/kustomization.yaml", "kind: Kustomization\nresources: [ns.yaml]\nlabels: [{pairs: {team: web}}]\n"},
		{"labels/ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: labelled}\n---\n" + service("labelled", "")},
		{"elsewhere.yaml", service("one", "") + "---\n" + service("named", "") + "---\n" + service("directed", "")},
	}
	var files []*source.File
	for _, x := range texts {
		f, err := source.Parse(x.name, []byte(x.text))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	set := NewSet(files, func(file string) bool { return file == "patch.yaml" })
	var got []string
	for _, o := range append(set.Of(Kind{"", "Service"}), set.Of(Namespace)...) {
		if set.Patched(o) {
			got = append(got, o.Doc.File.Name+" "+o.Name)
		}
	}
	want := []string{"base/objects.yaml one", "base/objects.yaml two-a", "base/objects.yaml two-b", "base/objects.yaml three", "base/objects.yaml four",
		"elsewhere.yaml named", "elsewhere.yaml directed", "labels/ns.yaml labelled"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestParseAssumed(t *testing.T) {
	good := map[string]Assumed{
		"Gateway infra/gw":     {"Gateway", "infra", "gw"},
		" Service  ai/* ":      {"Service", "ai", "*"},
		"GatewayClass edge":    {"GatewayClass", "", "edge"},
		"Gateway.x.io infra/g": {"Gateway.x.io", "infra", "g"},
	}
	for text, want := range good {
		if got, ok := ParseAssumed(text); !ok || got != want {
			t.Errorf("%q: %+v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "Gateway", "infra/gw", "Gateway infra/", "Gateway /gw", "Gateway a/b/c", "Gateway a b"} {
		if got, ok := ParseAssumed(text); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
