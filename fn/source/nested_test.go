package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// wrapped is a text written into a string of another document, in one of the
// ways that people write it.
type wrapped struct {
	name string
	path Path
	wrap func(text string) string
}

var wrappings = []wrapped{
	{"literal", P("spec", "values"), func(s string) string {
		return "spec:\n  before: 1\n  values: |2\n" + indented(s, "    ", "\n") + "  after: 2\n"
	}},
	{"literal at the end", P("a"), func(s string) string {
		return "# top\na: |4-\n" + strings.TrimSuffix(indented(strings.TrimSuffix(s, "\n"), "    ", "\n"), "\n")
	}},
	{"literal of Windows", P("items", 0, "values"), func(s string) string {
		return "items:\r\n- values: |+2 # v\r\n" + indented(s, "    ", "\r\n") + "  other: x\r\n"
	}},
	{"JSON", P("spec", "values"), func(s string) string {
		return `{"spec": {"values": ` + doubleQuoted(s) + `, "after": 2}}` + "\n"
	}},
}

func indented(text, indent, eol string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if line != "" {
			line = indent + line
		}
		b.WriteString(line + eol)
	}
	return b.String()
}

// nest returns the file that the wrapping makes of the text, and its nested
// document; nil where YAML itself does not bring the text back.
func (w wrapped) nest(t testing.TB, text string) (*File, *Doc) {
	f, err := Parse("outer.yaml", []byte(w.wrap(text)))
	if err != nil || len(f.Docs) != 1 || f.Docs[0].Err() != nil {
		return nil, nil
	}
	d := f.Docs[0]
	n := d.Root().at(w.path)
	if n == nil || strings.TrimSuffix(n.Value, "\n") != strings.TrimSuffix(text, "\n") || d.unit.parse().unknown != "" {
		return nil, nil
	}
	inner := d.Nested(n)
	if inner != nil && inner.host.at == nil {
		t.Fatalf("%s: the places of the text are not known\n%s", w.name, f.Bytes())
	}
	return f, inner
}

// nestable are the documents of the corpus as texts of their own, with line
// endings as a block scalar gives them.
func nestable(t *testing.T) []string {
	var out []string
	for _, text := range corpus(t) {
		f := mustParse(t, "corpus", bytes.TrimPrefix(text, []byte(bom)))
		for _, d := range f.Docs {
			out = append(out, strings.ReplaceAll(string(d.Text()), "\r\n", "\n"))
		}
	}
	return out
}

// The bytes at the place of a nested scalar are the scalar.
func TestNestedPlaces(t *testing.T) {
	checked := 0
	for _, text := range nestable(t) {
		for _, w := range wrappings {
			f, d := w.nest(t, text)
			if d == nil {
				continue
			}
			d.Root().Walk(func(n *Node) bool {
				if n.Kind != Scalar || strings.Contains(n.Raw(), "\n") || w.name == "JSON" && strings.ContainsAny(n.Raw(), "\"\\") {
					return true
				}
				s := d.Span(n)
				if got := string(f.Bytes()[s.Start:s.End]); got != n.Raw() && doubleQuoted(n.Raw()) != `"`+got+`"` {
					t.Errorf("%s: at %s stands %q, not %q", w.name, n.Path(), got, n.Raw())
				}
				checked++
				return true
			})
		}
	}
	if checked < 400 {
		t.Errorf("only %d places were checked", checked)
	}
}

// An edit of a nested document does to its text what it does to the text alone,
// and touches no line of the file above or below the text.
func TestNestedEditsAreEdits(t *testing.T) {
	made := 0
	for _, text := range nestable(t) {
		for _, w := range wrappings {
			if _, d := w.nest(t, text); d == nil {
				continue
			}
			alone := mustParse(t, "alone", []byte(text)).Docs[0]
			if alone.Root() == nil || len(alone.base) > 0 {
				continue
			}
			f, inner := w.nest(t, text)
			for i, e := range edits(alone) {
				es := edits(inner)
				if checkNested(t, w, f, es[i], Apply([]*File{alone.File}, [][]Edit{{e}})) {
					made++
				}
			}
		}
	}
	t.Logf("%d edits made", made)
	if made < 2000 {
		t.Errorf("only %d edits were made", made)
	}
}

