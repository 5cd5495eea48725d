package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Toy rules for the engine's own tests: they look at Services only.
var (
	// upper wants spec.value in upper case: a safe fix.
	upper = toy("upper", func(p *Pass, o *object.Object) {
		n := o.Get("spec", "value")
		if s, ok := Value(n); ok && s != strings.ToUpper(s) {
			p.Report(At(o, n), fmt.Sprintf("%q is not upper case", s),
				With(Safe, "write upper case", source.Set(o.Doc, n.Path(), strings.ToUpper(s))))
		}
	})
	// suffix wants spec.value to end in Z, an unsafe fix of the same place.
	suffix = toy("suffix", func(p *Pass, o *object.Object) {
		n := o.Get("spec", "value")
		if s, ok := n.Str(); ok && !strings.HasSuffix(strings.ToUpper(s), "Z") {
			p.Report(At(o, n), "does not end in z", With(Unsafe, "add z", source.Set(o.Doc, n.Path(), s+"z")))
		}
	})
	// flip never ends: it always finds something to repair.
	flip = toy("flip", func(p *Pass, o *object.Object) {
		n := o.Get("spec", "flip")
		if i, ok := n.Int(); ok {
			p.Report(At(o, n), "flips", With(Safe, "flip", source.Set(o.Doc, n.Path(), 1-i)))
		}
	})
	// hint only suggests.
	hint = toy("hint", func(p *Pass, o *object.Object) {
		if n := o.Get("spec", "hint"); n != nil {
			p.Report(AtKey(o, o.Get("spec"), "hint"), "a hint", As(Info), With(Suggestion, "drop it", source.Delete(o.Doc, n.Path())))
		}
	})
	toys = []*Rule{flip, hint, suffix, upper}
)

func toy(name string, check func(*Pass, *object.Object)) *Rule {
	return &Rule{Name: name, Severity: Error, Since: "0.1", Kinds: []object.Kind{object.Service}, Check: check,
		Doc: Doc{Summary: "s", Why: "w", Repair: "r", Forecast: "f"}}
}

func service(spec string) string {
	return "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n" + spec
}

func runToys(t *testing.T, text string, change func(*Config), rules ...*Rule) *Result {
	t.Helper()
	f, err := source.Parse("in.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cfg := Defaults()
	cfg.Mode = FixMode
	if change != nil {
		change(cfg)
	}
	if len(rules) == 0 {
		rules = []*Rule{hint, suffix, upper}
	}
	return Run(Input{Files: []*source.File{f}, Known: []string{"flip", "hint", "suffix", "upper"}}, rules, cfg)
}

func lines(findings []*Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, f.String())
	}
	return out
}

