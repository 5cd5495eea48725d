package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/gateway"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// notJudged counts a reference that a rule leaves alone, and why.
func notJudged(p *lint.Pass, r gateway.Reference, gap gateway.Gap) {
	p.Outside(r.From, r.Node, string(gap))
}

// refPlace is where a reference names something: the key's value, or the whole
// reference where the key is not written.
func refPlace(r gateway.Reference, key string) lint.Place {
	if n := r.Node.Get(key); n != nil {
		return lint.At(r.From, n)
	}
	return lint.At(r.From, r.Node)
}

// called names what a reference means: Gateway "gw" in namespace "infra".
func called(r gateway.Reference) string {
	return fmt.Sprintf("%s %q%s", r.Kind.Name, r.Name, inNamespace(r.Namespace))
}

func inNamespace(namespace string) string {
	if namespace == "" {
		return ""
	}
	return fmt.Sprintf(" in namespace %q", namespace)
}

// forecast says what the controller will answer, as the end of a message.
func forecast(c gateway.Condition) string {
	switch {
	case c == gateway.Silent:
		return "no controller answers for it: the route gets no status at all"
	case c.Status == "True":
		return "its status says Accepted=True all the same, for another parentRef leads to the same Gateway"
	}
	return "its status will say " + c.String()
}

// quoted lists words for a message, at most five of them.
func quoted(words []string) string {
	const most = 5
	out := make([]string, 0, most)
	for _, w := range words[:min(len(words), most)] {
		out = append(out, fmt.Sprintf("%q", w))
	}
	if len(words) > most {
		out = append(out, fmt.Sprintf("%d more", len(words)-most))
	}
	return strings.Join(out, ", ")
}

// few lists numbers or names for a message as they are: as many as an object may
// hold, but not what a hostile one does, in each of many messages.
func few(words []string) string {
	const most = 100
	if len(words) > most {
		words = append(slices.Clone(words[:most]), fmt.Sprintf("%d more", len(words)-most))
	}
	return strings.Join(words, ", ")
}

// meant is "; did you mean %q?" for the nearest of the candidates.
func meant(word string, candidates []string) string {
	if near := lint.Nearest(word, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// setField writes a key of a reference, after another one where it is new.
func setField(r gateway.Reference, key string, value any, after string) source.Edit {
	if n := r.Node.Get(key); n != nil {
		return source.Set(r.From.Doc, n.Path(), value)
	}
	return source.Insert(r.From.Doc, r.Node.Path().Join(key), value, after)
}

func names(objects []*object.Object) []string {
	var out []string
	seen := map[string]bool{}
	for _, o := range objects {
		if !seen[o.Name] && !lint.HasPlaceholder(o.Name) {
			seen[o.Name] = true
			out = append(out, o.Name)
		}
	}
	return out
}
