package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// corpus returns every file of testdata/corpus and, where GATEFIX_CORPUS names
// a folder, every YAML file below it.
func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	add := func(path string) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = text
	}
	matches, _ := filepath.Glob("testdata/corpus/*")
	for _, m := range matches {
		add(m)
	}
	if extra := os.Getenv("GATEFIX_CORPUS"); extra != "" {
		_ = filepath.WalkDir(extra, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".yml")) {
				add(path)
			}
			return err
		})
	}
	if len(files) == 0 {
		t.Fatal("no corpus")
	}
	return files
}

func mustParse(t testing.TB, name string, text []byte) *File {
	t.Helper()
	f, err := Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// eachDoc runs check on every document of the corpus.
func eachDoc(t *testing.T, check func(t *testing.T, f *File, d *Doc)) {
	for name, text := range corpus(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			f := mustParse(t, name, text)
			for _, d := range f.Docs {
				if err := d.Err(); err != nil {
					t.Fatalf("%v", err)
				}
				if why := d.unit.parse().unknown; why != "" {
					if !strings.Contains(why, "LF and CRLF") {
						t.Errorf("%s: %s", d, why)
					}
					continue
				}
				if d.Root() != nil {
					check(t, f, d)
				}
			}
		})
	}
}

// nodes returns the nodes of a document, the root left out.
func nodes(d *Doc) []*Node {
	var out []*Node
	d.Root().Walk(func(n *Node) bool {
		if n != d.Root() {
			out = append(out, n)
		}
		return true
	})
	return out
}

func TestPartsCoverTheFile(t *testing.T) {
	for name, text := range corpus(t) {
		if f := mustParse(t, name, text); string(f.Bytes()) != string(text) {
			t.Errorf("%s: the parts of the file are not its bytes", name)
		}
	}
}

// Every scalar's span, parsed alone, must be the scalar.
func TestScalarSpans(t *testing.T) {
	eachDoc(t, func(t *testing.T, f *File, d *Doc) {
		for _, n := range nodes(d) {
			if n.Kind != Scalar || n.Style == Literal || n.Style == Folded || n.Tag == OtherTag || n.props() != n.start() {
				continue
			}
			alone := mustParse(t, "alone", []byte("- "+n.Raw()+"\n"))
			got := alone.Docs[0].Root().Get(0)
			if alone.Docs[0].Err() != nil || got == nil || got.Value != n.Value || got.Tag != n.Tag {
				t.Errorf("%s: %s: span %q does not hold %q", d, n.Path(), n.Raw(), n.Value)
			}
		}
	})
}

// It is refused too, since a rule that asks for it would never be content.
func TestSettingEveryScalarToItselfChangesNothing(t *testing.T) {
	eachDoc(t, func(t *testing.T, f *File, d *Doc) {
		for _, n := range nodes(d) {
			if n.Kind != Scalar || n.Tag != Str {
				continue
			}
			r := Apply([]*File{f}, [][]Edit{{Set(d, n.Path(), n.Value)}})
			if string(r.Files[0].Bytes()) != string(f.Bytes()) {
				t.Errorf("%s: setting %s to itself changed the text", d, n.Path())
			}
			if r.Rejected[0] == nil {
				t.Errorf("%s: setting %s to itself is no repair", d, n.Path())
			}
		}
	})
}

// edits lists one edit of each kind for every node of a document.
func edits(d *Doc) []Edit {
	var out []Edit
	for _, n := range append(nodes(d), d.Root()) {
		p := n.Path()
		if len(p) > 0 {
			out = append(out,
				Set(d, p, "new value"), Set(d, p, 86400), Set(d, p, nil), Set(d, p, []any{"a", "b: c"}),
				Set(d, p, Map{{"k", "v"}, {"l", []any{1, Map{{"m", true}}}}}), Delete(d, p))
		}
		switch n.Kind {
		case Mapping:
			out = append(out, Insert(d, p.Join("zz-new"), "v", ""), Insert(d, p.Join("zz-new", "deep"), Map{{"k", []any{"v"}}}, ""))
			for _, q := range n.Pairs {
				if q.Key.Kind == Scalar && q.Key.Tag != Merge {
					at := p.Join(q.Key.Value)
					out = append(out, Rename(d, at, "zz-renamed"), Move(d, at, P("zz-moved")), Move(d, at, P("zz-a", "zz-b")),
						Insert(d, p.Join("zz-after"), 1, q.Key.Value))
				}
			}
		case Sequence:
			out = append(out, Append(d, p, "new item"), Append(d, p, Map{{"a", 1}, {"b", Map{{"c", "d"}}}}), Insert(d, p.Join(0), "first", ""))
		}
	}
	return out
}

