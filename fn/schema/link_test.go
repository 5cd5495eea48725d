package schema

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema/wire"
	"github.com/gatefix/gatefix/fn/source"
)

var wanted = regexp.MustCompile(`# want (.*)$`)

// Fields that do not go together are reported with the messages that the
// comments of bad.yaml say, on their lines; those of good.yaml are not. Every
// word of the tables is broken in the one and holds somewhere.
func TestLinks(t *testing.T) {
	broken, held := watch(t)
	checkLinks(t, "testdata/links/bad.yaml")
	checkLinks(t, "testdata/links/good.yaml")
	for _, word := range wordsOfTables(t) {
		if !broken[word] || !held[word] {
			t.Errorf("%s: broken by a document: %v; held by one: %v", word, broken[word], held[word])
		}
	}
}

func checkLinks(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := source.Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for i, line := range strings.Split(string(text), "\n") {
		if m := wanted.FindStringSubmatch(line); m != nil {
			for _, w := range strings.Split(m[1], " && ") {
				want = append(want, fmt.Sprintf("%d: %s", i+1, w))
			}
		}
	}
	for _, d := range f.Docs {
		for _, p := range linkResource(t, d).Check(d.Root()) {
			n := p.Node
			if k := n.Key(p.Key); p.Key != "" && k != nil {
				n = k
			}
			got = append(got, fmt.Sprintf("%d: %s", f.Position(d.Span(n).Start).Line, p.Message))
			if !p.Linked {
				t.Errorf("%s: %s", d.Root().Get("metadata", "name").Text(), p.Message)
			}
		}
	}
	slices.Sort(got) // the order on a line is not of interest
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// linkResource is the resource of a document in the newest release that has it.
func linkResource(t *testing.T, d *source.Doc) *Resource {
	t.Helper()
	pin := Versions{GatewayAPI: "v1.6.1"}
	api := d.Root().Get("apiVersion").Text()
	group, _ := object.SplitAPIVersion(api)
	if group == object.KgatewayGroup {
		pin.Agentgateway = "v2.2.0"
	}
	r, ok := For(object.Kind{Group: group, Name: d.Root().Get("kind").Text()}, api, pin)
	if !ok {
		t.Fatalf("%s: there is no table", d.Root().Get("kind").Text())
	}
	return r
}

// watch notes which words report something, and which hold, until the test ends.
func watch(t *testing.T) (broken, held map[string]bool) {
	broken, held = map[string]bool{}, map[string]bool{}
	note := func(word string, bad bool) {
		if bad {
			broken[word] = true
		} else {
			held[word] = true
		}
	}
	mappings, lists, scalars := maps.Clone(mappingLinks), maps.Clone(listLinks), maps.Clone(scalarLinks)
	t.Cleanup(func() { mappingLinks, listLinks, scalarLinks = mappings, lists, scalars })
	for word, judge := range mappings {
		mappingLinks[word] = func(c *checker, m *mapping, l link) {
			before := len(c.problems)
			judge(c, m, l)
			note(word, len(c.problems) > before)
		}
	}
	for word, judge := range lists {
		listLinks[word] = func(c *checker, i *items, l link) {
			before := len(c.problems)
			judge(c, i, l)
			note(word, len(c.problems) > before)
		}
	}
	for word, judge := range scalars {
		scalarLinks[word] = func(l link, v wire.Value) string {
			why := judge(l, v)
			note(word, why != "")
			return why
		}
	}
	return broken, held
}

// wordsOfTables returns the words of all tables, and fails for those that none
// has.
func wordsOfTables(t *testing.T) []string {
	found := map[string]bool{}
	var walk func(n *node)
	seen := map[*kids]bool{}
	walk = func(n *node) {
		if n == nil {
			return
		}
		for _, f := range n.forms {
			for _, l := range f.links {
				found[l.word] = true
			}
		}
		if !seen[n.kids] {
			seen[n.kids] = true
			for _, k := range n.kids.fields {
				walk(k)
			}
			walk(n.kids.items)
			walk(n.kids.values)
		}
	}
	for _, list := range entries() {
		for _, e := range list {
			walk(e.read().root)
		}
	}
	for _, word := range slices.Concat(slices.Collect(maps.Keys(mappingLinks)), slices.Collect(maps.Keys(listLinks)), slices.Collect(maps.Keys(scalarLinks))) {
		if !found[word] {
			t.Errorf("no table has the word %s", word)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Where nothing is pinned, what is demanded of fields together is what all those
// releases demand that take each of them by itself.
func TestDemandsOfReleases(t *testing.T) {
	route := "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\nspec:\n  rules:\n  - "
	gateway := "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a}\nspec:\n  gatewayClassName: a\n  "
	policy := "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayPolicy\nmetadata: {name: a}\nspec:\n  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}]\n  "
	for _, c := range []struct {
		what, text string
		pin        Versions
		want       string
	}{
		{"only some have the filter, and all those demand its settings", route + "filters: [{type: CORS}]", Versions{}, `type is "CORS", but "cors" is missing under spec.rules[0].filters[0]; set it`},
		{"only some of those that have the filter allow it once", route + "filters: [{type: CORS, cors: {}}, {type: CORS, cors: {}}]", Versions{}, ""},
		{"the newest of them", route + "filters: [{type: CORS, cors: {}}, {type: CORS, cors: {}}]", Versions{GatewayAPI: "v1.6.1"}, `type "CORS" stands twice under spec.rules[0].filters; keep one`},
		{"demanded since 1.5.1", gateway + "listeners: [{name: a, port: 443, protocol: TLS}]", Versions{}, ""},
		{"demanded since 1.5.1, with a field that 1.4.1 has too", gateway + "listeners: [{name: a, port: 443, protocol: TLS}]\n  tls: {frontend: {default: {validation: {caCertificateRefs: [{name: a, kind: ConfigMap, group: \"\"}], mode: AllowInsecureFallback}}}}", Versions{}, ""},
		{"bounds that one release writes as a pattern, the other as a rule", policy + "backend: {http: {requestTimeout: 1x}}", Versions{}, `requestTimeout "1x" is not a duration; allowed: a number with a unit, such as 30s, 1m30s or 500ms`},
		{"bounds that the next release lowers", policy + "traffic: {timeouts: {request: 10ms}}", Versions{}, ""},
		{"bounds of the pinned release", policy + "traffic: {timeouts: {request: 10ms}}", Versions{Agentgateway: "v1.4.1"}, `request "10ms" is too short; allowed: at least 100ms`},
	} {
		var got []string
		for _, p := range check(t, c.pin, c.text) {
			got = append(got, p.Message)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.what, got, c.want)
		}
	}
}
