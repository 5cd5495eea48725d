package rules

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// The rules are tested by the files in testdata/rules; adding a case adds no
// Go. A folder per rule holds
//
//	bad*.yaml            mistakes; each line with one says "# want: regexp"
//	bad*.fixed.yaml      the file after the safe fixes (absent: unchanged)
//	bad*.unsafe.yaml     the file after the unsafe fixes too (absent: as fixed)
//	good*.yaml           what must not be reported, by this rule or any other
//	config.yaml          the configuration of all cases, if any
//	<case>.config.yaml   the configuration of one case
//
// An expectation may name severity and column: "# want error@15: regexp".
// "# want-next" speaks of the line below. Several may stand on one line.

const root = "../../testdata/rules"

var update = flag.Bool("update", false, "write the expected files and the catalogue")

func TestTable(t *testing.T) {
	if err := lint.Validate(All); err != nil {
		t.Fatal(err)
	}
	for _, r := range All {
		if why := retired[r.Name]; why != "" {
			t.Errorf("%s is a retired name: %s", r.Name, why)
		}
		if len(r.Outcome) == 0 {
			t.Errorf("%s does not say its Outcome; a rule on what another program reads says lint.Outside", r.Name)
		}
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if Find(e.Name()) == nil {
			t.Errorf("testdata/rules/%s belongs to no rule", e.Name())
		}
	}
}

func TestRules(t *testing.T) {
	for _, rule := range All {
		t.Run(rule.Name, func(t *testing.T) { testRule(t, rule) })
	}
}

func testRule(t *testing.T, rule *lint.Rule) {
	read, unsafe := map[object.Kind]bool{}, false
	bad, good := cases(t, rule, "bad"), cases(t, rule, "good")
	if len(bad) == 0 || len(good) == 0 {
		t.Fatalf("a rule needs a bad and a good case in %s/%s", root, rule.Name)
	}
	for _, c := range append(bad, good...) {
		t.Run(filepath.Base(c.name), func(t *testing.T) {
			if strings.HasPrefix(filepath.Base(c.name), "good") {
				c.testGood(t)
			} else {
				unsafe = c.testBad(t) || unsafe
			}
		})
		for k := range lint.Reads(c.input(t), rule, c.config(t, lint.CheckMode)) {
			read[k] = true
		}
	}
	if t.Failed() {
		return
	}
	if unsafe && rule.Doc.FixSafety == "" {
		t.Errorf("the rule offers fixes, but FixSafety does not say how safe they are")
	}
	declared := map[object.Kind]bool{}
	for _, k := range rule.Reads {
		declared[k] = true
	}
	if diff := cmp.Diff(declared, read); diff != "" {
		t.Errorf("the kinds declared in Reads are not those read (-declared +read):\n%s", diff)
	}
}

// testCase is one bad or good file.
type testCase struct {
	rule *lint.Rule
	name string // without ".yaml"
	text string
}

func cases(t *testing.T, rule *lint.Rule, prefix string) []testCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, rule.Name, prefix+"*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []testCase
	for _, f := range files {
		name := strings.TrimSuffix(f, ".yaml")
		if strings.Contains(filepath.Base(name), ".") {
			continue
		}
		out = append(out, testCase{rule, name, mustRead(t, f)})
	}
	return out
}

func mustRead(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (c testCase) input(t *testing.T) lint.Input { return inputOf(t, c.name+".yaml", c.text) }

func inputOf(t *testing.T, name, text string) lint.Input {
	t.Helper()
	f, err := source.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Docs {
		if d.Err() != nil {
			t.Fatalf("%v\n%s", d.Err(), text)
		}
	}
	return lint.Input{Files: []*source.File{f}, Known: Names()}
}

func (c testCase) config(t *testing.T, mode lint.Mode) *lint.Config {
	t.Helper()
	cfg := lint.Defaults()
	for _, name := range []string{filepath.Join(filepath.Dir(c.name), "config.yaml"), c.name + ".config.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		f, err := source.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if cfg, err = lint.ParseConfig(f.Docs[0], Names()); err != nil {
			t.Fatal(err)
		}
	}
	cfg.Mode = mode
	return cfg
}

func (c testCase) only() []*lint.Rule { return []*lint.Rule{c.rule} }

func (c testCase) testGood(t *testing.T) {
	for _, f := range lint.Run(c.input(t), All, c.config(t, lint.CheckMode)).Findings {
		t.Errorf("a good file is reported: %s", f)
	}
}

