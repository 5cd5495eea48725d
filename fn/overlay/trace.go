package overlay

import (
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// markPrefix starts the annotations by which an object names the documents it
// was made of. The domain is one that nobody can own (RFC 2606).
const markPrefix = "source.gatefix.invalid/"

// mark is a document that was handed to kustomize with an annotation.
type mark struct {
	doc  *source.Doc
	path string // of the file, absolute
	// text is the scalar of a kustomization that holds the document; nil where
	// it stands in a file of its own.
	text *source.Node
	in   *kustomization // that holds the text
}

// tracer hands out the marks of a run.
type tracer struct {
	marks []*mark
	files map[*source.File][]byte // with their annotations
	texts map[*source.Node]string
	inner map[*source.Node]*source.File // the documents of a text
}

func newTracer() *tracer {
	return &tracer{files: map[*source.File][]byte{}, texts: map[*source.Node]string{}, inner: map[*source.Node]*source.File{}}
}

// of returns the mark that an annotation stands for, or nil.
func (t *tracer) of(annotation string) *mark {
	number, ok := strings.CutPrefix(annotation, markPrefix)
	i, err := strconv.Atoi(number)
	if !ok || err != nil || i < 0 || i >= len(t.marks) {
		return nil
	}
	return t.marks[i]
}

// file returns the text of a file in which each document has its mark.
func (t *tracer) file(path string, f *source.File) []byte {
	if text, ok := t.files[f]; ok {
		return text
	}
	text := t.annotate(f, mark{path: path})
	t.files[f] = text
	return text
}

// inline is the same for a patch in a kustomization; false where its documents
// cannot be told.
func (t *tracer) inline(p patch) (string, bool) {
	if text, ok := t.texts[p.inline]; ok {
		return text, true
	}
	f := t.documents(p)
	if f == nil {
		return "", false
	}
	text := string(t.annotate(f, mark{path: p.in.path, text: p.inline, in: p.in}))
	t.texts[p.inline] = text
	return text, true
}

// documents returns the documents of a patch in a kustomization, or nil.
func (t *tracer) documents(p patch) *source.File {
	if f, ok := t.inner[p.inline]; ok {
		return f
	}
	f, _ := source.Parse(p.in.file.Name, []byte(p.inline.Text()))
	t.inner[p.inline] = f
	return f
}

// annotate adds a mark to every document that can take one. The others are
// recognised without: see [rendered.unmarked].
func (t *tracer) annotate(f *source.File, like mark) []byte {
	var changes [][]source.Edit
	var docs []*source.Doc
	for _, d := range f.Docs {
		if takesMark(d) {
			key := markPrefix + strconv.Itoa(len(t.marks)+len(docs))
			changes = append(changes, []source.Edit{source.Insert(d, source.P("metadata", "annotations", key), "x", "")})
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 {
		return f.Bytes()
	}
	for _, d := range docs {
		m := like
		m.doc = d
		t.marks = append(t.marks, &m)
	}
	return source.Apply([]*source.File{f}, changes).Files[0].Bytes()
}

// takesMark reports whether an annotation more changes nothing else. A null
// among the metadata of a patch deletes what is there.
func takesMark(d *source.Doc) bool {
	if d.Err() != nil || len(d.Duplicates()) > 0 || !d.Root().IsMapping() || d.Root().Get("kind").Text() == "" {
		return false
	}
	meta := d.Root().Get("metadata")
	annotations := meta.Get("annotations")
	return meta.IsMapping() && (annotations == nil || annotations.IsMapping())
}