func TestTableIsValid(t *testing.T) {
	if err := Validate(toys); err != nil {
		t.Fatal(err)
	}
	for want, rules := range map[string][]*Rule{
		"not sorted":    {upper, flip},
		"used twice":    {upper, upper},
		"lower-case":    {toy("Up", upper.Check)},
		"Check, Kinds":  {toy("x", nil)},
		"name is used ": {toy(RuleBadYAML, upper.Check)},
		"is not known":  {fated("x", "accepted")},
		"stands twice":  {fated("x", Silent, Silent)},
	} {
		if err := Validate(rules); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestSafeFixesAreMadeAndUnsafeOnesHeld(t *testing.T) {
	r := runToys(t, service("  value: abc # c\n  hint: x\n"), nil)
	if got := string(r.Files[0].Bytes()); got != service("  value: ABC # c\n  hint: x\n") {
		t.Errorf("got %s", got)
	}
	if diff := cmp.Diff([]string{`in.yaml:6:10: error: "abc" is not upper case [upper]`}, lines(r.Fixed)); diff != "" {
		t.Error(diff)
	}
	want := []string{"in.yaml:6:10: error: does not end in z [suffix]", "in.yaml:7:3: info: a hint [hint]"}
	if diff := cmp.Diff(want, lines(r.Findings)); diff != "" {
		t.Error(diff)
	}
	if r.Stats.HeldUnsafe != 1 || r.Stats.Fixable != 0 {
		t.Errorf("stats %+v", r.Stats)
	}
}

func TestConflictingFixesAreMadeInRounds(t *testing.T) {
	r := runToys(t, service("  value: abc\n"), func(c *Config) { c.UnsafeFixes = true })
	if got := string(r.Files[0].Bytes()); got != service("  value: ABCZ\n") {
		t.Errorf("got %s", got)
	}
	if len(r.Findings) != 0 {
		t.Errorf("remaining: %v", lines(r.Findings))
	}
}

func TestEndlessRepairsEnd(t *testing.T) {
	r := runToys(t, service("  flip: 0\n"), nil, flip)
	if len(r.Fixed) != MaxRounds || len(r.Findings) != 1 {
		t.Errorf("%d repaired, %d remain", len(r.Fixed), len(r.Findings))
	}
}

// A repair that changes nothing is refused, in the first round, and does not
// count as one that fix mode would make.
func TestIdleRepairsAreRefused(t *testing.T) {
	idle := toy("idle", func(p *Pass, o *object.Object) {
		if n := o.Get("spec", "flip"); n != nil {
			i, _ := n.Int()
			p.Report(At(o, n), "idle", With(Safe, "write it again", source.Set(o.Doc, n.Path(), i)))
		}
	})
	for _, mode := range []Mode{FixMode, CheckMode} {
		r := runToys(t, service("  flip: 0\n"), func(c *Config) { c.Mode = mode }, idle)
		if len(r.Fixed) != 0 || len(r.Findings) != 1 || r.Stats.Fixable != 0 || !strings.Contains(r.Findings[0].Held, "changes nothing") {
			t.Errorf("%d repaired, %v, %+v", len(r.Fixed), r.Findings, r.Stats)
		}
	}
}

func TestCheckModeChangesNothing(t *testing.T) {
	text := service("  value: abc\n")
	r := runToys(t, text, func(c *Config) { c.Mode = CheckMode })
	if string(r.Files[0].Bytes()) != text || len(r.Fixed) != 0 || len(r.Findings) != 2 || r.Stats.Fixable != 1 {
		t.Errorf("%v, %+v", lines(r.Findings), r.Stats)
	}
}

func TestSharedValuesAreHeld(t *testing.T) {
	text := service("  value: &v abc\n  other: *v\n")
	for _, mode := range []Mode{FixMode, CheckMode} {
		r := runToys(t, text, func(c *Config) { c.Mode = mode }, upper)
		if string(r.Files[0].Bytes()) != text || len(r.Findings) != 1 {
			t.Fatalf("%v", lines(r.Findings))
		}
		f := r.Findings[0]
		if !strings.Contains(f.Held, "shared through the anchor &v") || len(f.Related) != 1 || f.Related[0].Position().Line != 6 {
			t.Errorf("held %q, related %v", f.Held, f.Related)
		}
	}
}

func TestDocumentsThatAreLeftAlone(t *testing.T) {
	for name, text := range map[string]string{
		"placeholder": service("  value: ${x}\n"),
		"fragment":    "spec:\n  value: abc\n",
		"no name":     "apiVersion: v1\nkind: Service\nspec:\n  value: abc\n",
		"patch":       service("  value: abc\n  $patch: delete\n"),
		"encrypted":   service("  value: abc\nsops:\n  mac: ENC[x]\n"),
		"other kind":  strings.ReplaceAll(service("  value: abc\n"), "Service", "Pod"),
		"empty":       "",
		"comments":    "# nothing\n---\n# here\n",
	} {
		r := runToys(t, text, nil, upper)
		if len(r.Findings)+len(r.Fixed) != 0 || string(r.Files[0].Bytes()) != text {
			t.Errorf("%s: %v", name, lines(append(r.Fixed, r.Findings...)))
		}
	}
}

func TestDuplicateKeysAndBadYAML(t *testing.T) {
	text := service("  value: abc\n  value: def\n") + "---\na: [\nb\n"
	r := runToys(t, text, nil)
	want := []string{
		`in.yaml:7:3: error: the key "value" stands twice; remove one, the document is left alone until then [duplicate-key]`,
		"in.yaml:10:1: error: not YAML: did not find expected ',' or ']' [bad-yaml]",
	}
	got := lines(r.Findings)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if string(r.Files[0].Bytes()) != text {
		t.Error("the text changed")
	}
}

func TestSuppression(t *testing.T) {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for _, c := range []struct {
		name, text string
		ignore     *Ignore
		want       []string
	}{
		{"on the line", service("  value: abc # gatefix:ignore upper -- wanted\n"), nil, nil},
		{"above", service("  # gatefix:ignore upper -- wanted\n  # and more\n  value: abc\n"), nil, nil},
		{"in a text that holds no findings", service("  text: |\n    a: 1 # gatefix:ignore upper -- another tool\n"), nil, []string{}},
		{"two rules", service("  # gatefix:ignore upper, hint -- wanted\n  value: abc\n"), nil, nil},
		{"annotation", strings.Replace(service("  value: abc\n"), "  name: a\n", "  name: a\n  annotations:\n    gatefix.dev/ignore: upper -- wanted\n", 1), nil, nil},
		{"without reason", service("  value: abc # gatefix:ignore upper\n"), nil, []string{
			`in.yaml:6:10: error: "abc" is not upper case [upper]`,
			`in.yaml:6:14: warning: the ignore of "upper" gives no reason and has no effect; write "upper -- reason" [ignore-without-reason]`}},
		{"unused", service("  value: ABC # gatefix:ignore upper -- wanted\n"), nil, []string{
			`in.yaml:6:14: warning: nothing here matches the ignore of "upper"; remove it [unused-ignore]`}},
		{"unknown rule", service("  value: ABC # gatefix:ignore uper -- wanted\n"), nil, []string{
			`in.yaml:6:14: warning: there is no rule "uper"; did you mean "upper"? [unused-ignore]`}},
		{"no rule", service("  value: ABC # gatefix:ignore -- wanted\n"), nil, []string{
			`in.yaml:6:14: warning: the ignore names no rule; write "gatefix:ignore rule -- reason" [unused-ignore]`}},
		{"in a string", service("  value: \"# gatefix:ignore upper -- no\"\n"), nil, []string{
			`in.yaml:6:10: error: "# gatefix:ignore upper -- no" is not upper case [upper]`}},
		{"configuration", service("  value: abc\n"), &Ignore{Rule: "upper", Kind: "Service", Name: "a", Reason: "r"}, nil},
		{"configuration, file", service("  value: abc\n"), &Ignore{Rule: "upper", File: "*.yaml", Reason: "r"}, nil},
		{"configuration, last day", service("  value: abc\n"), &Ignore{Rule: "upper", Reason: "r", Until: day("2026-06-01")}, nil},
		{"configuration, another name", service("  value: abc\n"), &Ignore{Rule: "upper", Name: "b", Reason: "r"}, []string{
			`in.yaml:6:10: error: "abc" is not upper case [upper]`}},
		{"configuration, expired", service("  value: abc\n"), &Ignore{Rule: "upper", Reason: "r", Until: day("2026-05-31")}, []string{
			`in.yaml:6:10: error: "abc" is not upper case [upper]`}},
	} {
		r := runToys(t, c.text, func(cfg *Config) {
			cfg.Mode, cfg.Now = CheckMode, day("2026-06-01")
			if c.ignore != nil {
				cfg.Ignore = []*Ignore{c.ignore}
			}
		}, upper)
		if got := lines(r.Findings); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
		if c.want == nil && r.Stats.Suppressed != 1 {
			t.Errorf("%s: %d suppressed", c.name, r.Stats.Suppressed)
		}
	}
}

// The ignores of a configuration speak of a whole repository; a run may see
// but a few of its files.
func TestUnusedIgnoresOfTheConfiguration(t *testing.T) {
	for name, c := range map[string]struct {
		ignore Ignore
		unused bool
	}{
		"the object is there": {Ignore{Rule: "upper", Kind: "Service", Name: "a"}, true},
		"the file is there":   {Ignore{Rule: "upper", File: "in.yaml"}, true},
		"any object":          {Ignore{Rule: "upper"}, true},
		"another object":      {Ignore{Rule: "upper", Kind: "Service", Name: "b"}, false},
		"another file":        {Ignore{Rule: "upper", File: "other.yaml"}, false},
		"the rule is off":     {Ignore{Rule: "hint"}, false},
	} {
		config, _ := source.Parse("c.yaml", []byte("ignore: []\n"))
		c.ignore.Reason, c.ignore.At = "r", Place{Doc: config.Docs[0]}
		r := runToys(t, service("  value: ABC\n"), func(cfg *Config) { cfg.Ignore = []*Ignore{&c.ignore} }, upper)
		if got := len(r.Findings) == 1 && r.Findings[0].Name == RuleIgnore; got != c.unused {
			t.Errorf("%s: %v", name, lines(r.Findings))
		}
	}
}

func TestSeverities(t *testing.T) {
	text := service("  value: abc\n")
	off := runToys(t, text, func(c *Config) { c.Rules["upper"] = RuleConfig{Off: true} }, upper)
	if len(off.Findings)+len(off.Fixed) != 0 {
		t.Error("the rule is off, but spoke")
	}
	info := runToys(t, text, func(c *Config) { c.Mode, c.Rules["upper"] = CheckMode, RuleConfig{Severity: Info} }, upper)
	if info.Failed(Error) || info.Failed(Warning) || !info.Failed(Info) || info.Failed(None) {
		t.Error("the threshold is not respected")
	}
}