// testBad reports whether the case has a fix.
func (c testCase) testBad(t *testing.T) bool {
	c.matchWants(t, lint.Run(c.input(t), c.only(), c.config(t, lint.CheckMode)).Findings)
	all := lint.Run(c.input(t), All, c.config(t, lint.CheckMode))
	c.matchWants(t, slices.DeleteFunc(slices.Clone(all.Findings), func(f *lint.Finding) bool { return f.Name != c.rule.Name }))

	safe := c.fix(t, false)
	c.golden(t, ".fixed.yaml", c.text, safe)
	unsafe := c.fix(t, true)
	c.golden(t, ".unsafe.yaml", safe, unsafe)
	c.nothingNew(t, all, unsafe)
	return safe != c.text || unsafe != c.text
}

// fix applies this rule's fixes, and checks that doing so again changes
// nothing and that no comment was lost.
func (c testCase) fix(t *testing.T, unsafe bool) string {
	t.Helper()
	cfg := c.config(t, lint.FixMode)
	cfg.UnsafeFixes = unsafe
	once := string(lint.Run(c.input(t), c.only(), cfg).Files[0].Bytes())
	twice := string(lint.Run(inputOf(t, c.name, once), c.only(), cfg).Files[0].Bytes())
	if once != twice {
		t.Errorf("fixing twice is not fixing once:\n%s", cmp.Diff(once, twice))
	}
	for _, d := range c.input(t).Files[0].Docs {
		for _, comment := range d.Comments() {
			text := c.text[comment.Start:comment.End]
			if strings.Count(once, text) < strings.Count(c.text, text) {
				t.Errorf("the comment %q is lost", text)
			}
		}
	}
	return once
}

// golden compares with the file of that suffix; without one, with other.
func (c testCase) golden(t *testing.T, suffix, other, got string) {
	t.Helper()
	name := c.name + suffix
	want, err := os.ReadFile(name)
	if err != nil {
		want = []byte(other)
	}
	if string(want) == got {
		return
	}
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s (-want +got):\n%s", filepath.Base(name), cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")))
}

// nothingNew checks that no rule reports more on the fixed text than before.
func (c testCase) nothingNew(t *testing.T, before *lint.Result, fixed string) {
	t.Helper()
	count := func(findings []*lint.Finding) map[string]int {
		n := map[string]int{}
		for _, f := range findings {
			n[f.Name]++
		}
		return n
	}
	was := count(before.Findings)
	after := lint.Run(inputOf(t, c.name, fixed), All, c.config(t, lint.CheckMode))
	for name, n := range count(after.Findings) {
		if n > was[name] {
			t.Errorf("after the fix there are %d findings of %s, before %d", n, name, was[name])
		}
	}
}

// want is one expectation.
type want struct {
	line, column int
	severity     string
	re           *regexp.Regexp
	met          bool
}

var wantPattern = regexp.MustCompile(`^want(-next)?(?: (info|warning|error))?(?:@(\d+))?: (.*)$`)

