package krm

import (
	"bytes"
	"errors"
	"strings"

	"github.com/gatefix/gatefix/fn/source"
)

// streamName stands for the input in messages.
const streamName = "stdin"

// listGroup is the group of ResourceList; v1, v1beta1 and v1alpha1 differ in
// nothing that matters here.
const listGroup = "config.kubernetes.io/"

// stream is the input of the function.
type stream struct {
	input []byte
	file  *source.File // the whole input: its documents are the items
	// list is the ResourceList itself, for what stands beside its items; nil
	// where there is none, or none that can be edited.
	list *source.Doc
	// cut tells that list is a text of its own: the input without the bytes
	// from head to tail, which are the items.
	cut        bool
	head, tail int
}

// read finds the items of the input and what stands beside them.
func read(input []byte) (*stream, error) {
	if len(bytes.TrimSpace(input)) == 0 {
		return nil, errors.New("standard input is empty; a KRM function reads a ResourceList there")
	}
	file, err := source.Parse(streamName, input)
	if err != nil {
		return nil, err
	}
	s := &stream{input: input, file: file}
	if !s.cutItems() {
		s.list = listOf(file)
	}
	return s, s.check()
}

// cutItems takes the text around the items as a document of its own, where the
// items could be found without parsing.
func (s *stream) cutItems() bool {
	items, ok := s.file.List()
	if !ok {
		return false
	}
	// The line "items:" belongs to the list; what follows it, to the items.
	s.head = len(bytes.TrimRight(s.input[:items.Items[0].Start], " \t\r\n"))
	s.head += bytes.IndexByte(s.input[s.head:], '\n') + 1
	s.tail = items.Items[len(items.Items)-1].End
	around, err := source.Parse(streamName, bytes.Join([][]byte{s.input[:s.head], s.input[s.tail:]}, nil))
	if err != nil {
		return false
	}
	s.list = listOf(around)
	s.cut = s.list != nil
	return s.cut
}

// listOf returns the first ResourceList of a file as a document, or nil.
func listOf(f *source.File) *source.Doc {
	for _, docs := range [][]*source.Doc{f.Lists(), f.Docs} {
		for _, d := range docs {
			if isList(d) {
				return d
			}
		}
	}
	return nil
}

func isList(d *source.Doc) bool {
	if !bytes.Contains(d.Text(), []byte("ResourceList")) && !bytes.ContainsRune(d.Text(), '\\') {
		return false // most documents, which need no closer look
	}
	p, ok := d.Peek()
	if !ok && d.Err() == nil {
		root := d.Root()
		p = source.Peek{APIVersion: root.Get("apiVersion").Text(), Kind: root.Get("kind").Text()}
	}
	return p.Kind == "ResourceList" && strings.HasPrefix(p.APIVersion, listGroup)
}

// check returns why the input cannot be worked on.
func (s *stream) check() error {
	if s.list == nil {
		return s.checkDocuments()
	}
	if err := s.list.Err(); err != nil {
		return s.inInput(err)
	}
	items := s.list.Root().Get("items")
	if items == nil || items.IsNull() || items.IsSequence() {
		return nil
	}
	at := s.list.File.Position(s.list.Span(items).Start)
	return s.inInput(&source.Error{File: streamName, Position: at, Message: "items is not a list"})
}

// checkDocuments judges an input without a ResourceList: something must be in
// it, and all of it must be YAML.
func (s *stream) checkDocuments() error {
	found := false
	for _, d := range s.file.Docs {
		if err := d.Err(); err != nil {
			return err
		}
		found = found || d.Root().IsMapping()
	}
	if !found && len(s.file.Lists()) == 0 {
		return errors.New("standard input holds no object; a KRM function reads a ResourceList there")
	}
	return nil
}

// inInput moves the place of an error from the text around the items to the
// input.
func (s *stream) inInput(err error) error {
	var e *source.Error
	if !s.cut || !errors.As(err, &e) || e.Position.Line <= bytes.Count(s.input[:s.head], []byte("\n")) {
		return err
	}
	moved := *e
	moved.Position.Line += bytes.Count(s.input[s.head:s.tail], []byte("\n"))
	return &moved
}

// write returns the items of a version of the file with results beside them.
// Results that came in are dropped: they tell of the text before an earlier
// function. attached is false where the results could not be added.
func (s *stream) write(file *source.File, results []any) (output []byte, attached bool) {
	if s.list == nil {
		return file.Bytes(), len(results) == 0
	}
	list := s.list
	if !s.cut {
		list = listOf(file)
	}
	edits := resultEdits(list, results)
	if !s.cut {
		edits = append(itemsEdits(list), edits...)
	}
	if len(edits) == 0 && file == s.file {
		return s.input, true
	}
	done := source.Apply([]*source.File{list.File}, [][]source.Edit{edits})
	attached = done.Rejected[0] == nil
	if !s.cut {
		return done.Files[0].Bytes(), attached
	}
	text := file.Bytes()
	return splice(done.Files[0], text[s.head:len(text)-(len(s.input)-s.tail)]), attached
}

// itemsEdits makes sure that the list has items, be they none. Hosts take a
// list without them for an object, and fail on it.
func itemsEdits(list *source.Doc) []source.Edit {
	switch items := list.Root().Get("items"); {
	case items == nil:
		return []source.Edit{source.Insert(list, source.P("items"), []any{}, "kind")}
	case items.IsNull():
		return []source.Edit{source.Set(list, source.P("items"), []any{})}
	}
	return nil
}

func resultEdits(list *source.Doc, results []any) []source.Edit {
	at := source.P("results")
	old := list.Root().Get("results")
	var edits []source.Edit
	if old != nil && (len(results) > 0 || len(old.Seq()) > 0 || old.IsMapping()) {
		edits = append(edits, source.Delete(list, at))
	}
	if len(results) > 0 {
		edits = append(edits, source.Insert(list, at, results, ""))
	}
	return edits
}

// splice puts items back behind the line "items:" of the text around them, which
// is its last where results without a line break behind them were dropped.
func splice(around *source.File, items []byte) []byte {
	list := listOf(around)
	text := around.Bytes()
	at := list.Span(list.Root().Key("items")).End
	head, rest, _ := bytes.Cut(text[at:], []byte("\n"))
	out := make([]byte, 0, len(text)+len(items)+2)
	out = append(append(append(out, text[:at]...), head...), '\n')
	out = append(out, items...)
	if len(rest) > 0 && !bytes.HasSuffix(items, []byte("\n")) {
		out = append(out, '\n')
	}
	return append(out, rest...)
}
