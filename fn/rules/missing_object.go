package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
)

// mayMakeServices reports whether an object of the input may create a Service
// of that name. Operators name the Services they make after the object that
// asks for them: pg-rw for a Cluster pg, web for a Knative Service web.
func mayMakeServices(p *lint.Pass, name string) bool {
	words := []string{name}
	for i, c := range name {
		if c == '-' {
			words = append(words, name[:i])
		}
	}
	operated := lint.Memo(p, "operated", func() map[string]bool { return p.NamesOf(func(k object.Kind) bool { return mayBeOperated(k.Group) }) })
	return slices.ContainsFunc(words, func(w string) bool { return operated[w] })
}

// mayBeOperated reports whether a group may be that of an operator: not one of
// Kubernetes, of the Gateway API or of agentgateway, which make no Services
// but those that the model knows of.
func mayBeOperated(group string) bool {
	switch {
	case !strings.Contains(group, "."), strings.HasSuffix(group, ".k8s.io"), strings.HasSuffix(group, ".x-k8s.io"):
		return false
	}
	return group != object.AgentgatewayGroup && group != object.KgatewayGroup && group != object.EnterpriseGroup
}

// seeNamesakes returns the namespaces that hold an object of the name and the kind
// that a reference means, at most five of them, and shows these objects; none
// where it is not known in which they are.
func seeNamesakes(m *gateway.Model, r gateway.Reference) (spaces []string, options []lint.Option) {
	all := m.Elsewhere(r.Kind, r.Name)
	for _, o := range all[:min(len(all), 5)] {
		spaces = append(spaces, m.Namespace(o))
		options = append(options, lint.See(lint.AtName(o), "%s", o))
	}
	return spaces, options
}

// isSlipOfOne reports whether the name of a reference is a slip of one that is in
// its namespace.
func isSlipOfOne(m *gateway.Model, r gateway.Reference) bool {
	return slices.ContainsFunc(m.NamesBeside(r).Around(r.Name), func(name string) bool { return isSlip(r.Name, name) })
}

// seeBeside shows what a reference that leads nowhere may have meant: the
// objects of its kind in its namespace, at most five of them.
func seeBeside(m *gateway.Model, r gateway.Reference) []lint.Option {
	var options []lint.Option
	beside := m.Beside(r)
	for _, o := range beside[:min(len(beside), 5)] {
		options = append(options, lint.See(lint.AtName(o), "%s", o))
	}
	return options
}

// nearestName suggests the name of the namespace's object that comes closest to
// the one that a reference gives.
func nearestName(m *gateway.Model, r gateway.Reference) (hint string, options []lint.Option) {
	near := m.NamesBeside(r).Nearest(r.Name)
	if near == "" {
		return "", nil
	}
	return fmt.Sprintf("; did you mean %q?", near),
		[]lint.Option{lint.With(lint.Suggestion, fmt.Sprintf("set name to %q", near), setField(r, "name", near, ""))}
}

// isSlip reports whether a name is another one but for a slip of the hand: two
// neighbours swapped, or a letter too many or too few. Names that differ in one
// letter or in a digit, like web-a and web-b, are those of a series.
func isSlip(word, name string) bool {
	switch {
	case lint.Distance(word, name) != 1:
		return false
	case len(word) == len(name):
		return len(word) > 2 && slices.Equal(letters(word), letters(name))
	}
	longer, shorter := letters(word), letters(name)
	if len(longer) < len(shorter) {
		longer, shorter = shorter, longer
	}
	i := 0
	for i < len(shorter) && longer[i] == shorter[i] {
		i++
	}
	return len(shorter) > 3 && (longer[i] < '0' || longer[i] > '9')
}

// letters returns the letters of a name in the order of the alphabet.
func letters(name string) []rune { return slices.Sorted(slices.Values([]rune(name))) }

// inNamedSpace reports whether a reference means a namespace that tells what
// belongs together. Where none is named, or the one that is there anyway, files
// that have nothing to do with each other stand side by side.
func inNamedSpace(m *gateway.Model, r gateway.Reference) bool {
	ns := r.Namespace
	if !r.Node.Has("namespace") {
		ns = m.Namespace(r.From)
	}
	return ns != "" && ns != "default"
}