func (c testCase) wants(t *testing.T) []*want {
	t.Helper()
	var out []*want
	for i, line := range strings.Split(c.text, "\n") {
		for _, part := range strings.Split(line, "# ")[1:] {
			m := wantPattern.FindStringSubmatch(strings.TrimSpace(part))
			if m == nil {
				continue
			}
			w := &want{line: i + 1, severity: m[2], re: regexp.MustCompile(m[4])}
			if m[1] != "" {
				w.line++
			}
			w.column, _ = strconv.Atoi(m[3])
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		t.Errorf("the bad file expects nothing")
	}
	return out
}

func (c testCase) matchWants(t *testing.T, findings []*lint.Finding) {
	t.Helper()
	wants := c.wants(t)
	for _, f := range findings {
		if !slices.ContainsFunc(wants, func(w *want) bool { return w.take(f) }) {
			t.Errorf("not expected: %s", f)
		}
	}
	for _, w := range wants {
		if !w.met {
			t.Errorf("%s.yaml:%d: missing: %s", filepath.Base(c.name), w.line, w.re)
		}
	}
}

func (w *want) take(f *lint.Finding) bool {
	pos := f.At.Position()
	if w.met || pos.Line != w.line || w.column != 0 && pos.Column != w.column ||
		w.severity != "" && w.severity != f.Severity.String() || !w.re.MatchString(f.Message) {
		return false
	}
	w.met = true
	return true
}

func TestCatalogueIsFresh(t *testing.T) {
	const name = "README.md"
	want := Catalogue()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := mustRead(t, name); got != want {
		t.Errorf("fn/rules/README.md is stale; run: go test ./fn/rules -update\n%s", cmp.Diff(got, want))
	}
}

// onPurpose are the files of the corpus of good manifests that hold a mistake all
// the same, by the end of their names, with the rules that find it: conformance
// tests of what a controller must refuse, one page of documentation whose
// route asks for another hostname than its Gateway serves, and pages that show
// policies or routes to be tried one after the other, of which only one takes
// effect where all are applied, and a page whose two backends at port 443 lack
// TLS.
var onPurpose = map[string]string{
	"gateway-with-attached-routes.yaml":                           "hostname-mismatch shadowed-route",
	"httproute-disallowed-kind.yaml":                              "not-allowed-by-listener",
	"httproute-hostname-intersection.yaml":                        "hostname-mismatch",
	"listenerset-allowed-routes-namespaces.yaml":                  "not-allowed-by-listener",
	"kubernetes-1.0.x-llm-providers-anthropic.yaml":               "plaintext-443",
	"kubernetes-1.0.x-llm-content-routing.yaml":                   "shadowed-policy",
	"kubernetes-1.0.x-llm-transformations.yaml":                   "shadowed-policy",
	"kubernetes-1.0.x-resiliency-connection.yaml":                 "shadowed-policy",
	"kubernetes-1.0.x-security-rate-limit-global.yaml":            "shadowed-policy",
	"kubernetes-1.3.x-traffic-management-extproc.yaml":            "shadowed-policy",
	"kubernetes-1.0.x-tutorials-llm-gateway-index.yaml":           "shadowed-route",
	"listenerset-allowed-namespace-none.yaml":                     "listenerset-not-allowed",
	"listenerset-allowed-namespace-same.yaml":                     "listenerset-not-allowed",
	"listenerset-allowed-namespace-selector.yaml":                 "listenerset-not-allowed",
	"listenerset-default-not-allowed.yaml":                        "listenerset-not-allowed",
	"listenerset-dual-parentref-independence.yaml":                "section-mismatch",
	"listenerset-gateway-parent-section-name-not-found.yaml":      "section-mismatch",
	"listenerset-reference-grant.yaml":                            "missing-reference-grant",
	"udproute-not-allowed-by-listeners.yaml":                      "not-allowed-by-listener",
	"standalone-latest-integrations-networking-external-dns.yaml": "hostname-mismatch",
}

// The corpus of good manifests, where there is one, must stay silent and
// untouched: GATEFIX_CLEAN names the folder.
func TestCleanCorpus(t *testing.T) {
	dir := os.Getenv("GATEFIX_CLEAN")
	if dir == "" {
		t.Skip("GATEFIX_CLEAN names no folder of good manifests")
	}
	n := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		n++
		testClean(t, path)
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("%d files, %v", n, err)
	}
	fmt.Println(n, "clean files")
}

func testClean(t *testing.T, path string) {
	t.Helper()
	cfg := lint.Defaults()
	cfg.Mode, cfg.UnsafeFixes = lint.FixMode, true
	text := mustRead(t, path)
	in := inputOf(t, path, text)
	// The conformance tests of the Gateway API stand on a base of their own.
	if before, _, ok := strings.Cut(path, "-conformance-tests-"); ok {
		base := before + "-conformance-base-manifests.yaml"
		in.Files = append(in.Files, inputOf(t, base, mustRead(t, base)).Files...)
	}
	for suffix, names := range onPurpose {
		if !strings.HasSuffix(path, "-"+suffix) {
			continue
		}
		for _, name := range strings.Fields(names) {
			if len(lint.Run(in, []*lint.Rule{Find(name)}, lint.Defaults()).Findings) == 0 {
				t.Errorf("%s: %s does not find what is wrong on purpose", path, name)
			}
			cfg.Rules[name] = lint.RuleConfig{Off: true}
		}
	}
	res := lint.Run(in, All, cfg)
	for _, f := range append(res.Fixed, res.Findings...) {
		t.Errorf("%s", f)
	}
	if string(res.Files[0].Bytes()) != text {
		t.Errorf("%s was changed", path)
	}
}
