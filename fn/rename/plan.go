package rename

import (
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Holder tells whom the name of a generated object means: a Gateway is renamed
// because something else has its name, and a reference may mean that.
type Holder uint8

// The holders.
const (
	Free   Holder = iota // only the object generated for the Gateway
	Unsure               // that, or one that is not in the input
	Taken                // another object
)

// Plan is the rename of one Gateway.
type Plan struct {
	Gateway  *object.Object
	To       string
	Gateways []*object.Object // all of the input, this one among them
	Spaces   *object.Spaces

	Service, Workload, Account Holder
	// IstioGateway tells that an Istio Gateway of the name is in the input:
	// "kind: Gateway" without a group may mean either.
	IstioGateway bool
}

// Result is what a rename takes.
type Result struct {
	Edits    []source.Edit // the first gives the Gateway its name
	Mentions []lint.Place  // not changed
}

// References is the number of references among the edits.
func (r *Result) References() int { return len(r.Edits) - 1 }

// Words returns the names to look for; only documents that hold one of them
// need to be scanned.
func (p *Plan) Words() []string {
	names := p.Gateway.Names()
	if g := gateway.GeneratedName(p.Gateway.Name); !slices.Contains(names, g) {
		names = append(names, g)
	}
	return names
}

// Scan goes through the objects that hold one of the words, and through the
// documents that are no objects: kustomize patches and fragments. A fragment
// that no kustomization lists is not edited, for nothing says what reads it.
func (p *Plan) Scan(objects, others []*object.Object) *Result {
	s := newScanner(p)
	s.set(p.Gateway, p.Gateway.Get("metadata", "name"), p.To)
	for _, o := range objects {
		s.document(o, manifestRole, object.Space{})
	}
	for _, o := range others {
		as := patchRole
		if (o.Kind.Name == "" || o.Name == "") && !p.Spaces.Lists(o) {
			as = looseRole
		}
		s.document(o, as, object.Space{})
	}
	return s.out
}

// scanner is one rename in progress.
type scanner struct {
	*Plan
	names     []string // that references may call the Gateway
	generated string   // of the objects made for it
	home      object.Space
	known     map[*object.Object]known
	texts     *texts
	out       *Result
	noted     map[mark]bool
}

// known is what is asked of a Gateway for each reference.
type known struct {
	names []string
	space object.Space
}

type mark struct {
	file *source.File
	at   int
}

func newScanner(p *Plan) *scanner {
	s := &scanner{
		Plan:      p,
		names:     p.Gateway.Names(),
		generated: gateway.GeneratedName(p.Gateway.Name),
		home:      p.Spaces.Of(p.Gateway),
		known:     map[*object.Object]known{},
		out:       &Result{},
		noted:     map[mark]bool{},
	}
	for _, g := range p.Gateways {
		if names := g.Names(); slices.ContainsFunc(names, func(n string) bool { return slices.Contains(s.names, n) }) {
			s.known[g] = known{names, p.Spaces.Of(g)}
		}
	}
	s.texts = newTexts(s)
	return s
}

func (s *scanner) set(o *object.Object, n *source.Node, value string) {
	s.out.Edits = append(s.out.Edits, source.Set(o.Doc, n.Path(), value))
}

func (s *scanner) mention(p lint.Place) {
	m := mark{p.Doc.File, p.Span.Start}
	if !s.noted[m] {
		s.noted[m] = true
		s.out.Mentions = append(s.out.Mentions, p)
	}
}

// holds reports whether the text holds one of the names.
func (s *scanner) holds(text string) bool {
	return slices.ContainsFunc(s.names, func(name string) bool { return strings.Contains(text, name) }) ||
		strings.Contains(text, s.generated)
}
