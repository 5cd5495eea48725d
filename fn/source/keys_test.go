package source

import (
	"fmt"
	"strings"
	"testing"
)

// A mapping with many keys is read as one with few: the first of two, merge keys
// looked into, keys that are collections left out.
func TestManyKeys(t *testing.T) {
	for _, n := range []int{3, manyPairs, 40 * manyPairs} {
		var b strings.Builder
		b.WriteString("base: &b {k1: base, only: base}\nmap:\n  ? [a]\n  : 1\n")
		for i := range n {
			fmt.Fprintf(&b, "  k%d: v%d\n", i, i)
		}
		b.WriteString("  <<: *b\n  \"<<\": word\n")
		f, err := Parse("a.yaml", []byte(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		m := f.Docs[0].Root().Get("map")
		for key, want := range map[string]string{"k0": "v0", "k1": "v1", "k2": "v2", "only": "base", "<<": "word", "none": "", "a": ""} {
			if got := m.Get(key).Text(); got != want {
				t.Errorf("%d keys: %s is %q, want %q", n, key, got, want)
			}
		}
		if m.Key("k2").Text() != "k2" || m.Key("only") != nil || m.Has("none") {
			t.Errorf("%d keys: Key and Has differ", n)
		}
	}
}

// Each of many keys is found by one look, not by going through all of them.
func BenchmarkManyKeys(b *testing.B) {
	for _, n := range []int{1000, 16_000} {
		f, err := Parse("a.yaml", []byte(strings.Join(manyLines("k%d: v", n), "\n")))
		if err != nil {
			b.Fatal(err)
		}
		root := f.Docs[0].Root()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				for _, p := range root.Pairs {
					root.Get(p.Key.Value)
				}
			}
		})
	}
}

func manyLines(format string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(format, i)
	}
	return out
}
