package schema

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Every table can be read, and says of each field in some release what it is.
func TestEveryTableIsRead(t *testing.T) {
	for _, k := range All() {
		for _, v := range VersionsOf(k) {
			r, ok := For(k, k.Group+"/"+v, Versions{})
			if !ok || len(r.table.releases) == 0 {
				t.Fatalf("%s %s is not there", k, v)
			}
			if f := r.Field(source.P("spec")); f == nil || f.Type != Object || len(f.Fields) == 0 {
				t.Errorf("%s %s has no spec: %v", k, v, f)
			}
		}
	}
	if _, ok := For(object.Service, "v1", Versions{}); ok {
		t.Error("there is a table of Service")
	}
	if _, ok := For(object.HTTPRoute, "gateway.networking.k8s.io/v2", Versions{}); ok {
		t.Error("there is a table of HTTPRoute v2")
	}
}

// A version pins the release that judges: the one of its minor version, else the
// last before it, else the first.
func TestPins(t *testing.T) {
	for _, c := range []struct {
		kind object.Kind
		api  string
		pin  Versions
		want string
	}{
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{}, "agentgateway v1.4.1"},
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{Agentgateway: "v1.0.0"}, "agentgateway v1.0.0"},
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{Agentgateway: "1.2"}, "agentgateway v1.2.1"},
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{Agentgateway: "v1.3.0-rc.1"}, "agentgateway v1.3.1"},
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{Agentgateway: "v1.9.0"}, "agentgateway v1.4.1"},
		{object.AgentgatewayBackend, "agentgateway.dev/v1alpha1", Versions{Agentgateway: "v2.2.1"}, "kgateway v2.2.0"},
		{object.HTTPRoute, "gateway.networking.k8s.io/v1", Versions{Agentgateway: "v1.0.0"}, "Gateway API v1.6.1"},
		{object.HTTPRoute, "gateway.networking.k8s.io/v1", Versions{GatewayAPI: "v1.5.0"}, "Gateway API v1.5.1"},
		{object.HTTPRoute, "gateway.networking.k8s.io/v1beta1", Versions{GatewayAPI: "v1.2.0"}, "Gateway API v1.4.1"},
		{object.XListenerSet, "gateway.networking.x-k8s.io/v1alpha1", Versions{}, "Gateway API v1.4.1, experimental channel"},
		{object.TrafficPolicy, "gateway.kgateway.dev/v1alpha1", Versions{}, "kgateway v2.2.0"},
	} {
		r, ok := For(c.kind, c.api, c.pin)
		if !ok || r.Release() != c.want {
			t.Errorf("%s by %v: %q, want %q", c.kind, c.pin, r.Release(), c.want)
		}
	}
}

func TestQueries(t *testing.T) {
	if got := VersionsOf(object.Kind{Group: object.GatewayGroup, Name: "TLSRoute"}); !slices.Equal(got, []string{"v1", "v1alpha3", "v1alpha2"}) {
		t.Error(got)
	}
	r, _ := For(object.HTTPRoute, "gateway.networking.k8s.io/v1", Versions{})
	got := r.Field(source.P("spec", "rules", 3, "matches", 0, "path", "type"))
	want := &Field{Name: "type", Type: String, Enum: []string{"Exact", "PathPrefix", "RegularExpression"}, Default: "PathPrefix", Since: "Gateway API v1.4.1", Until: "Gateway API v1.6.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f := r.Field(source.P("spec", "rules", 0, "filters", 0)); f == nil || !slices.Equal(f.Required, []string{"type"}) {
		t.Error(f)
	}
	if f := r.Field(source.P("spec", "nothing")); f != nil {
		t.Error(f)
	}
}

