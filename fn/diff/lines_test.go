package diff

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The changes between two texts, carried out on the first, make the second,
// and no two of them touch.
func TestChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = string('a' + rune(random.IntN(4))) // few letters, so that lines agree by chance
		}
		return out
	}
	for range 5000 {
		a, b := text(random.IntN(12)), text(random.IntN(12))
		var got []string
		pos, last := 0, -1
		for _, c := range Lines(a, b) {
			if c.A0 == c.A1 && c.B0 == c.B1 || c.A0 < pos {
				t.Fatalf("%q to %q: %v", a, b, Lines(a, b))
			}
			got = append(got, a[pos:c.A0]...)
			if last = len(got); last != c.B0 {
				t.Fatalf("%q to %q: %v stands at %d", a, b, c, last)
			}
			got = append(got, b[c.B0:c.B1]...)
			pos = c.A1
		}
		if got = append(got, a[pos:]...); !slices.Equal(got, b) {
			t.Fatalf("%q to %q: %v makes %q", a, b, Lines(a, b), got)
		}
	}
}

// A line that stayed between two that changed is not shown as changed.
func TestChangesAreSmall(t *testing.T) {
	a := strings.Split("a b c d e f", " ")
	b := strings.Split("a B c D e f", " ")
	want := []Change{{1, 2, 1, 2}, {3, 4, 3, 4}}
	if got := Lines(a, b); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A long text that changed from end to end ends in one change, soon.
func TestChangesAreBounded(t *testing.T) {
	a := slices.Repeat([]string{"a"}, 3000)
	b := slices.Repeat([]string{"b"}, 3000)
	if got := Lines(a, b); len(got) != 1 {
		t.Errorf("%d changes", len(got))
	}
}
