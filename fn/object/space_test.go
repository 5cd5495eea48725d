package object

import (
	"slices"
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

func mustSet(t *testing.T, files map[string]string) map[string]*Object {
	t.Helper()
	var parsed []*source.File
	for name, text := range files {
		f, err := source.Parse(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	set := NewSet(parsed, nil)
	out := map[string]*Object{}
	for _, k := range set.Kinds() {
		for _, o := range set.Of(k) {
			out[o.Doc.File.Name+":"+o.Name] = o
		}
	}
	return out
}

func service(name, rest string) string {
	return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n" + rest
}

func TestSpaces(t *testing.T) {
	objects := mustSet(t, map[string]string{
		"app/kustomization.yaml": "kind: Kustomization\nnamespace: apps\nresources:\n- a.yaml\n- ./b.yaml\n- ../shared.yaml\n",
		"own/kustomization.yaml": "kind: Kustomization\nresources: [a.yaml, ../shared.yaml]\n",
		"app/a.yaml":             service("a", ""),
		"app/b.yaml":             service("b", "  namespace: other\n"),
		"own/a.yaml":             service("a", ""),
		"own/loose.yaml":         service("loose", ""),
		"shared.yaml":            service("s", ""),
		"stdin":                  service("k", "  annotations: {config.kubernetes.io/path: b.yaml, internal.config.kubernetes.io/package-path: app}\n"),
		"build":                  service("l", "  annotations: {config.kubernetes.io/path: service_l.yaml, kustomize.config.k8s.io/id: \"name: l\"}\n"),
	})
	spaces := NewSpaces([]*Object{objects["app/kustomization.yaml:"], objects["own/kustomization.yaml:"]})
	want := map[string]Space{
		"app/kustomization.yaml:": {"apps", "app/kustomization.yaml"},
		"app/a.yaml:a":            {"apps", "app/kustomization.yaml"},
		"app/b.yaml:b":            {"other", "app/kustomization.yaml"},
		"own/a.yaml:a":            {"", "own/kustomization.yaml"},
		"own/loose.yaml:loose":    {"", "own/loose.yaml"},
		"shared.yaml:s":           {"", "app/kustomization.yaml"},
		"stdin:k":                 {"apps", "app/kustomization.yaml"},
		"build:l":                 {"", "build"},
	}
	for id, space := range want {
		if got := spaces.Of(objects[id]); got != space {
			t.Errorf("%s: %+v, want %+v", id, got, space)
		}
	}
}

func TestSameSpace(t *testing.T) {
	tests := []struct {
		a, b Space
		want bool
	}{
		{Space{"x", "f"}, Space{"x", "g"}, true},
		{Space{"x", "f"}, Space{"y", "f"}, false},
		{Space{"", "f"}, Space{"", "f"}, true},
		{Space{"", "f"}, Space{"", "g"}, false},
		{Space{"x", "f"}, Space{"", "f"}, false},
	}
	for _, tt := range tests {
		if got := tt.a.Same(tt.b); got != tt.want || tt.b.Same(tt.a) != tt.want {
			t.Errorf("%+v and %+v: %v", tt.a, tt.b, got)
		}
	}
}

func TestNames(t *testing.T) {
	objects := mustSet(t, map[string]string{"f": service("pre-svc", "  annotations:\n    "+previousNames+": svc,svc,pre-svc\n")})
	if got, want := objects["f:pre-svc"].Names(), []string{"pre-svc", "svc"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Patches and fragments are found by a rename, and by nothing else.
func TestUnjudgedMentioning(t *testing.T) {
	parse := func(name, text string) *source.File {
		f, err := source.Parse(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	set := NewSet([]*source.File{
		parse("patch.yaml", service("web", "")+"---\n"+service("other", "")),
		parse("directive.yaml", service("web", "$patch: delete\n")),
		parse("fragment.yaml", "- source: {kind: Service, name: web}\n"),
		parse("object.yaml", service("web", "")),
		parse("broken.yaml", "name: web: [\n"),
	}, func(file string) bool { return file == "patch.yaml" || file == "broken.yaml" })
	var got []string
	for _, o := range set.UnjudgedMentioning("web", "nothing") {
		got = append(got, o.Doc.String())
	}
	if want := []string{"patch.yaml#0", "directive.yaml#0", "fragment.yaml#0"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
