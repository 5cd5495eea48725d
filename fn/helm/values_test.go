package helm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

func parse(t *testing.T, name, text string) *source.File {
	t.Helper()
	f, err := source.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Values of kustomize: the file of the input, what is in line, further files,
// in the order in which kustomize merges them.
func TestValuesFiles(t *testing.T) {
	for _, tt := range []struct{ chart, want string }{
		{"valuesFile: v.yaml", "file"},
		{"valuesFile: v.yaml, valuesInline: {nameOverride: line}", "line"},
		{"valuesFile: v.yaml, valuesInline: {nameOverride: line}, valuesMerge: merge", "file"},
		{"valuesFile: v.yaml, valuesInline: {other: 1}, valuesMerge: replace", "agentgateway"},
		{"valuesFile: missing.yaml, valuesInline: {nameOverride: line}", "line ?"},
		{"valuesFile: ../more.yaml", "more"},
		{"valuesFile: list.yaml", "agentgateway ?"},
		{"valuesInline: {nameOverride: line}, additionalValuesFiles: [v.yaml, ../more.yaml]", "more"},
	} {
		k := parse(t, "dir/kustomization.yaml", "kind: Kustomization\nhelmCharts: [{name: agentgateway, releaseName: r, "+tt.chart+"}]\n")
		in := inputOf(k, parse(t, "dir/v.yaml", "nameOverride: file\n"), parse(t, "more.yaml", "nameOverride: more\n"), parse(t, "dir/list.yaml", "- a\n"))
		r := Releases(in.set.Of(object.Kustomization)[0], in)[0]
		got := strings.TrimPrefix(r.Fullname, "r-")
		if !r.Certain {
			got += " ?"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.chart, got, tt.want)
		}
	}
}

const applications = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a}
spec:
  source:
    repoURL: r
    chart: agentgateway
    helm:
      valuesObject:
        a: {b: 1, c: {d: 2}}
        e.f: 3
      parameters:
      - {name: a.c.d, value: "4"}
      - {name: 'e\.f', value: "5"}
      - {name: a.bc, value: "6"}
`

// A value is found under its path wherever it is written, also by the beginning
// of its last step; a dot in a key is no step.
func TestSettings(t *testing.T) {
	f := parse(t, "f.yaml", applications)
	in := inputOf(f)
	r := Releases(in.set.Of(Application)[0], in)[0]
	for _, tt := range []struct{ path, want string }{
		{"a b", "a.b=1"}, {"a c d", "a.c.d=2 a.c.d=4"}, {"e.f", "e.f=3 e.f=5"}, {"a b*", "a.b=1 a.bc=6"}, {"a", "a="}, {"x y", ""}, {"a b z", ""},
	} {
		var got []string
		for i := range r.Values {
			for _, s := range r.Values[i].Settings(strings.Fields(tt.path)...) {
				got = append(got, fmt.Sprintf("%s=%s", s.Name, s.Value.Text()))
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", tt.path, diff)
		}
	}
}

// Removing a value takes the mappings along that it leaves empty; replacing it
// leaves those that hold its successor.
func TestRemoveAndReplace(t *testing.T) {
	for _, tt := range []struct{ name, values, removed, replaced string }{
		{"alone", "x: {t: {on: true}}", "{}", "x: {m: tls}"},
		{"block", "x:\n  t:\n    on: true # why\ny: 1", "# why\ny: 1", "x:\n  # why\n  m: tls\ny: 1"},
		{"beside others", "x: {t: {on: true, off: 1}, z: 2}", "x: {t: {off: 1}, z: 2}", "x: {t: {off: 1}, z: 2, m: tls}"},
		{"successor is there", "x: {t: {on: true}, m: a}", "x: {m: a}", "x: {m: a}"},
	} {
		text := "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    repoURL: r\n    chart: c\n    helm:\n      values: |\n" +
			indent(tt.values)
		change := func(edits func(Setting) []source.Edit) string {
			f := parse(t, "f.yaml", text)
			in := inputOf(f)
			r := Releases(in.set.Of(Application)[0], in)[0]
			s := r.Values[0].Settings("x", "t", "on")[0]
			done := source.Apply([]*source.File{f}, [][]source.Edit{edits(s)})
			if done.Rejected[0] != nil {
				t.Fatalf("%s: %v", tt.name, done.Rejected[0])
			}
			return strings.TrimSuffix(done.Files[0].Docs[0].Root().Get("spec", "source", "helm", "values").Text(), "\n")
		}
		if diff := cmp.Diff(tt.removed, change(func(s Setting) []source.Edit { return []source.Edit{s.Remove()} })); diff != "" {
			t.Errorf("%s: removed: %s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.replaced, change(func(s Setting) []source.Edit { return s.Replace(1, "m", "tls") })); diff != "" {
			t.Errorf("%s: replaced: %s", tt.name, diff)
		}
	}
}

func indent(text string) string {
	return "        " + strings.ReplaceAll(text, "\n", "\n        ") + "\n"
}
