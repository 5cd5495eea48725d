package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever the text: where simple answers, it answers as the parser does, to
// the last offset.
func FuzzSimple(f *testing.F) {
	addCorpus(f, func(text []byte) { f.Add(text) })
	for _, text := range simpleTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { sameAsParser(t, text) })
}

// sameAsParser compares the two ways to read a text, and reports whether simple
// took it.
func sameAsParser(t *testing.T, text []byte) bool {
	t.Helper()
	var got parsed
	u := newUnit(text, whole)
	if got.root = parseSimple(u, &got); got.root == nil {
		return false
	}
	want := parseFull(newUnit(text, whole))
	if want.err != nil {
		t.Fatalf("the parser refuses the text: %v\n%s", want.err, text)
	}
	if want.unknown != "" || len(want.aliases) > 0 {
		t.Fatalf("the parser is not sure of the text: %q\n%s", want.unknown, text)
	}
	if g, w := dump(got.root), dump(want.root); g != w {
		t.Fatalf("simple reads\n%s\nthe parser\n%s\nof\n%s", g, w, text)
	}
	if g, w := fmt.Sprint(paths(got.dups)), fmt.Sprint(paths(want.dups)); g != w {
		t.Fatalf("simple finds the duplicates %s, the parser %s in\n%s", g, w, text)
	}
	skims(t, text, dump(want.root), len(want.dups) > 0)
	if !slices.Equal(findComments(text, got.root), findComments(text, want.root)) {
		t.Fatalf("the comments differ in\n%s", text)
	}
	return true
}

// skims holds skimming, in memory that was used before, against what the parser
// read.
func skims(t *testing.T, text []byte, want string, duplicates bool) {
	t.Helper()
	doc := func(text []byte) *Doc { return &Doc{unit: newUnit(text, whole)} }
	var s Skimmer
	for _, text := range [][]byte{[]byte("x: [y, {z: {}}]\nv:\n- w\n"), text, text} {
		got, dups := "", false
		if !s.Skim(doc(text), func(root *Node, d bool) { got, dups = dump(root), d }) {
			t.Fatalf("skimming gives up on\n%s", text)
		}
		if text[0] != 'x' && (got != want || dups != duplicates) {
			t.Fatalf("skimming reads\n%s\nthe parser\n%s\nof\n%s", got, want, text)
		}
	}
}

// dump writes all there is to a node and to those below it.
func dump(n *Node) string {
	var b strings.Builder
	var write func(n *Node, indent string)
	write = func(n *Node, indent string) {
		fmt.Fprintf(&b, "%s%d %d %d %q &%q %v %v %v", indent, n.Kind, n.Tag, n.Style, n.Value, n.Anchor, n.aliased, n.off, n.Path())
		for _, p := range n.Pairs {
			fmt.Fprintf(&b, "\n%s%d %v %d", indent, p.colonAt, p.explicit, p.sum)
			write(p.Key, indent+" k")
			write(p.Value, indent+" v")
		}
		for _, item := range n.Items {
			b.WriteByte('\n')
			write(item, indent+" -")
		}
	}
	write(n, "")
	return b.String()
}

func paths(dups []Duplicate) []string {
	var out []string
	for _, d := range dups {
		out = append(out, fmt.Sprint(d.First.off, d.Second.off))
	}
	return out
}

// simpleTexts are texts that simple has to take, and texts near them that it
// must leave alone.
var simpleTexts = []string{
	"a: 1\nb: two\nc:\nd:\n- x\n- y: 1\n  z: 2\n",
	"---\n# c\na: b # d\n\n\nc:\n  - 1\n  - two: 3\n    four: -5\n",
	"- apiVersion: v1\n  kind: X\n  data:\n    a: |\n      one\n\n       two\n    b: |-\n      x\n    c: |+\n      y\n\n",
	"a: [1, \"b\", 'c', [d]]\nb: {}\nc: []\nd: {e: f, \"g\": h}\n",
	"a: ~\nb: null\nc: true\nd: 1.5\ne: 0x1F\nf: 0o7\ng: 10s\nh: 2024-01-01\ni: .5\nj: .inf\nk: -1e3\nl: 1_000\nm: 089\nn: 0b11\no: -0b1\np: +1\nq: 1e\nr: ._\n",
	"a: b\na: c\n\"q r\": s\n'x': |\n\n  y\n# end\n",
	"a: x y  z   # c\nb: what ?\nc: a#b\nd: http://x:80/y\ne: \"a # b\"\n",
	"a: é # ü\nb: \"漢字\"\n",
	"a:\n  b\n", "a: b\n  c\n", "a: 'x''y'\n", "a: \"\\n\"\n", "a: &x 1\nb: *x\n", "a: b: c\n", "- - a\n", "-\n  a: 1\n", "? a\n: b\n",
	"a: |\n  x", "a: |2\n   x\n", "a: >\n  x\n", "a: [b,\n c]\n", "a: {b: }\n", "a: {b:c}\n", "a: [b c]\n", "a: [a, ]\n", "a:\n- b\n c: d\n", "a: 1\n b: 2\n", "...\n", "a: 1\n...\n", "--- a\n",
	"a: |\n x\n  \n   \n \nb: |\n  \n\n  y\n", "  a: 1\n  b: 2\n", "  a: 1\nb: 2\n", "a: - b\n", "a: -b\n", "a: --b\n", "a: @b\n", "a: %b\n", "a: `b\n", "a: b `c` @d\n", "a: <<\n",
	"a: \"b\"c\n", "a: 'b' # c\n", "a: 'b'# c\n", "a: []# c\n", "a: |# c\n", "a: | # c\n  d\n", "- a\n- |\n x\n- [b]\n", "a:\n- |\n x\nb: 1\n",
}

func TestSimple(t *testing.T) {
	for _, text := range simpleTexts {
		sameAsParser(t, []byte(text))
	}
}

// Nearly all documents are simple: else the fast way is none.
func TestNearlyAllAreSimple(t *testing.T) {
	files, err := filepath.Glob("../../testdata/rules/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	took, all := 0, 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range mustParse(t, name, text).Docs {
			if d.Err() == nil && d.unit.shape == whole && d.Root().IsMapping() {
				all++
				if sameAsParser(t, d.unit.text) {
					took++
				}
			}
		}
	}
	if took*10 < all*9 {
		t.Errorf("%d of %d documents are simple, want nine in ten", took, all)
	}
	t.Logf("%d of %d documents are simple", took, all)
}
