package diff

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePatch(t *testing.T) {
	for _, tc := range []struct {
		name, patch string
		want        []Hunk
	}{
		{"nothing", "", nil},
		{"changed line", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c", []Hunk{{Range{1, 3}, Range{1, 3}, []int{2}, nil}}},
		{"one line, counts left out", "@@ -1 +1 @@\n-a\n+b\n", []Hunk{{Range{1, 1}, Range{1, 1}, []int{1}, nil}}},
		{"new file", "@@ -0,0 +1,2 @@\n+a\n+b", []Hunk{{Range{0, 0}, Range{1, 2}, []int{1, 2}, nil}}},
		{"emptied file", "@@ -1,2 +0,0 @@\n-a\n-b", []Hunk{{Range{1, 2}, Range{0, 0}, nil, []int{1}}}},
		{"taken out", "@@ -4,4 +4,3 @@ spec:\n a\n-b\n c\n d", []Hunk{{Range{4, 4}, Range{4, 3}, nil, []int{5}}}},
		{"two hunks, no line ending", "@@ -1,1 +1,2 @@\n a\n+b\n@@ -9,2 +10,1 @@\n-x\n y\n\\ No newline at end of file",
			[]Hunk{{Range{1, 1}, Range{1, 2}, []int{2}, nil}, {Range{9, 2}, Range{10, 1}, nil, []int{10}}}},
		{"header of git, empty line without its space", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n\n+b",
			[]Hunk{{Range{1, 2}, Range{1, 3}, []int{3}, nil}}},
		{"lines that look like heads", "@@ -1,2 +1,2 @@\n-@@ -1 +1 @@\n+++ b/x\n --- a", []Hunk{{Range{1, 2}, Range{1, 2}, []int{1}, nil}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := ParsePatch(tc.patch)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// A patch that GitHub cut off must not pass for a small one.
func TestParsePatchRefuses(t *testing.T) {
	for _, patch := range []string{
		"@@ -1,3 +1,3 @@\n a\n-b",
		"@@ -1,3 +1,3 @@",
		"@@ x @@\n a",
		"@@ -1 +1 @@\nno mark",
		"@@ -1,1 +1,2 @@\n-a\n-b\n+c",
	} {
		if got, err := ParsePatch(patch); err == nil {
			t.Errorf("%q: %v", patch, got)
		}
	}
}

// The hunks of two texts say which lines are new: those of the old text that
// the hunks leave, with the lines that they add, are the new text.
func TestBetween(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		old, new := lines(random, 40), lines(random, 40)
		hunks := Between(join(old), join(new))
		added := map[int]bool{}
		for _, h := range hunks {
			for _, n := range h.Added {
				if !h.New.Holds(n) {
					t.Fatalf("%v adds %d outside of itself", h, n)
				}
				added[n] = true
			}
		}
		changes := &Changes{Source: Git, Files: map[string]*File{"x": {Path: "x", Hunks: hunks}}}
		for n, line := range new {
			if !added[n+1] && !contains(old, line) {
				t.Fatalf("%q to %q: line %d is not in %v", old, new, n+1, hunks)
			}
			if added[n+1] && !changes.Touches("x", n+1, n+1) {
				t.Fatalf("line %d is not touched by %v", n+1, hunks)
			}
		}
	}
}

// As git and GitHub write them.
func TestBetweenAsGit(t *testing.T) {
	old := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n"
	new := "1\nTWO\n3\n4\n5\n6\n7\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n"
	want, err := ParsePatch("@@ -1,11 +1,10 @@\n 1\n-2\n+TWO\n 3\n 4\n 5\n 6\n 7\n-8\n 9\n 10\n 11\n@@ -16,3 +15,4 @@\n 16\n 17\n 18\n+19\n")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, Between([]byte(old), []byte(new))); d != "" {
		t.Error(d)
	}
}

func TestTouches(t *testing.T) {
	c := &Changes{Source: API, Files: map[string]*File{
		"a.yaml": {Path: "a.yaml", Hunks: []Hunk{{New: Range{1, 9}, Added: []int{4, 5}, Cut: []int{8}}}},
		"b.yaml": {Path: "b.yaml", Whole: true},
	}}
	for _, tc := range []struct {
		path     string
		from, to int
		want     bool
	}{
		{"a.yaml", 1, 3, false}, {"a.yaml", 1, 4, true}, {"a.yaml", 5, 5, true}, {"a.yaml", 6, 6, false},
		{"a.yaml", 7, 7, true}, {"a.yaml", 8, 8, true}, {"a.yaml", 9, 20, false},
		{"b.yaml", 77, 77, true}, {"c.yaml", 1, 1, false},
	} {
		if got := c.Touches(tc.path, tc.from, tc.to); got != tc.want {
			t.Errorf("%s %d-%d: %v", tc.path, tc.from, tc.to, got)
		}
	}
	for _, unknown := range []*Changes{nil, {Source: None}} {
		if !unknown.Touches("x", 1, 1) || !unknown.Has("x") {
			t.Error("a change that nobody knows must touch everything")
		}
	}
}

func TestHunkOf(t *testing.T) {
	f := &File{Hunks: []Hunk{{New: Range{3, 7}}, {New: Range{30, 2}}}}
	if f.HunkOf(3, 9) == nil || f.HunkOf(30, 31) == nil {
		t.Error("lines of a hunk are in none")
	}
	if f.HunkOf(2, 3) != nil || f.HunkOf(9, 30) != nil || f.HunkOf(10, 10) != nil {
		t.Error("lines outside of a hunk are in one")
	}
}

// Each line of the merge either leads to the same text at the head, or the base
// brought it in.
func TestLineMap(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		merge, head := lines(random, 30), lines(random, 30)
		m := NewLineMap(join(merge), join(head))
		last, found := 0, 0
		for n, line := range merge {
			at, ok := m.Head(n + 1)
			if !ok {
				continue
			}
			if found++; at <= last || at > len(head) || head[at-1] != line {
				t.Fatalf("%q to %q: line %d leads to %d", merge, head, n+1, at)
			}
			last = at
		}
		if fmt.Sprint(merge) == fmt.Sprint(head) && found != len(merge) {
			t.Fatal("equal texts differ")
		}
	}
}

func TestLineMapOfAMerge(t *testing.T) {
	head := []byte("a\nb\nc\nd\n")
	merge := []byte("base\na\nb\nc\nd\n")
	m := NewLineMap(merge, head)
	if _, ok := m.Head(1); ok {
		t.Error("the line of the base is at the head")
	}
	if line, ok := m.Head(4); !ok || line != 3 {
		t.Errorf("line 4 is line %d of the head, %v", line, ok)
	}
	if _, ok := NewLineMap(merge, nil).Head(1); ok {
		t.Error("a file that the head lacks has lines")
	}
	if line, ok := (LineMap{}).Head(7); !ok || line != 7 {
		t.Error("the zero map moves lines")
	}
}

// No patch makes the parser fail in another way than with an error.
func FuzzParsePatch(f *testing.F) {
	f.Add("@@ -1,3 +1,3 @@\n a\n-b\n+B\n c")
	f.Add("@@ -1 +0,0 @@\n-a\n\\ No newline at end of file")
	f.Fuzz(func(t *testing.T, patch string) {
		hunks, err := ParsePatch(patch)
		if err != nil {
			return
		}
		for _, h := range hunks {
			for _, n := range h.Added {
				if !h.New.Holds(n) {
					t.Errorf("%v adds line %d", h, n)
				}
			}
		}
	})
}

func lines(random *rand.Rand, most int) []string {
	out := make([]string, random.IntN(most))
	for i := range out {
		out[i] = string('a' + rune(random.IntN(5)))
	}
	return out
}

func join(lines []string) []byte {
	if len(lines) == 0 {
		return []byte{}
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

func contains(lines []string, line string) bool {
	for _, l := range lines {
		if l == line {
			return true
		}
	}
	return false
}
