package lint

import (
	"fmt"
	"slices"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Pass is what a rule sees of a run: the configuration, the other objects, and
// the place to report to. Each rule has a Pass of its own in each round.
type Pass struct {
	Config *Config

	rule     *Rule
	set      *object.Set
	object   *object.Object // the one being checked
	findings []*Finding
	outside  map[reference]string // why not judged
	read     map[object.Kind]bool
	memo     map[string]any
	shared   map[string]any
	schemas  *schemas
	late     func() bool // the time of the run is over
}

// Report adds a finding at a place of the object being checked.
func (p *Pass) Report(at Place, message string, options ...Option) {
	f := &Finding{Rule: p.rule, Name: p.rule.Name, Severity: p.rule.Severity, Message: message, Object: p.object, At: at}
	for _, o := range options {
		o(f)
	}
	f.veil()
	p.findings = append(p.findings, f)
}

// Reportf is Report with a formatted message and no options.
func (p *Pass) Reportf(at Place, format string, args ...any) {
	p.Report(at, fmt.Sprintf(format, args...))
}

// Objects returns the objects of a kind in the input. The rule must name the
// kind in its Reads.
func (p *Pass) Objects(k object.Kind) []*object.Object {
	p.read[k] = true
	return p.set.Of(k)
}

// Mentioning returns the objects of every kind whose text holds one of the
// words. The rule must have object.Any in its Reads.
func (p *Pass) Mentioning(words ...string) []*object.Object {
	p.read[object.Any] = true
	return p.set.Mentioning(words...)
}

// NamesOf returns the names of the objects of all kinds that are wanted.
func (p *Pass) NamesOf(wanted func(object.Kind) bool) map[string]bool {
	p.read[object.Any] = true
	names := map[string]bool{}
	for _, k := range p.set.Kinds() {
		if !wanted(k) {
			continue
		}
		for _, o := range p.set.Of(k) {
			names[o.Name] = true
		}
	}
	return names
}

// UnjudgedMentioning returns the kustomize patches and the fragments whose text
// holds one of the words. They are only edited along with what they belong to.
func (p *Pass) UnjudgedMentioning(words ...string) []*object.Object {
	return p.set.UnjudgedMentioning(words...)
}

// Find returns the object a reference means, or nil.
func (p *Pass) Find(k object.Kind, namespace, name string) *object.Object {
	for _, o := range p.Objects(k) {
		if o.Is(namespace, name) {
			return o
		}
	}
	return nil
}

// Document returns the document of a file of the input that is no object, as a
// file of Helm values is, or nil. One that is not to be read or edited, as it is
// encrypted or holds a key twice, is not returned.
func (p *Pass) Document(file string) *source.Doc {
	for _, f := range p.set.Files {
		if f.Name != file || len(f.Docs) != 1 {
			continue
		}
		if d := f.Docs[0]; d.Err() == nil && len(d.Duplicates()) == 0 && d.Root().Get("sops", "mac") == nil {
			return d
		}
	}
	return nil
}

// HasFile reports whether a file is in the input.
func (p *Pass) HasFile(name string) bool {
	return slices.ContainsFunc(p.set.Files, func(f *source.File) bool { return f.Name == name })
}

// Outside notes a reference of an object, written at n, that was not judged,
// and why: because the object it means is not in the input, say. Each reference
// counts once, whichever rules look at it; the first reason stands.
func (p *Pass) Outside(o *object.Object, n *source.Node, why string) {
	key := reference{o.Doc, n.Get()}
	if _, ok := p.outside[key]; !ok {
		p.outside[key] = why
	}
}

// reference is a reference of an object, by where it is written.
type reference struct {
	doc *source.Doc
	at  *source.Node
}

// Patched reports whether a kustomize patch of the input changes the object, so
// that what it says is not the last word.
func (p *Pass) Patched(o *object.Object) bool { return p.set.Patched(o) }

// Memo computes a value once per rule and round.
func Memo[T any](p *Pass, key string, compute func() T) T {
	if v, ok := p.memo[key]; ok {
		return v.(T)
	}
	v := compute()
	p.memo[key] = v
	return v
}

// Shared computes a value once per round for all rules that run one after the
// other: on several processors each has its own, so the value need not be safe
// for several goroutines. It must not depend on the rule that asks first.
func Shared[T any](p *Pass, key string, compute func() T) T {
	if v, ok := p.shared[key]; ok {
		return v.(T)
	}
	v := compute()
	p.shared[key] = v
	return v
}

// Value returns the text of a string scalar that a rule may judge: not one
// with a placeholder that something else fills in later.
func Value(n *source.Node) (string, bool) {
	s, ok := n.Str()
	if !ok || HasPlaceholder(s) {
		return "", false
	}
	return s, true
}
