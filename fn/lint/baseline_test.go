package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const service1, service2 = "name: web", "name: api, namespace: shop"

func parsedBaseline(t *testing.T, text string) *Baseline {
	t.Helper()
	b, err := ParseBaseline([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The file is sorted, holds one finding a line, and is the same however the
// input is ordered.
func TestBaselineFile(t *testing.T) {
	one, two := doc("Service", service1, "  z: odd\n  a: odd\n"), doc("Service", service2, "  s: odd\n")
	got := string(NewBaseline(checkOdd(t, one, two, "- [\n").Findings).Bytes())
	var lines []string
	for line := range strings.Lines(got) {
		before, _, _ := strings.Cut(line, `,"fingerprint"`)
		lines = append(lines, strings.TrimSpace(before))
	}
	want := []string{
		"{", `"version": 1,`, `"findings": [`,
		`{"rule":"odd","subject":"Service shop/api","path":"spec.s"`,
		`{"rule":"odd","subject":"Service web","path":"spec.a"`,
		`{"rule":"odd","subject":"Service web","path":"spec.z"`,
		"]", "}",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if again := string(NewBaseline(checkOdd(t, two, one).Findings).Bytes()); again != got {
		t.Errorf("in another order:\n%s", again)
	}
	if again := string(parsedBaseline(t, got).Bytes()); again != got {
		t.Errorf("read and written again:\n%s", again)
	}
	if got := string(NewBaseline(nil).Bytes()); got != "{\n  \"version\": 1,\n  \"findings\": []\n}\n" {
		t.Errorf("without findings:\n%s", got)
	}
}

func TestBaselineErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "not a baseline: unexpected end of JSON input",
		"<<<<<<< HEAD\n":                "not a baseline: invalid character",
		"[]":                            "not a baseline: ",
		`{"findings":[]}`:               "version 0 of baselines is not known; allowed: 1",
		`{"version":2,"findings":[{}]}`: "version 2 of baselines is not known; allowed: 1",
	} {
		if _, err := ParseBaseline([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// What is new, fixed, unchanged or was not looked for.
func TestCompare(t *testing.T) {
	one, two := doc("Service", service1, "  z: odd\n  a: odd\n"), doc("Service", service2, "  s: odd\n")
	old := NewBaseline(checkOdd(t, one, two).Findings)
	off := func(c *Config) { c.Rules["odd"] = RuleConfig{Off: true} }
	for _, c := range []struct {
		name   string
		files  []string
		change func(*Config)
		want   Comparison
		kept   int
	}{
		{"the same", []string{two, one}, nil, Comparison{Unchanged: 3}, 3},
		{"one fixed", []string{strings.Replace(one, "a: odd", "a: even", 1), two}, nil, Comparison{Unchanged: 2, Fixed: 1}, 2},
		{"one new", []string{one, two + "  t: odd\n"}, nil, Comparison{Unchanged: 3, New: 1}, 3},
		{"one for another", []string{strings.Replace(one, "a: odd", "a: odd-2", 1), two}, nil, Comparison{Unchanged: 2, New: 1, Fixed: 1}, 2},
		{"part of the input", []string{one}, nil, Comparison{Unchanged: 2, Unseen: 1}, 3},
		{"not YAML any more", []string{one, "---\n- [\n"}, nil, Comparison{Unchanged: 2, Unseen: 1, New: 1}, 3},
		{"the rule is off", []string{one, two}, off, Comparison{Unseen: 3}, 3},
	} {
		cfg := Defaults()
		if c.change != nil {
			c.change(cfg)
		}
		r := checkOdd(t, c.files...)
		if !cfg.Enabled("odd") {
			r.Findings = nil
		}
		got, kept := r.Compare(old, cfg)
		if got != c.want || len(kept.Findings) != c.kept || len(r.Findings) != c.want.New {
			t.Errorf("%s: %+v, %d kept, %s", c.name, got, len(kept.Findings), lines(r.Findings))
		}
	}
}

// A baseline merged from two branches knows a finding once, and only the fixes
// of new findings count.
func TestCompareMerged(t *testing.T) {
	f := runToys(t, service("  value: abc\n"), func(c *Config) { c.Mode = CheckMode })
	b := NewBaseline(f.Findings)
	if f.Stats.Fixable != 1 || f.Stats.HeldUnsafe != 1 {
		t.Fatalf("%+v", f.Stats)
	}
	b.Findings = slices.Concat(b.Findings, b.Findings)
	c, kept := f.Compare(b, Defaults())
	if c != (Comparison{Unchanged: 2}) || len(kept.Findings) != 2 || f.Stats.Fixable+f.Stats.HeldUnsafe != 0 {
		t.Errorf("%+v, %d kept, %+v", c, len(kept.Findings), f.Stats)
	}
}
