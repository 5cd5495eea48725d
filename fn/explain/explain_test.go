package explain

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/rules"
)

// toCome are rules that topics name and that the table does not have yet. A
// name is taken out of this list when its rule is there.
var toCome = []string{
	"dangling-backend-ref", "dangling-policy-target", "filter-at-wrong-level", "invalid-cel", "mcp-selector-without-app-protocol",
}

func exists(rule string) bool { return rules.Find(rule) != nil || lint.IsEngineRule(rule) }

// A topic that names a rule which does not exist would promise what Gatefix
// does not do.
func TestNamedRulesExist(t *testing.T) {
	named := map[string]bool{}
	for _, topic := range Topics() {
		for _, r := range topic.Rules {
			named[r] = true
			if !exists(r) && !slices.Contains(toCome, r) {
				t.Errorf("%s names the rule %s, which does not exist", topic.Name, r)
			}
		}
	}
	for _, r := range toCome {
		if exists(r) {
			t.Errorf("the rule %s exists now; take it out of the list", r)
		}
		if !named[r] {
			t.Errorf("no topic names the rule %s; take it out of the list", r)
		}
	}
}

// Each topic can be told from the others and from the rules, and tells what to
// type to check it.
func TestTopics(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	area := 0
	for _, topic := range Topics() {
		for Areas[area].Name != topic.Area {
			area++ // panics where topics are not in the order of the areas
		}
		if !name.MatchString(topic.Name) || exists(topic.Name) || slices.Contains(toCome, topic.Name) {
			t.Errorf("%s is no name, or that of a rule", topic.Name)
		}
		if n := len([]rune(topic.Title)); n > 90 || strings.HasSuffix(topic.Title, ".") {
			t.Errorf("%s: the title has %d characters, or ends in a full stop", topic.Name, n)
		}
		if !strings.Contains(topic.Check, "```\n") && topic.Check != "" {
			t.Errorf("%s: nothing to type under Check", topic.Name)
		}
		if len(topic.Messages) == 0 {
			t.Errorf("%s: no messages", topic.Name)
		}
		for _, l := range topic.Links {
			if !strings.HasPrefix(l, "https://") {
				t.Errorf("%s: %s is no link", topic.Name, l)
			}
		}
		if m := Find(topic.Name); len(m) != 1 || m[0].Topic != topic {
			t.Errorf("%s is not found by its name", topic.Name)
		}
		if strings.Count(Page(topic), "```")%2 != 0 {
			t.Errorf("%s: a fence is not closed", topic.Name)
		}
	}
}

// Every message finds its topic and no other, bare and as it looks in a log,
// whatever its names and values are.
func TestMessagesFindTheirTopic(t *testing.T) {
	for _, topic := range Topics() {
		for _, m := range topic.Messages {
			text := strings.ReplaceAll(wildcard().ReplaceAllString(m, "web.apps:8080"), "…", "x")
			quoted, _ := json.Marshal(map[string]string{"level": "error", "msg": `"` + text + `"`})
			twice, _ := json.Marshal(string(quoted))
			for _, pasted := range []string{text, strings.ToUpper(text), string(quoted), string(twice), "\x1b[31m" + text + "\x1b[0m", strings.ReplaceAll(text, " ", "\n      ")} {
				found := Find(pasted)
				if len(found) != 1 || found[0].Topic != topic {
					t.Errorf("%s: the message `%s`, as %q, finds %v", topic.Name, m, pasted, names(found))
				}
			}
		}
	}
}

// The same message in two topics would make the answer a matter of chance. A
// wildcard may stand for nothing, so it does not tell two messages apart.
func TestMessagesAreDistinct(t *testing.T) {
	of := map[string]string{}
	for _, topic := range Topics() {
		for _, m := range topic.Messages {
			key := strings.Join(texts(words(wildcard().ReplaceAllString(m, " "))), " ")
			if other, ok := of[key]; ok {
				t.Errorf("the message `%s` stands twice: in %s and in %s", m, other, topic.Name)
			}
			of[key] = topic.Name
		}
	}
}

