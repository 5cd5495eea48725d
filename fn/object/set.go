package object

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gatefix/gatefix/fn/parallel"
	"github.com/gatefix/gatefix/fn/source"
)

// Skip is why a document of the input is not judged.
type Skip string

// The reasons. A skipped document is never edited either.
const (
	Judged    Skip = ""
	Empty     Skip = "empty document"
	Broken    Skip = "not YAML"
	Foreign   Skip = "JSON with an escape that YAML readers do not know"
	Duplicate Skip = "a key stands twice"
	Fragment  Skip = "no kind or no name"
	Patch     Skip = "kustomize patch"
	Encrypted Skip = "encrypted with SOPS"
	Tooling   Skip = "configuration of a tool"
)

// Entry is a document of the input with what is known of it. The object is
// parsed when it is asked for.
type Entry struct {
	Doc   *source.Doc
	kind  Kind
	patch bool // stands in a file of patches

	once    sync.Once
	apart   bool // excluded
	parsed  atomic.Bool
	obj     *Object
	skip    Skip
	skimmed Skip // what skimming said; empty: not skimmed
}

// Set is all documents of a run.
type Set struct {
	Files   []*source.File
	Entries []*Entry

	byKind map[Kind][]*Entry

	patchOnce sync.Once
	patches   []patchTarget
}

// Patches tells which files hold kustomize patches rather than objects.
type Patches func(file string) bool

// NewSet looks at every document of the files, parsing only where a look does
// not tell its kind.
func NewSet(files []*source.File, patches Patches) *Set {
	s := &Set{Files: files, byKind: map[Kind][]*Entry{}}
	for _, f := range files {
		isPatch := patches != nil && patches(f.Name)
		for _, d := range f.Docs {
			e := newEntry(d, isPatch)
			s.Entries = append(s.Entries, e)
			if e.kind != (Kind{}) {
				s.byKind[e.kind] = append(s.byKind[e.kind], e)
			}
		}
	}
	return s
}

func newEntry(d *source.Doc, isPatch bool) *Entry {
	e := &Entry{Doc: d, patch: isPatch}
	if isPatch {
		e.skip = Patch
		e.once.Do(func() {})
		return e
	}
	if p, ok := d.Peek(); ok && !d.Unlisted() {
		group, _ := SplitAPIVersion(p.APIVersion)
		e.kind = identity(group, p.Kind)
		return e
	}
	if o, _ := e.Object(); o != nil {
		e.kind = o.Kind
	}
	return e
}

// Kind returns the kind of the document; zero where it has none.
func (e *Entry) Kind() Kind { return e.kind }

// Parsed reports whether the document was read, because its kind could not be
// told or because something asked for it.
func (e *Entry) Parsed() bool { return e.parsed.Load() || e.skimmed != "" }

// Skip returns why the document is not judged, if it was read.
func (e *Entry) Skip() Skip {
	switch {
	case e.parsed.Load():
		return e.skip
	case e.skimmed == skimmedJudged:
		return Judged
	}
	return e.skimmed
}

// skimmedJudged is what skimming says of a document that could be judged.
const skimmedJudged Skip = "judged"

// skim finds out whether the document is one to judge, and keeps nothing of it.
func (e *Entry) skim(s *source.Skimmer) {
	if e.Parsed() {
		return
	}
	ok := s.Skim(e.Doc, func(root *source.Node, duplicates bool) {
		if root.IsNull() || duplicates {
			return
		}
		e.skimmed = skipReason(identify(e.Doc, root))
		if e.skimmed == Judged {
			e.skimmed = skimmedJudged
		}
	})
	if !ok || e.skimmed == "" {
		e.Object()
	}
}

// Object parses the document. It returns nil and the reason where the document
// is not to be judged.
func (e *Entry) Object() (*Object, Skip) {
	e.once.Do(func() {
		e.obj, e.skip = load(e.Doc)
		e.parsed.Store(true)
	})
	return e.obj, e.skip
}

// Exclude makes the document one that is not judged, for a reason that only
// the caller knows. It is not safe for use beside Object.
func (e *Entry) Exclude(why Skip) {
	e.once.Do(func() {})
	e.obj, e.skip, e.apart = nil, why, true
}

// Applied reports whether the document is applied to a cluster, as far as can be
// told without parsing it.
func (e *Entry) Applied() bool {
	if e.kind == (Kind{}) || e.apart || isTooling(e.kind) || e.kind.Group == Kustomization.Group {
		return false
	}
	return !e.Parsed() || e.skip == Judged
}

func load(d *source.Doc) (*Object, Skip) {
	if err := d.Err(); err != nil {
		if isForeign(d, err) {
			return nil, Foreign
		}
		return nil, Broken
	}
	root := d.Root()
	if root == nil || root.IsNull() {
		return nil, Empty
	}
	if len(d.Duplicates()) > 0 {
		return nil, Duplicate
	}
	o := identify(d, root)
	return o, skipReason(o)
}

