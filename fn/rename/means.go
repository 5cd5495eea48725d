package rename

import (
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// verdict is how sure it is that a text refers to the Gateway.
type verdict uint8

const (
	none   verdict = iota // no reference of the form looked for
	no                    // it means something else
	maybe                 // it may: listed, not changed
	likely                // it does, unless another Gateway of the name fits as well
	yes
)

// anywhere is the namespace of a reference that reaches into all of them.
const anywhere = "*"

// meansGateway judges a reference by name to a Gateway, from the space in
// which the reference looks for it.
func (d *document) meansGateway(name string, space object.Space) verdict {
	ours := fits(d.Gateway, d.known[d.Gateway], name, space)
	if ours == no {
		return no
	}
	rival := no
	for g, k := range d.known {
		if g != d.Gateway {
			rival = max(rival, fits(g, k, name, space))
		}
	}
	switch {
	case rival == ours:
		return d.byOrigin(name, space, ours)
	case rival > ours:
		return no
	case ours == likely && rival == no:
		return yes
	case ours == likely:
		return maybe
	}
	return ours
}

// byOrigin chooses between Gateways that fit equally well as kustomize does,
// which takes the one with the prefixes of the object that refers to it.
func (d *document) byOrigin(name string, space object.Space, v verdict) verdict {
	theirs := false
	for g, k := range d.known {
		theirs = theirs || g != d.Gateway && fits(g, k, name, space) == v && g.SameOrigin(d.Object)
	}
	switch ours := d.Gateway.SameOrigin(d.Object); {
	case ours && !theirs && v >= likely:
		return yes
	case theirs && !ours:
		return no
	}
	return maybe
}

// fits tells how well a Gateway answers to a name in a space.
func fits(g *object.Object, k known, name string, space object.Space) verdict {
	if !slices.Contains(k.names, name) {
		return no
	}
	if v := near(k.space, space); v != no {
		return v
	}
	if space.Namespace != "" && g.Is(space.Namespace, name) {
		return yes // its namespace before kustomize changed it
	}
	return no
}

// near tells how sure it is that two spaces are one. Where one of them names
// no namespace, what stands side by side is taken to belong together.
func near(home, space object.Space) verdict {
	switch {
	case space.Namespace == anywhere:
		return likely
	case lint.HasPlaceholder(space.Namespace) || lint.HasPlaceholder(home.Namespace):
		if space.Namespace == home.Namespace {
			return yes
		}
		return maybe
	case home.Same(space):
		return yes
	case home.Namespace != "" && space.Namespace != "":
		return no
	case home.Together == space.Together, home.Namespace == space.Namespace:
		return likely
	}
	return maybe
}

// target is what a reference means.
type target uint8

const (
	theGateway target = iota
	itsService
	itsWorkload
	itsAccount
)

// means judges a reference to the Gateway, or to an object generated for it.
func (d *document) means(t target, name string, space object.Space) verdict {
	if t == theGateway {
		return d.meansGateway(name, space)
	}
	if name != d.generated {
		return no
	}
	v := near(d.home, space)
	if v == likely {
		v = yes
	}
	switch d.holder(t) {
	case Taken:
		return no
	case Unsure:
		return min(v, maybe)
	}
	return v
}

func (s *scanner) holder(t target) Holder {
	switch t {
	case itsService:
		return s.Service
	case itsWorkload:
		return s.Workload
	case itsAccount:
		return s.Account
	}
	return Free
}