func TestPasted(t *testing.T) {
	data, err := os.ReadFile("testdata/pasted.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := strings.Split(string(data), "\n= ")[1:]
	explained := map[string]bool{}
	for _, c := range cases {
		want, text, _ := strings.Cut(c, "\n")
		got := names(Find(text))
		if got == "" {
			got = "-"
		}
		if got != want {
			t.Errorf("found %s, want %s, in:\n%s", got, want, text)
		}
		for name := range strings.SplitSeq(want, ", ") {
			explained[name] = true
		}
	}
	if len(cases) < 90 || len(explained) < 70 {
		t.Errorf("%d cases of %d topics were read", len(cases), len(explained))
	}
}

func names(found []Match) string {
	var out []string
	for _, m := range found {
		out = append(out, m.Topic.Name)
	}
	return strings.Join(out, ", ")
}

func TestNear(t *testing.T) {
	for text, want := range map[string]string{
		"RefNotPermited":              "ref-not-permitted",
		"route-not-fond":              "route-not-found",
		"cors-maxage":                 "cors-max-age",
		"the listener was refused":    "listener-set-refused",
		"qqq":                         "",
		"":                            "",
		"kustomize plugins are alpha": "kustomize-plugins-disabled",
	} {
		got := Near(text, rules.Names())
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) || len(got) > nearTopics {
			t.Errorf("%q: nearest are %v, want %q among them", text, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		`spec.traffic.cors.maxAge: "24h"`: "spec traffic cors maxage 24h",
		`{\"msg\":\"a\\nb\"}`:             "msg a b",
		`x\u0022y\u003cz`:                 "x y z",
		"\x1b[1;31mred\x1b[0m":            "red",
		"“Größe” 5µs":                     "größe 5µs",
		"\\":                              "",
		"\x1b[":                           "",
		"\xff\xfea":                       "a",
	} {
		if got := strings.Join(texts(words(text)), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":          "not a title",
		"title\n":   "not a title",
		"# T\ntext": "in front of the first section",
		"# T\n\n## Cause\n\nc\n\n## Check\n\nc\n": "are needed",
		"# T\n\n## Causes\n\nc\n":                 `"Causes" is not known`,
	} {
		if _, err := parse("status", "x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestUnwrap(t *testing.T) {
	const in = "\nOne\ntwo.\n\n- a\n  b\n- c\n\n```\nx: 1\n  y\n```\nThree\n"
	const want = "One two.\n\n- a b\n- c\n\n```\nx: 1\n  y\n```\nThree"
	if got := unwrap(in); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPage(t *testing.T) {
	page := Page(Named("cors-rejected"))
	for _, want := range []string{"## cors-rejected\n\nA CORS block", "\n**Cause:** Envoy Gateway", "\n**Repair:**\n\n```\ncors:", "\n- cors-max-age: CORS maxAge", "\n- <https://"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if page := Page(Named("yaml-unreadable")); !strings.Contains(page, "\n- bad-yaml: ") {
		t.Errorf("the finding of the engine is missing in\n%s", page)
	}
}

// Whatever is pasted is answered, and what was matched is part of it.
func FuzzFind(f *testing.F) {
	f.Add("reason: Pending\nmessage: \"route not found\"")
	f.Add("spec.selector: Invalid value: \\\"x\\\": field is immutable \x1b[0m")
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[*Topic]bool{}
		for _, m := range Find(text) {
			if seen[m.Topic] || m.Text == "" {
				t.Errorf("%s: found twice, or nothing matched: %q", m.Topic.Name, m.Text)
			}
			seen[m.Topic] = true
		}
	})
}

func BenchmarkFind(b *testing.B) {
	line := `2026-11-20T09:14:03Z info request gateway=ai/ai-gateway listener=http http.path=/a http.status=404 error="route not found" duration=0ms` + "\n"
	text := strings.Repeat(line, 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text)
	}
}