// isForeign reports JSON that clusters take and the YAML reader does not: it has
// no \/ and no letter written as two escapes, as JSON in ASCII writes an emoji.
func isForeign(d *source.Doc, err error) bool {
	return strings.Contains(err.Error(), "escape") && json.Valid(d.Text())
}

// identify reads who a document is.
func identify(d *source.Doc, root *source.Node) *Object {
	group, version := SplitAPIVersion(root.Get("apiVersion").Text())
	return &Object{
		Kind:      identity(group, root.Get("kind").Text()),
		Version:   version,
		Name:      root.Get("metadata", "name").Text(),
		Namespace: root.Get("metadata", "namespace").Text(),
		Doc:       d,
		Root:      root,
	}
}

func skipReason(o *Object) Skip {
	switch {
	case isTooling(o.Kind):
		return Tooling
	case o.Kind == Kustomization:
		return Judged // has no name
	case o.Kind.Name == "" || o.Name == "":
		return Fragment
	case o.Root.Get("sops", "mac") != nil:
		return Encrypted
	case o.Doc.Holds("$patch") && hasPatchDirective(o.Root):
		return Patch
	}
	return Judged
}

// isTooling reports kinds that configure the tools of the pipeline, and are
// not applied to a cluster.
func isTooling(k Kind) bool {
	switch k.Group {
	case "kpt.dev", "config.kubernetes.io", "fn.kpt.dev", "gatefix.dev":
		return true
	}
	return false
}

// identity returns the kind of a document. A Kustomization may leave out its
// apiVersion.
func identity(group, kind string) Kind {
	if group == "" && kind == Kustomization.Name {
		return Kustomization
	}
	return Kind{group, kind}
}

func hasPatchDirective(root *source.Node) bool {
	found := false
	root.Walk(func(n *source.Node) bool {
		found = found || n.Has("$patch")
		return !found
	})
	return found
}

// EntriesOf returns the documents of a kind, of [Any] all, in input order.
func (s *Set) EntriesOf(k Kind) []*Entry {
	if k == Any {
		return s.Entries
	}
	return s.byKind[k]
}

// Of returns the objects of a kind that are to be judged, in input order.
func (s *Set) Of(k Kind) []*Object {
	var out []*Object
	for _, e := range s.byKind[k] {
		if o, skip := e.Object(); skip == Judged && o != nil {
			out = append(out, o)
		}
	}
	return out
}

// Wanted tells the documents of a kind that are going to be looked into by
// their text; nil: all of them are.
type Wanted func(text []byte) bool

// loadAtOnce is the number of documents for one goroutine at a time.
const loadAtOnce = 64

// Load parses the documents of the kinds, those that are not parsed yet, on all
// processors. It changes nothing but the time that later questions take. Those
// that are not wanted are only read through, to tell what is wrong with them,
// and take no memory. lane, if given, is called once for each goroutine, and what
// it returns is handed the other objects that are to be judged, while they are
// still in the caches of its processor.
func (s *Set) Load(kinds map[Kind]Wanted, lane func() func(*Object)) {
	type task struct {
		*Entry
		wanted Wanted
	}
	var todo []task
	for k, wanted := range kinds {
		for _, e := range s.byKind[k] {
			todo = append(todo, task{e, wanted})
		}
	}
	parallel.Lanes((len(todo)+loadAtOnce-1)/loadAtOnce, func() func(int) {
		skimmer := &source.Skimmer{}
		loaded := func(*Object) {}
		if lane != nil {
			loaded = lane()
		}
		return func(i int) {
			for _, t := range todo[i*loadAtOnce : min((i+1)*loadAtOnce, len(todo))] {
				if t.wanted != nil && !t.wanted(t.Doc.Text()) {
					t.skim(skimmer)
				} else if o, skip := t.Object(); o != nil && skip == Judged {
					loaded(o)
				}
			}
		}
	})
}

// Kinds returns the kinds of the input, unordered.
func (s *Set) Kinds() []Kind {
	out := make([]Kind, 0, len(s.byKind))
	for k := range s.byKind {
		out = append(out, k)
	}
	return out
}

// Mentioning returns the objects of every kind whose text holds one of the
// words, in input order. Only those are parsed.
func (s *Set) Mentioning(words ...string) []*Object {
	var out []*Object
	for _, e := range s.Entries {
		if !e.mentions(words) {
			continue
		}
		if o, skip := e.Object(); skip == Judged && o != nil {
			out = append(out, o)
		}
	}
	return out
}

func (e *Entry) mentions(words []string) bool {
	text := e.Doc.Text()
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(text, []byte(w)) })
}

// UnjudgedMentioning returns the kustomize patches and the fragments whose text
// holds one of the words, in input order. They are no objects and are not
// judged, but a patch names one, and a rename has to reach it.
func (s *Set) UnjudgedMentioning(words ...string) []*Object {
	var out []*Object
	for _, e := range s.Entries {
		if !e.mentions(words) {
			continue
		}
		if _, skip := e.Object(); skip != Patch && skip != Fragment {
			continue
		}
		if o, skip := load(e.Doc); o != nil && (skip == Judged || skip == Patch || skip == Fragment) {
			out = append(out, o)
		}
	}
	return out
}