// refusals that are right: what they name cannot be edited safely.
var allowedRefusals = []string{
	"shared through", "merge key", "written with \"?\"", "comments inside", "anchors or aliases", "over several lines in flow",
	"there is nothing at", "YAML tag", "shortened flow form", "is not a mapping", "whole document", "changes nothing",
}

func allowed(err error) bool {
	for _, a := range allowedRefusals {
		if strings.Contains(err.Error(), a) {
			return true
		}
	}
	return false
}

// Apply proves each edit by parsing what it wrote, so an edit that is not
// rejected is right in meaning. Here: that edits are not rejected without
// cause, touch no line but those of their target, and lose no comment.
func TestEveryEditOfEveryNode(t *testing.T) {
	made, refused := 0, 0
	eachDoc(t, func(t *testing.T, f *File, d *Doc) {
		for _, e := range edits(d) {
			if _, isMap := d.Root().Get().at(P()), d.Root().Kind == Mapping; e.Op == OpMove && !isMap {
				continue
			}
			r := Apply([]*File{f}, [][]Edit{{e}})
			if err := r.Rejected[0]; err != nil {
				refused++
				if !allowed(err) {
					t.Errorf("%s: %s: %v", d, e, err)
				}
				continue
			}
			made++
			checkOutcome(t, f, r.Files[0], d, e)
		}
	})
	t.Logf("%d edits made, %d refused", made, refused)
	if made < 1000 {
		t.Errorf("only %d edits were made", made)
	}
}

func checkOutcome(t *testing.T, before, after *File, d *Doc, e Edit) {
	t.Helper()
	if string(before.Bytes()) == string(after.Bytes()) {
		return
	}
	for _, c := range d.Comments() {
		text := string(before.Bytes()[c.Start:c.End])
		if strings.Count(string(after.Bytes()), text) < strings.Count(string(before.Bytes()), text) {
			t.Errorf("%s: %s: comment %q is lost\n%s", d, e, text, diffLines(before, after))
		}
	}
	first, last := targetLines(before, d, e)
	if !sameOutside(before, after, first, last) {
		t.Errorf("%s: %s: lines other than %d to %d changed\n%s", d, e, first, last, diffLines(before, after))
	}
}

// targetLines returns the first and last line (from 1) an edit may touch: from
// the line before its target to the last line of the collection around it.
func targetLines(f *File, d *Doc, e Edit) (first, last int) {
	first, last = lineCount(f), 1
	grow := func(n *Node) {
		if n == nil {
			return
		}
		start := n.props()
		if n.parent != nil {
			start, _ = n.extent()
		}
		first = min(first, f.Position(d.offset+start).Line-1)
		last = max(last, f.Position(d.offset+n.end()).Line+1)
	}
	full := e.inUnit()
	root := d.unit.parse().root
	n := root.at(full.Path)
	switch e.Op {
	case OpSet, OpRename:
		grow(n)
	case OpMove:
		return 1, lineCount(f)
	case OpDelete:
		grow(n)
		if all, i := n.siblings(); i+1 < len(all) {
			start, _ := all[i+1].extent()
			last = max(last, f.Position(d.offset+start).Line)
		} else if len(all) == 1 {
			grow(n.parent)
		}
	case OpAppend:
		grow(n)
	case OpInsert:
		for i := len(full.Path); i >= 0; i-- {
			if n := root.at(full.Path[:i]); n != nil {
				grow(n)
				break
			}
		}
	}
	return first, last
}

// sameOutside reports whether the lines before first and behind last are the
// same in both files.
func sameOutside(before, after *File, first, last int) bool {
	x, y := strings.Split(string(before.Bytes()), "\n"), strings.Split(string(after.Bytes()), "\n")
	head, tail := max(first-1, 0), max(len(x)-last, 0)
	return head+tail <= len(y) && slices.Equal(x[:head], y[:head]) && slices.Equal(x[len(x)-tail:], y[len(y)-tail:])
}

func lineCount(f *File) int { return strings.Count(string(f.Bytes()), "\n") + 1 }

func commonLines(a, b *File) (head, tail int) {
	x, y := strings.Split(string(a.Bytes()), "\n"), strings.Split(string(b.Bytes()), "\n")
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	return head, tail
}

func diffLines(a, b *File) string {
	head, tail := commonLines(a, b)
	x, y := strings.Split(string(a.Bytes()), "\n"), strings.Split(string(b.Bytes()), "\n")
	return fmt.Sprintf("--- %s\n+++ %s", strings.Join(x[head:len(x)-tail], "\n--- "), strings.Join(y[head:len(y)-tail], "\n+++ "))
}
