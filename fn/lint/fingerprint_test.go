package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// odd reports every scalar below spec that starts with "odd".
var odd = toy("odd", func(p *Pass, o *object.Object) {
	o.Get("spec").Walk(func(n *source.Node) bool {
		if strings.HasPrefix(n.Text(), "odd") {
			p.Report(At(o, n), "at "+n.Path().String())
		}
		return true
	})
})

func checkOdd(t *testing.T, files ...string) *Result {
	t.Helper()
	var in Input
	for i, text := range files {
		f, err := source.Parse(string(rune('a'+i))+".yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		in.Files = append(in.Files, f)
	}
	cfg := Defaults()
	cfg.Mode = CheckMode
	return Run(in, []*Rule{odd}, cfg)
}

func fingerprints(t *testing.T, files ...string) []string {
	t.Helper()
	var out []string
	for _, f := range checkOdd(t, files...).Findings {
		out = append(out, f.Fingerprint)
	}
	slices.Sort(out)
	return out
}

func doc(kind, meta, spec string) string {
	return "---\napiVersion: v1\nkind: " + kind + "\nmetadata: {" + meta + "}\nspec:\n" + spec
}

const web, api = "  ports:\n  - name: http\n    is: odd\n", "  ports:\n  - is: odd\n  - is: fine\n  - is: odd\n"

// What a finding stays the same by, and what makes it another.
func TestFingerprints(t *testing.T) {
	base := doc("Service", "name: web", web) + doc("Service", "name: api", api)
	for _, c := range []struct {
		name  string
		files []string
		same  bool
	}{
		{"moved lines", []string{"# one\n\n" + base}, true},
		{"reordered documents", []string{doc("Service", "name: api", api) + doc("Service", "name: web", web)}, true},
		{"another file", []string{"", base}, true},
		{"a document each", []string{doc("Service", "name: api", api), doc("Service", "name: web", web)}, true},
		{"reindented", []string{strings.ReplaceAll(base, "\n  ", "\n      ")}, true},
		{"flow style, quotes and CRLF", []string{doc("Service", "name: web", "  ports: [{name: 'http', is: \"odd\"}]\r\n") + doc("Service", "name: api", api)}, true},
		{"reordered keys", []string{strings.Replace(base, "- name: http\n    is: odd", "- is: odd\n    name: http", 1)}, true},
		{"another version of the API", []string{strings.ReplaceAll(base, "apiVersion: v1", "apiVersion: v2")}, true},
		{"a named item before", []string{strings.Replace(base, "  - name: http\n", "  - name: grpc\n    is: fine\n  - name: http\n", 1)}, true},
		{"an item without a name before", []string{strings.Replace(base, "  - is: odd\n", "  - is: fine\n  - is: odd\n", 1)}, true},
		{"items that change places", []string{strings.Replace(base, "  - is: odd\n  - is: fine\n", "  - is: fine\n  - is: odd\n", 1)}, true},

		{"one more", []string{base + "  - is: odd\n"}, false},
		{"one less", []string{strings.TrimSuffix(base, "  - is: odd\n")}, false},
		{"another value", []string{strings.Replace(base, "is: odd", "is: odder", 1)}, false},
		{"another key", []string{strings.Replace(base, "is: odd", "was: odd", 1)}, false},
		{"another item", []string{strings.Replace(base, "name: http", "name: grpc", 1)}, false},
		{"another name", []string{strings.Replace(base, "name: web", "name: www", 1)}, false},
		{"another namespace", []string{strings.Replace(base, "name: web", "name: web, namespace: shop", 1)}, false},
	} {
		if got := cmp.Equal(fingerprints(t, base), fingerprints(t, c.files...)); got != c.same {
			t.Errorf("%s: same: %v, want %v", c.name, got, c.same)
		}
	}
	if n := len(slices.Compact(fingerprints(t, base))); n != 3 {
		t.Errorf("%d fingerprints, want 3", n)
	}
}

// The digest is fixed: baselines and code scanning alerts outlive a version.
func TestFingerprintsOutliveVersions(t *testing.T) {
	want := []string{"ad016ed6a61b7af2e0fd44d123fbe534:1"}
	if diff := cmp.Diff(want, fingerprints(t, doc("Service", "name: web", web))); diff != "" {
		t.Error(diff)
	}
}

// Nothing can be guessed from the fingerprint of a value that is to be kept.
func TestFingerprintsHoldNoSecrets(t *testing.T) {
	one := fingerprints(t, doc("Service", "name: web", "  token: odd-1\n"))
	two := fingerprints(t, doc("Service", "name: web", "  token: odd-2\n"))
	if !cmp.Equal(one, two) || len(one) != 1 {
		t.Errorf("%v, %v", one, two)
	}
}

// Findings that are about no object are told by their file and text.
func TestFingerprintsOfNoObject(t *testing.T) {
	r := checkOdd(t, "a: 1 # gatefix:ignore odd -- x\nb: 2 # gatefix:ignore odd -- y\n---\nc: 1\nc: 2\n", "c: 1\nc: 2\n---\n- [\n")
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Name+" "+f.Subject()+" "+f.StablePath())
	}
	want := []string{"unused-ignore a.yaml ", "unused-ignore a.yaml ", "duplicate-key a.yaml c", "duplicate-key b.yaml c", "bad-yaml b.yaml "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{}
	for _, f := range r.Findings {
		if seen[f.Fingerprint] {
			t.Errorf("%s has the fingerprint of another", f)
		}
		seen[f.Fingerprint] = true
	}
}

func TestStablePath(t *testing.T) {
	r := checkOdd(t, doc("Service", "name: web", "  a.b/c:\n  - name: x y\n    is: odd\n  - [odd]\n"))
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.StablePath())
	}
	if diff := cmp.Diff([]string{`spec["a.b/c"][name="x y"].is`, `spec["a.b/c"][][]`}, got); diff != "" {
		t.Error(diff)
	}
}
