package source

import (
	"slices"
	"strings"
	"testing"
)

// Objects in JSON that follow each other are documents of their own, as for
// "kubectl apply". What stands behind a value in brackets is never dropped, as
// the parser does: it is read, or the document is no YAML.
func TestValuesInARow(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // the texts of the documents
		err  string   // of the last one
	}{
		{text: "{\"a\": 1}\n", want: []string{"{\"a\": 1}\n"}},
		{text: "{\"a\": 1}\n{\"b\": 2}\n", want: []string{"{\"a\": 1}\n", "{\"b\": 2}\n"}},
		{text: "\n{\n  \"a\": 1\n} \r\n\n{\n  \"b\": 2\n}", want: []string{"\n{\n  \"a\": 1\n} \r\n", "\n{\n  \"b\": 2\n}"}},
		{text: "{\"a\": \"}\\n{\"}\n", want: []string{"{\"a\": \"}\\n{\"}\n"}},
		{text: "{\"a\": 1}\n{\"b\": 2}\n---\n{\"c\": 3}\n", want: []string{"{\"a\": 1}\n", "{\"b\": 2}\n", "---\n{\"c\": 3}\n"}},
		{text: "{\"a\": 1}{\"b\": 2}\n{\"c\": 3}", want: []string{"{\"a\": 1}{\"b\": 2}\n{\"c\": 3}"}, err: "x.yaml:1:1: not YAML: a second value"},
		{text: "{a: 1}\n{b: 2}\n", want: []string{"{a: 1}\n{b: 2}\n"}, err: "x.yaml:2:1: not YAML: a second value"},
		{text: "{{ if .Values.on }}\nkind: A\n{{ end }}\n", want: []string{"{{ if .Values.on }}\nkind: A\n{{ end }}\n"}, err: "x.yaml:2:1: not YAML: a template; render it first"},
		{text: "{a: 1}\nb: 2\n", want: []string{"{a: 1}\nb: 2\n"}, err: "x.yaml:2:1: not YAML: a second value"},
		{text: "# c\n[a]\n# c\n[b]\n", want: []string{"# c\n[a]\n# c\n[b]\n"}, err: "x.yaml:4:1: not YAML: a second value"},
		{text: "{a: 1}\n# c\n...\n# c\n", want: []string{"{a: 1}\n# c\n...\n", "# c\n"}},
	} {
		f, err := Parse("x.yaml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range f.Docs {
			got = append(got, string(d.Text()))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q is %q", c.text, got)
		}
		switch err := f.Docs[len(f.Docs)-1].Err(); {
		case c.err == "" && err != nil, c.err != "" && (err == nil || !strings.HasPrefix(err.Error(), c.err)):
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

// A byte order mark behind a document marker is no part of the first key: what
// reads a stream document by document finds it at the start and drops it.
func TestMarkBehindMarker(t *testing.T) {
	for _, text := range []string{"a: 1\n---\n" + bom + "kind: A\n", "a: 1\n--- \r\n" + bom + "kind: A\r\n", bom + "a: 1\n" + bom + "---\n" + bom + "kind: A\n"} {
		f, err := Parse("x.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		key := f.Docs[1].Root().Pairs[0].Key
		if s := f.Docs[1].Span(key); key.Value != "kind" || text[s.Start:s.End] != "kind" {
			t.Errorf("%q: key %q at %q", text, key.Value, text[s.Start:s.End])
		}
		done := Apply([]*File{f}, [][]Edit{{Set(f.Docs[1], P("kind"), "B")}})
		if want := strings.Replace(text, "kind: A", "kind: B", 1); done.Rejected[0] != nil || string(done.Files[0].Bytes()) != want {
			t.Errorf("%q is edited to %q: %v", text, done.Files[0].Bytes(), done.Rejected[0])
		}
	}
	f, _ := Parse("x.yaml", []byte("a: 1\n---\n"+bom+"b: 1\nc: [\n"))
	if err := f.Docs[1].Err(); err == nil || !strings.HasPrefix(err.Error(), "x.yaml:4:1: not YAML") {
		t.Errorf("an error behind a mark: %v", err)
	}
}