// checkNested compares an edit of a nested document with the same edit of the
// text alone. It reports whether the edit was made.
func checkNested(t *testing.T, w wrapped, f *File, e Edit, alone Result) bool {
	t.Helper()
	r := Apply([]*File{f}, [][]Edit{{e}})
	if r.Rejected[0] != nil {
		if !bytes.Equal(r.Files[0].Bytes(), f.Bytes()) {
			t.Errorf("%s: %s was rejected, but the text changed", w.name, e)
		}
		if alone.Rejected[0] == nil && !strings.Contains(r.Rejected[0].Error(), "nothing but the end") && !fitsNot(w, alone) {
			t.Errorf("%s: %s: %v\n%s", w.name, e, r.Rejected[0], f.Bytes())
		}
		return false
	}
	if alone.Rejected[0] != nil {
		t.Errorf("%s: %s is made inside a text, but alone: %v", w.name, e, alone.Rejected[0])
		return true
	}
	root := r.Files[0].Docs[0].Root()
	got, want := root.at(w.path).Value, string(alone.Files[0].Bytes())
	if strings.TrimSuffix(got, "\n") != strings.TrimSuffix(want, "\n") {
		t.Errorf("%s: %s: the text is\n%s\nalone it is\n%s", w.name, e, got, want)
	}
	shell := strings.Split(w.wrap("MARK"), "MARK")
	head, tail := shell[0], shell[1]
	if i := strings.LastIndexByte(head, '\n'); i >= 0 {
		head = head[:i+1]
	}
	after := string(r.Files[0].Bytes())
	if !strings.HasPrefix(after, head) || !strings.HasSuffix(after, strings.TrimLeft(tail, "\r\n")) {
		t.Errorf("%s: %s changed what stands around the text:\n%s", w.name, e, after)
	}
	return true
}

// fitsNot reports whether the wrapping itself cannot hold a text, as a block
// that strips line endings cannot hold one that ends with them.
func fitsNot(w wrapped, alone Result) bool {
	text := string(alone.Files[0].Bytes())
	f, err := Parse("outer.yaml", []byte(w.wrap(text)))
	if err != nil || f.Docs[0].Err() != nil {
		return true
	}
	n := f.Docs[0].Root().at(w.path)
	return n == nil || n.Value != text
}

func TestNestedRefusesWhatIsNoDocument(t *testing.T) {
	for _, value := range []string{`""`, `"# nothing"`, `"a: [1"`, `"a: 1\n---\nb: 2\n"`, "12", "[a]"} {
		d := mustParse(t, "f", []byte("values: "+value+"\n")).Docs[0]
		if got := d.Nested(d.Root().Get("values")); got != nil {
			t.Errorf("%s holds a document %v", value, got)
		}
	}
}

func TestPathOf(t *testing.T) {
	d := mustParse(t, "f", []byte("- a\n- values: |\n    b:\n    - c: |\n        d: 1\n")).Docs[0]
	one := d.Nested(d.Root().Get(1, "values"))
	two := one.Nested(one.Root().Get("b", 0, "c"))
	if got := two.PathOf(two.Root().Get("d")).String(); got != "[1].values.b[0].c.d" {
		t.Error(got)
	}
	if two.Outer() != d || d.Outer() != d {
		t.Error("the outer document is another one")
	}
	if got := d.Root().Written(two.PathOf(two.Root().Get("d"))).String(); got != "[1].values" {
		t.Errorf("the path leads to %s", got)
	}
	if got := d.Root().Written(P(1, "other", "x")).String(); got != "[1].other.x" {
		t.Errorf("a path that leads nowhere was cut to %s", got)
	}
	if got, want := fmt.Sprint(two.File.Position(two.Span(two.Root().Get("d")).Start)), "{5 12}"; got != want {
		t.Errorf("place %s, want %s", got, want)
	}
}

// Whatever the text, its wrapping and the edit: no panic; an edit that is made
// does to the text what it does to the text alone.
func FuzzNested(f *testing.F) {
	addCorpus(f, func(text []byte) { f.Add(string(text), uint16(1), uint16(0)) })
	f.Add("controller:\n  enableAgentgateway: true\n  extraEnv: {A: 'x'}\n", uint16(4), uint16(1))
	f.Add("a: 1\n\n\n  \nb: \"\\u00e9\" # c\n", uint16(2), uint16(3))
	f.Fuzz(func(t *testing.T, text string, which, kind uint16) {
		file, err := Parse("alone", []byte(text))
		if err != nil || len(text) > 2048 || len(file.Docs) != 1 || len(file.Docs[0].base) > 0 {
			return
		}
		alone := file.Docs[0]
		w := wrappings[int(kind)%len(wrappings)]
		outer, inner := w.nest(t, text)
		if alone.Err() != nil || alone.Root() == nil || inner == nil || inner.unit.problem() != "" || inner.unit.parse().root == nil {
			return
		}
		if string(inner.Text()) != text {
			return // the wrapping took line endings away
		}
		mine, theirs := edits(inner), edits(alone)
		if len(mine) == 0 || len(mine) != len(theirs) {
			return
		}
		i := int(which) % len(mine)
		checkNested(t, w, outer, mine[i], Apply([]*File{file}, [][]Edit{{theirs[i]}}))
	})
}
