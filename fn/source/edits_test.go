package source

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the expected results")

// Each file of testdata/edits shows what edits do to the text around them: the
// comment says what it is about, "in" is the text, "edits" one edit a line, and
// "out" the text afterwards, or "refused" the reason.
func TestEdits(t *testing.T) {
	files, _ := filepath.Glob("testdata/edits/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testEdits(t, name) })
	}
}

func testEdits(t *testing.T, name string) {
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in, list := section(a, "in"), section(a, "edits")
	f := mustParse(t, "in", []byte(in))
	var changes [][]Edit
	for _, line := range strings.Split(strings.TrimSpace(list), "\n") {
		changes = append(changes, []Edit{parseEdit(t, f, line)})
	}
	if strings.HasPrefix(string(a.Comment), "together") {
		var all []Edit
		for _, c := range changes {
			all = append(all, c...)
		}
		changes = [][]Edit{all}
	}
	checkReplacements(t, f, changes)
	r := Apply([]*File{f}, changes)
	out, refused := string(r.Files[0].Bytes()), ""
	for i, err := range r.Rejected {
		if err != nil {
			refused += strconv.Itoa(i) + ": " + err.Error() + "\n"
		}
	}
	if *update {
		a.Files = []txtar.File{{Name: "in", Data: []byte(in)}, {Name: "edits", Data: []byte(list)}}
		if out != in {
			a.Files = append(a.Files, txtar.File{Name: "out", Data: []byte(out)})
		}
		if refused != "" {
			a.Files = append(a.Files, txtar.File{Name: "refused", Data: []byte(refused)})
		}
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := section(a, "out")
	if want == "" {
		want = in
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(out, "\n")); diff != "" {
		t.Errorf("out (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(section(a, "refused"), refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// checkReplacements holds what Replacements says of each change against what
// Apply makes of it.
func checkReplacements(t *testing.T, f *File, changes [][]Edit) {
	t.Helper()
	for _, edits := range changes {
		done := Apply([]*File{f}, [][]Edit{edits})
		rs, err := Replacements(edits)
		if (err == nil) != (done.Rejected[0] == nil) {
			t.Errorf("%s: rejected: %v; replacements: %v", edits, done.Rejected[0], err)
		}
		text, pos := "", 0
		for _, r := range rs {
			text += string(f.Bytes()[pos:r.Start]) + r.Text
			pos = r.End
		}
		if text += string(f.Bytes()[pos:]); text != string(done.Files[0].Bytes()) {
			t.Errorf("%s: the replacements %v make\n%s\nwant\n%s", edits, rs, text, done.Files[0].Bytes())
		}
	}
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

var pathStep = regexp.MustCompile(`\[(\d+)\]|\["([^"]*)"\]|([^.\[\]]+)`)

func parsePath(s string) Path {
	var p Path
	for _, m := range pathStep.FindAllStringSubmatch(s, -1) {
		if m[1] != "" {
			i, _ := strconv.Atoi(m[1])
			p = append(p, Step{Index: i, IsIndex: true})
		} else {
			p = append(p, Step{Key: m[2] + m[3]})
		}
	}
	return p
}

// parseEdit reads "set a.b value", "rename a.b key", "insert a.b value",
// "insert a.b value after c", "append a value", "delete a.b", "move a.b to c.d",
// "add value".
// Values are YAML; a number before the operation and a colon names the document,
// and "in a.b: " the document that the string at a path holds.
func parseEdit(t *testing.T, f *File, line string) Edit {
	t.Helper()
	doc := 0
	if n, rest, ok := strings.Cut(line, ": "); ok && len(n) == 1 {
		doc, _ = strconv.Atoi(n)
		line = rest
	}
	d := f.Docs[doc]
	for rest, ok := strings.CutPrefix(line, "in "); ok; rest, ok = strings.CutPrefix(line, "in ") {
		at, edit, _ := strings.Cut(rest, ": ")
		if d, line = d.Nested(d.Root().at(parsePath(at))), edit; d == nil {
			t.Fatalf("no YAML in %s", at)
		}
	}
	op, rest, _ := strings.Cut(line, " ")
	if op == "add" {
		return AddDoc(d, parseValue(t, rest).(Map), "")
	}
	at, value, _ := strings.Cut(rest, " ")
	p := parsePath(at)
	switch op {
	case "set":
		return Set(d, p, parseValue(t, value))
	case "rename":
		return Rename(d, p, value)
	case "insert":
		value, after, _ := strings.Cut(value, " after ")
		return Insert(d, p, parseValue(t, value), after)
	case "append":
		return Append(d, p, parseValue(t, value))
	case "delete":
		return Delete(d, p)
	case "move":
		return Move(d, p, parsePath(strings.TrimPrefix(value, "to ")))
	}
	t.Fatalf("no operation %q", op)
	return Edit{}
}

func parseValue(t *testing.T, s string) any {
	t.Helper()
	d := mustParse(t, "value", []byte(s)).Docs[0]
	if d.Err() != nil {
		t.Fatal(d.Err())
	}
	return d.Root().Plain()
}