// A table that is damaged is an error, not a wrong answer.
func TestDamagedTables(t *testing.T) {
	const head = "releases 1.0.0 1.1.0\nToy object\n"
	for text, want := range map[string]string{
		"":                                      "no fields",
		head + "   deep string\n":               "indentation",
		head + " a {2.0.0} string\n":            "no releases",
		head + " a\n":                           "no type",
		head + " a string colour=red\n":         "unknown word",
		head + " a string len=x..\n":            "len",
		head + " a object =nowhere\n":           "not written",
		head + " a object =b\n=b\n  c string\n": "indentation",
	} {
		if _, err := parseTable(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func check(t testing.TB, pin Versions, text string) []Problem {
	t.Helper()
	f, err := source.Parse("in.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	root := f.Docs[0].Root()
	group, _ := object.SplitAPIVersion(root.Get("apiVersion").Text())
	r, ok := For(object.Kind{Group: group, Name: root.Get("kind").Text()}, root.Get("apiVersion").Text(), pin)
	if !ok {
		t.Fatal("no table")
	}
	return r.Check(root)
}

// checkFields is check without what is demanded of fields together.
func checkFields(t testing.TB, pin Versions, text string) []Problem {
	t.Helper()
	return slices.DeleteFunc(check(t, pin, text), func(p Problem) bool { return p.Linked })
}

// What a rule needs for repairs comes with a problem.
func TestProblemsCarryRepairs(t *testing.T) {
	text := `apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: a}
spec:
  cors: {}
  targetrefs: []
  ai: {promptGuard: {webhook: {}}}
  traffic: {timeouts: {request: 10}, cors: {allowMethods: [GET, GET]}}
`
	var got []string
	for _, p := range checkFields(t, Versions{}, text) {
		got = append(got, fmt.Sprintf("%d %s %v %q %q %v %v", p.Class, p.Key, p.Elsewhere, p.Suggest, p.Want, p.Duration, p.Repeats))
	}
	want := []string{
		`1 cors [spec.traffic.cors] "" "" false false`,
		`1 targetrefs [] "targetRefs" "" false false`,
		`1 ai [spec.backend.ai] "" "" false false`,
		`2  [] "" "string" true false`,
		`6  [] "" "" false true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A key that JSON cannot write is said to be one, at its place.
func TestCollectionsAsKeys(t *testing.T) {
	route := "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\nspec:\n  "
	for text, want := range map[string]string{
		"? [a, b]\n  : 3":                     "a key under spec is a list; allowed: strings",
		"? {a: b}\n  : 3":                     "a key under spec is a mapping; allowed: strings",
		"rules:\n  - ? - a\n    : 3":          "a key under spec.rules[0] is a list",
		"hostnames: [{{ .Values.host }}]":     "",
		"parentRefs: [name: {{ .Values.x }}]": "",
	} {
		var got []string
		for _, p := range checkFields(t, Versions{}, route+text+"\n") {
			got = append(got, p.Message)
		}
		if len(got) > 1 || !strings.Contains(strings.Join(got, "\n"), want) || want == "" && len(got) > 0 {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Which release judges, and which are believed, decides what is reported.
func TestReleasesDecide(t *testing.T) {
	policy := "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata: {name: a}\nspec:\n  backend:\n    ai: "
	route := "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\nspec:\n  rules:\n  - "
	traffic := "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: TrafficPolicy\nmetadata: {name: a}\nspec:\n  "
	for _, c := range []struct {
		what, text string
		pin        Versions
		want       int
	}{
		{"only in what is not released", policy + "{finalTransformations: [{field: a, expression: b}]}", Versions{}, 0},
		{"the same, pinned", policy + "{finalTransformations: [{field: a, expression: b}]}", Versions{Agentgateway: "v1.4.1"}, 1},
		{"since 1.2.1", policy + "{promptCaching: {cacheMessageOffset: 1}}", Versions{}, 0},
		{"before it", policy + "{promptCaching: {cacheMessageOffset: 1}}", Versions{Agentgateway: "v1.1.0"}, 1},
		{"with it", policy + "{promptCaching: {cacheMessageOffset: 1}}", Versions{Agentgateway: "v1.2.1"}, 0},
		{"experimental", route + "retry: {attempts: 3}", Versions{}, 0},
		{"experimental, pinned", route + "retry: {attempts: 3}", Versions{GatewayAPI: "v1.4.1"}, 0},
		{"experimental until 1.5.1", route + "sessionPersistence: {idleTimeout: 1h}", Versions{}, 0},
		{"experimental until 1.5.1, pinned", route + "sessionPersistence: {idleTimeout: 1h}", Versions{GatewayAPI: "v1.6.1"}, 1},
		{"of another kgateway", traffic + "faultInjection: {}", Versions{}, 0},
		{"of another kgateway, pinned", traffic + "faultInjection: {}", Versions{Agentgateway: "v2.2.0"}, 1},
		{"a type of any kgateway", traffic + "targetRefs: {}", Versions{}, 1},
		{"a slip in any kgateway", traffic + "targetrefs: []", Versions{}, 1},
	} {
		if got := checkFields(t, c.pin, c.text); len(got) != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

// Aliases that stand for each other many times over end.
func TestHostileAliases(t *testing.T) {
	text := "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayParameters\nmetadata: {name: a}\nspec:\n  deployment:\n    spec:\n      a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := range 12 {
		text += fmt.Sprintf("      a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i, i, i, i, i)
	}
	text += "  env: *a12\n"
	check(t, Versions{}, text)
}

func benchmarkCheck(b *testing.B, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	f, err := source.Parse(file, text)
	if err != nil {
		b.Fatal(err)
	}
	root := f.Docs[0].Root()
	api := root.Get("apiVersion").Text()
	group, _ := object.SplitAPIVersion(api)
	kind := object.Kind{Group: group, Name: root.Get("kind").Text()}
	const documents = 1000
	b.ReportAllocs()
	for b.Loop() {
		for range documents {
			r, _ := For(kind, api, Versions{})
			if problems := r.Check(root); len(problems) > 0 {
				b.Fatal(problems[0].Message)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*documents), "ns/document")
}

// A thousand documents of a kind, the table of which was read.
func BenchmarkHTTPRoutes(b *testing.B)           { benchmarkCheck(b, "testdata/httproute.yaml") }
func BenchmarkAgentgatewayBackends(b *testing.B) { benchmarkCheck(b, "testdata/backend.yaml") }

// The first use of a kind reads its table.
func BenchmarkFirstUse(b *testing.B) {
	for _, k := range []object.Kind{object.AgentgatewayBackend, object.AgentgatewayPolicy, object.HTTPRoute, {Group: object.KgatewayGroup, Name: "GatewayParameters"}} {
		b.Run(k.Name, func(b *testing.B) {
			e := entries()[k][0]
			file := fmt.Sprintf("tables/%s_%s_%s.txt", k.Group, k.Name, e.version)
			b.ReportAllocs()
			for b.Loop() {
				mustRead(file, k, e.version)
			}
		})
	}
}
