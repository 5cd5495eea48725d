package source

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

// File is a text that holds any number of YAML documents. It does not change:
// [Apply] returns a new File.
type File struct {
	Name string
	Docs []*Doc

	parts []part
	text  func() []byte
	lines func() *lineIndex
}

// part is a piece of a file: a unit, or bytes between units.
type part struct {
	unit *unit // nil for bytes between units
	gap  []byte
}

func (p part) bytes() []byte {
	if p.unit != nil {
		return p.unit.text
	}
	return p.gap
}

// Doc is one object's worth of YAML: a document, or one item of a list inside
// a larger document.
type Doc struct {
	File *File
	// Index counts the documents (and items of lists) of the file from 0.
	Index int

	unit   *unit
	offset int   // of the unit in the file
	base   Path  // of the object in the unit
	host   *host // of a nested document; nil otherwise
}

// Parse splits text into documents. It parses nothing yet: a document that is
// not YAML says so when it is asked ([Doc.Err]). An error is returned for texts
// that hold no documents at all: UTF-16, or bytes that are not text.
func Parse(name string, text []byte) (*File, error) {
	if err := checkText(name, text); err != nil {
		return nil, err
	}
	var parts []part
	for _, s := range splitDocuments(text) {
		for _, value := range splitJSON(text[s.Start:s.End]) {
			parts = append(parts, documentParts(value)...)
		}
	}
	f := newFile(name, parts)
	f.text = func() []byte { return text }
	return f, nil
}

// documentParts returns a document as one unit or, where it is a list written
// in the usual block style, as one unit an item.
func documentParts(text []byte) []part {
	l, ok := SplitList(text)
	if !ok {
		return []part{{unit: newUnit(text, whole)}}
	}
	parts := []part{{gap: text[:l.Items[0].Start]}}
	for _, it := range l.Items {
		parts = append(parts, part{unit: newUnit(text[it.Start:it.End], item)})
	}
	return append(parts, part{gap: text[l.Items[len(l.Items)-1].End:]})
}

// List returns where the items of a file stand that is one list, split by bytes.
func (f *File) List() (l List, ok bool) {
	last := len(f.parts) - 1
	if last < 2 || f.parts[0].unit != nil || f.parts[last].unit != nil {
		return l, false
	}
	pos := len(f.parts[0].gap)
	for _, p := range f.parts[1:last] {
		if p.unit == nil || p.unit.shape != item {
			return l, false
		}
		l.Items = append(l.Items, Span{pos, pos + len(p.unit.text)})
		pos += len(p.unit.text)
	}
	return l, true
}

func checkText(name string, text []byte) error {
	if len(text) >= 2 && (text[0] == 0xFF && text[1] == 0xFE || text[0] == 0xFE && text[1] == 0xFF) {
		return &Error{File: name, Position: Position{1, 1}, Message: "text is UTF-16; save it as UTF-8"}
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		pos := newLineIndex(text).position(i)
		return &Error{File: name, Position: pos, Message: "not YAML: a zero byte; the file looks binary"}
	}
	return nil
}

func newFile(name string, parts []part) *File {
	f := &File{Name: name, parts: parts}
	offset := 0
	for _, p := range parts {
		if p.unit != nil {
			f.addDocs(p.unit, offset)
		}
		offset += len(p.bytes())
	}
	f.text = sync.OnceValue(func() []byte { return join(parts) })
	f.lines = sync.OnceValue(func() *lineIndex { return newLineIndex(f.text()) })
	return f
}

func join(parts []part) []byte {
	if len(parts) == 1 {
		return parts[0].bytes()
	}
	size := 0
	for _, p := range parts {
		size += len(p.bytes())
	}
	out := make([]byte, 0, size)
	for _, p := range parts {
		out = append(out, p.bytes()...)
	}
	return out
}

// addDocs adds the objects of a unit. A List that could not be split by bytes
// is parsed to find its items.
func (f *File) addDocs(u *unit, offset int) {
	add := func(base Path) {
		f.Docs = append(f.Docs, &Doc{File: f, Index: len(f.Docs), unit: u, offset: offset, base: base})
	}
	switch u.shape {
	case item:
		add(itemBase)
		return
	case whole:
		if !looksLikeList(u.text) {
			add(nil)
			return
		}
		p := u.parse()
		if p.root.Get("items").IsSequence() && isListKind(p.root.Get("kind").Text()) && u.shape == whole {
			u.shape = list
		}
	}
	if u.shape != list {
		add(nil)
		return
	}
	for i := range u.parse().root.Get("items").Seq() {
		add(P("items", i))
	}
}

var itemBase = P(0)

// Bytes returns the text of the file. It must not be changed.
func (f *File) Bytes() []byte { return f.text() }

