package lint

import (
	"fmt"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Safety says when a fix is applied.
type Safety uint8

// The safeties.
const (
	// Safe: what the author meant is certain. Applied in fix mode.
	Safe Safety = iota + 1
	// Unsafe: likely, but to be looked at. Applied where unsafe fixes are
	// asked for.
	Unsafe
	// Suggestion: shown, never applied.
	Suggestion
)

var safetyNames = []string{"", "safe", "unsafe", "suggestion"}

func (s Safety) String() string { return safetyNames[s] }

// Place is a piece of a document.
type Place struct {
	Doc  *source.Doc
	Span source.Span // bytes in the file
	Path source.Path // from the root of the document
	// Value is the scalar at the place as a plain value, for reports that show
	// the current value; nil for a collection.
	Value any
}

// At is the place of a value.
func At(o *object.Object, n *source.Node) Place { return placeOf(o.Doc, n) }

// AtKey is the place of a key of the mapping n, or of n where the key is not
// written there.
func AtKey(o *object.Object, n *source.Node, key string) Place {
	if k := n.Key(key); k != nil {
		return placeOf(o.Doc, k)
	}
	return placeOf(o.Doc, n)
}

// In is the place of a node of a document that is not the object's own: YAML
// that a string holds, or a file of values.
func In(d *source.Doc, n *source.Node) Place { return placeOf(d, n) }

// AtName is the place of the object's name.
func AtName(o *object.Object) Place { return placeOf(o.Doc, o.Get("metadata", "name")) }

// PlaceOf is the place of a node of a document; nil: of its root.
func PlaceOf(d *source.Doc, n *source.Node) Place { return placeOf(d, n) }

func placeOf(d *source.Doc, n *source.Node) Place {
	if n == nil {
		n = d.Root()
	}
	p := Place{Doc: d.Outer(), Span: d.Span(n), Path: d.PathOf(n)}
	if n.Kind == source.Scalar && !(d != p.Doc && isKey(n)) {
		p.Value = n.Plain()
	}
	return p
}

// isKey reports whether a node is a key of a mapping.
func isKey(n *source.Node) bool {
	path := n.Path()
	return n.Parent() != nil && len(path) > 0 && n.Parent().Key(path[len(path)-1].Key) == n
}

// Position returns the line and column at which the place starts.
func (p Place) Position() source.Position { return p.Doc.File.Position(p.Span.Start) }

// End returns the line and column behind the place.
func (p Place) End() source.Position { return p.Doc.File.Position(p.Span.End) }

// Related is a place in the same or another object that explains a finding.
type Related struct {
	Place
	Message string
}

// Fix is one way to repair a finding: edits that belong together.
type Fix struct {
	Title  string // what it does, as an imperative: "set maxAge to 86400"
	Safety Safety
	Edits  []source.Edit
	// Proposed is the value the place of the finding gets, where that is a
	// single value; nil otherwise.
	Proposed any
}

// Finding is one mistake.
type Finding struct {
	Rule     *Rule  // nil for findings of the engine
	Name     string // of the rule
	Severity Severity
	Message  string
	Object   *object.Object // nil where the document is no object
	At       Place
	Related  []Related
	Fixes    []Fix
	// lacks are the keys that are missing from the mapping at the place.
	lacks []string
	// Held is why the fix was not made though it was allowed; empty otherwise.
	Held string
	// Fingerprint names the mistake whatever line it stands in: by its rule, its
	// [Finding.Subject], its [Finding.StablePath] and the value at fault.
	Fingerprint string
	// Overlays are the kustomizations, as folders, in whose output the mistake
	// stands and not in the files themselves; empty otherwise.
	Overlays []string
}

// Fix returns the fix on offer, or nil.
func (f *Finding) Fix() *Fix {
	if len(f.Fixes) == 0 {
		return nil
	}
	return &f.Fixes[0]
}

func (f *Finding) String() string {
	pos := f.At.Position()
	return fmt.Sprintf("%s:%d:%d: %s: %s [%s]", f.At.Doc.File.Name, pos.Line, pos.Column, f.Severity, f.Message, f.Name)
}

// Option adds to a finding that is reported.
type Option func(*Finding)

// As gives a finding another severity than its rule has.
func As(s Severity) Option { return func(f *Finding) { f.Severity = s } }

// See adds a related place.
func See(p Place, format string, args ...any) Option {
	return func(f *Finding) { f.Related = append(f.Related, Related{p, fmt.Sprintf(format, args...)}) }
}

// Lacks says that the finding is the absence of keys from the mapping at its
// place, of which one is enough.
func Lacks(keys ...string) Option { return func(f *Finding) { f.lacks = keys } }

// With offers a fix. Of several, the first that the configuration allows is
// applied.
func With(safety Safety, title string, edits ...source.Edit) Option {
	return func(f *Finding) {
		fix := Fix{Title: title, Safety: safety, Edits: edits}
		if len(edits) == 1 && edits[0].Op == source.OpSet && edits[0].Path.String() == f.At.Path.String() {
			fix.Proposed = edits[0].Value
		}
		f.Fixes = append(f.Fixes, fix)
	}
}
