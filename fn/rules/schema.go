package rules

import (
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// The rules of this file's friends report what a schema says: that of a
// CustomResourceDefinition of the user, or the table of the pinned release. They
// yield to rules that know more of a place.

// schemaKinds are the kinds that there are tables of.
var schemaKinds = schema.All()

// schemaProblems returns how an object differs from its schema. An object is
// judged once a round, however many rules ask.
func schemaProblems(p *lint.Pass, o *object.Object) []schema.Problem {
	problems, _ := p.Schema(o)
	return problems
}

// checkSchema is a rule's Check that reports the problems of a class.
func checkSchema(class schema.Class) func(*lint.Pass, *object.Object) {
	return func(p *lint.Pass, o *object.Object) {
		for _, sp := range schemaProblems(p, o) {
			if sp.Class != class || isOlderTarget(p, sp) {
				continue
			}
			options := append(schemaRepairs(o, sp), lint.Lacks(sp.Lacks...))
			for _, n := range sp.Related {
				options = append(options, lint.See(lint.At(o, n), "see also"))
			}
			p.Report(schemaPlace(o, sp), sp.Message, options...)
		}
	}
}

// isOlderTarget reports an XListenerSet as the target of a policy where nothing
// says whether the cluster has kgateway 2.2, which takes it, or agentgateway 1.0
// or later, which take a ListenerSet in its place.
func isOlderTarget(p *lint.Pass, sp schema.Problem) bool {
	return p.Config.Versions.Agentgateway == "" && sp.Linked && sp.Key == "kind" &&
		sp.Node.Get("kind").Text() == object.XListenerSet.Name && sp.Node.Get("group").Text() == object.XListenerSet.Group
}

// schemaRepairs offers fixes that lose nothing, and suggestions.
func schemaRepairs(o *object.Object, sp schema.Problem) []lint.Option {
	switch sp.Class {
	case schema.UnknownField:
		return renameUnknown(o, sp)
	case schema.WrongType:
		return repairType(o, sp)
	case schema.BadPattern:
		return repairPattern(o, sp)
	case schema.Constraint:
		return repairRepeat(o, sp)
	}
	return nil
}

// schemaPlace is where a problem stands: a key, or else a value.
func schemaPlace(o *object.Object, sp schema.Problem) lint.Place {
	if sp.Key != "" {
		return lint.AtKey(o, sp.Node, sp.Key)
	}
	return lint.At(o, sp.Node)
}

// renameUnknown offers the name of the field that a key means. It is certain
// where only the case of letters differs.
func renameUnknown(o *object.Object, sp schema.Problem) []lint.Option {
	key := sp.Node.Key(sp.Key)
	if sp.Suggest == "" || key == nil || sp.Node.Has(sp.Suggest) {
		return nil // a merge key brings it in, or there would be two
	}
	safety := lint.Suggestion
	if strings.EqualFold(sp.Key, sp.Suggest) && alone(sp.Allowed, sp.Key) && alone(keysOf(sp.Node), sp.Key) {
		safety = lint.Safe
	}
	return []lint.Option{lint.With(safety, "rename it to "+sp.Suggest, source.Rename(o.Doc, key.Path(), sp.Suggest))}
}

// alone reports whether one of the names is the word, whatever its case.
func alone(names []string, word string) bool {
	n := 0
	for _, name := range names {
		if strings.EqualFold(name, word) {
			n++
		}
	}
	return n == 1
}

func keysOf(n *source.Node) []string {
	var out []string
	for _, p := range n.Pairs {
		out = append(out, p.Key.Value)
	}
	return out
}