// Lists returns the lists of the file that were parsed in one piece, each as a
// document of its own, for reading and editing what stands beside the items.
// Lists that were split by bytes are not among them: see [SplitList].
func (f *File) Lists() []*Doc {
	var out []*Doc
	offset := 0
	for _, p := range f.parts {
		if p.unit != nil && p.unit.shape == list {
			out = append(out, &Doc{File: f, Index: len(out), unit: p.unit, offset: offset})
		}
		offset += len(p.bytes())
	}
	return out
}

// Position returns the line and column of a byte offset.
func (f *File) Position(offset int) Position { return f.lines().position(offset) }

// Line returns the text of a line, counted from 1, without its line ending; ""
// where there is no such line.
func (f *File) Line(number int) string {
	s := f.LineSpan(number)
	return strings.TrimPrefix(string(f.Bytes()[s.Start:s.End]), bom)
}

// LineSpan returns the bytes of a line, counted from 1, without its line
// ending; an empty span at the end where there is no such line.
func (f *File) LineSpan(number int) Span {
	x := f.lines()
	if number < 1 || number > len(x.starts) {
		return Span{len(x.text), len(x.text)}
	}
	return x.lineSpan(number - 1)
}

// Root returns the object's node, or nil where the document is empty or is not
// YAML.
func (d *Doc) Root() *Node {
	root := d.unit.parse().root
	if root == nil || len(d.base) == 0 {
		return root
	}
	return root.at(d.base)
}

// at returns the node at a path without following aliases or merges, or nil.
func (n *Node) at(p Path) *Node {
	for _, s := range p {
		if n = n.child(s); n == nil {
			return nil
		}
	}
	return n
}

func (n *Node) child(s Step) *Node {
	switch {
	case s.IsIndex && n.Kind == Sequence && s.Index >= 0 && s.Index < len(n.Items):
		return n.Items[s.Index]
	case !s.IsIndex && n.Kind == Mapping:
		if p := n.pair(s.Key); p != nil {
			return p.Value
		}
	}
	return nil
}

// Err returns why the document cannot be read, or nil.
func (d *Doc) Err() error {
	e := d.unit.parse().err
	if e == nil {
		return nil
	}
	placed := *e
	placed.File = d.File.Name
	if e.Position.Line > 0 {
		start := d.File.Position(d.offset)
		placed.Position.Line += start.Line - 1
	}
	return &placed
}

// Unlisted reports whether the document looked like a list, so that it was
// parsed in one piece, and is no YAML: what it holds is not known.
func (d *Doc) Unlisted() bool { return d.unit.done.Load() && d.unit.parse().err != nil }

// Duplicates returns the keys that stand twice in one mapping of the document.
func (d *Doc) Duplicates() []Duplicate { return d.unit.parse().dups }

// Text returns the bytes of the document as they stand in the file. Those of an
// item of a list that is parsed in one piece reach from the item before it to the
// one behind, so that comments are among them, and are the whole list where
// items may share values through aliases.
func (d *Doc) Text() []byte {
	u := d.unit
	if u.shape != list || len(d.base) == 0 {
		return u.text
	}
	p := u.parse()
	items, i := p.root.Get("items").Seq(), d.base[len(d.base)-1].Index
	if p.unknown != "" || len(p.aliases) > 0 || i >= len(items) {
		return u.text
	}
	from, to := 0, len(u.text)
	if i > 0 {
		from = items[i-1].end()
	}
	if i+1 < len(items) {
		to = items[i+1].start()
	}
	return u.text[from:to]
}

// Holds reports whether the text of the document holds a word. The items of a
// list that is parsed in one piece share its text, and the answer, which would
// otherwise be looked for in all of it once an item.
func (d *Doc) Holds(word string) bool {
	if d.unit.shape != list {
		return bytes.Contains(d.unit.text, []byte(word))
	}
	known, ok := d.unit.words.Load(word)
	if !ok {
		known = bytes.Contains(d.unit.text, []byte(word))
		d.unit.words.Store(word, known)
	}
	return known.(bool)
}

// Offset returns where the document starts in the file.
func (d *Doc) Offset() int { return d.span(Span{}).Start }

// Span returns the bytes of n in the file: the value, without anchor and tag.
// A missing value ("key:") has an empty span behind the colon.
func (d *Doc) Span(n *Node) Span { return d.span(Span{n.start(), n.end()}) }

// Comments returns the comments of the document, as spans in the file. Those
// of other items of the same list are included only where the list is parsed
// in one piece.
func (d *Doc) Comments() []Comment {
	found := d.unit.parse().comments()
	out := make([]Comment, len(found))
	for i, c := range found {
		out[i] = Comment{d.span(c.Span), c.OwnLine}
	}
	return out
}

// Same reports whether two docs, perhaps of two versions of a file, are the
// same object of the same text.
func (d *Doc) Same(other *Doc) bool {
	return d.unit == other.unit && d.base.String() == other.base.String()
}

func (d *Doc) String() string { return fmt.Sprintf("%s#%d", d.File.Name, d.Index) }
