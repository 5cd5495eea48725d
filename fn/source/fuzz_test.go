package source

import (
	"bytes"
	"slices"
	"testing"
)

func addCorpus(f *testing.F, add func(text []byte)) {
	for _, text := range corpus(f) {
		if len(text) < 4096 {
			add(text)
		}
	}
}

// Whatever the bytes: no panic, the parts are the file, every span lies in its
// document, and a document that can be edited is one in which setting a value
// to itself changes nothing.
func FuzzParse(f *testing.F) {
	addCorpus(f, func(text []byte) { f.Add(text) })
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Parse("fuzz.yaml", text)
		if err != nil {
			return
		}
		if !bytes.Equal(file.Bytes(), text) {
			t.Fatal("the parts are not the file")
		}
		for _, d := range file.Docs {
			d.Peek()
			d.Comments()
			_ = d.Err()
			if d.Root() == nil {
				continue
			}
			checkSpans(t, d)
		}
	})
}

func checkSpans(t *testing.T, d *Doc) {
	d.Root().Walk(func(n *Node) bool {
		s := d.Span(n)
		if s.Start < d.offset || s.End < s.Start || s.End > d.offset+len(d.unit.text) {
			t.Fatalf("%s: the span %v is outside the document", n.Path(), s)
		}
		d.File.Position(s.Start)
		if d.unit.parse().unknown == "" && n.Kind == Scalar && n.Tag == Str && len(n.Path()) > 0 {
			r := Apply([]*File{d.File}, [][]Edit{{Set(d, n.Path(), n.Value)}})
			if !bytes.Equal(r.Files[0].Bytes(), d.File.Bytes()) {
				t.Fatalf("%s: setting to itself changed the text", n.Path())
			}
		}
		return true
	})
}

// Whatever the text and the edit: no panic, a rejected edit changes nothing,
// other documents keep their bytes, and the result can be read.
func FuzzApply(f *testing.F) {
	addCorpus(f, func(text []byte) { f.Add(text, uint16(3), uint16(5), "new value") })
	f.Fuzz(func(t *testing.T, text []byte, which, kind uint16, value string) {
		file, err := Parse("fuzz.yaml", text)
		if err != nil || len(text) > 4096 {
			return
		}
		d := file.Docs[int(which)%len(file.Docs)]
		if d.Err() != nil || d.Root() == nil {
			return
		}
		es := edits(d)
		if len(es) == 0 {
			return
		}
		e := es[int(kind)%len(es)]
		if _, ok := e.Value.(string); ok {
			e.Value = value
		}
		r := Apply([]*File{file}, [][]Edit{{e}})
		after := r.Files[0]
		if r.Rejected[0] != nil {
			if !bytes.Equal(after.Bytes(), text) {
				t.Fatalf("%s was rejected (%v), but the text changed", e, r.Rejected[0])
			}
			return
		}
		checkOthers(t, file, after, d)
	})
}

func checkOthers(t *testing.T, before, after *File, edited *Doc) {
	again, err := Parse("again", after.Bytes())
	if err != nil {
		t.Fatalf("the result cannot be read: %v", err)
	}
	broken := slices.ContainsFunc(before.Docs, func(d *Doc) bool { return d.Err() != nil })
	if broken && len(again.Docs) != len(before.Docs) {
		return // a quote that is never closed reaches into what is behind it
	}
	if len(again.Docs) != len(before.Docs) {
		t.Fatalf("%d documents became %d", len(before.Docs), len(again.Docs))
	}
	for i, d := range before.Docs {
		same := bytes.Equal(d.unit.text, again.Docs[i].unit.text)
		if again.Docs[i].unit.shape != d.unit.shape { // the list is taken apart in the other way now
			same = modelOf(d.Root()).equal(modelOf(again.Docs[i].Root()))
		}
		if d.unit != edited.unit && !same {
			t.Fatalf("document %d was not edited, but changed", i)
		}
		if d.Err() == nil && again.Docs[i].Err() != nil {
			t.Fatalf("document %d cannot be read any more: %v", i, again.Docs[i].Err())
		}
	}
}
