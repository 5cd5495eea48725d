// Package sample makes findings for the tests of the reporters.
package sample

import (
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Head begins a ConfigMap; its data follow, from line 5 on.
const Head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"

// rule reports every value in the data of a ConfigMap that begins with "odd".
// The name of the key tells how bad it is, and how it is repaired: set, delete
// or insert.
var rule = &lint.Rule{Name: "odd-value", Severity: lint.Error, Kinds: []object.Kind{object.ConfigMap}, Check: check}

func check(p *lint.Pass, o *object.Object) {
	for _, pair := range o.Get("data").Pairs {
		name, v := pair.Key.Text(), pair.Value
		if !strings.HasPrefix(v.Text(), "odd") {
			continue
		}
		var options []lint.Option
		path := source.P("data", name)
		switch {
		case strings.HasPrefix(name, "set"):
			options = append(options, lint.With(lint.Safe, "set it to even", source.Set(o.Doc, path, "even")))
		case strings.HasPrefix(name, "delete"):
			options = append(options, lint.With(lint.Safe, "take it out", source.Delete(o.Doc, path)))
		case strings.HasPrefix(name, "insert"):
			options = append(options, lint.With(lint.Unsafe, "add another", source.Insert(o.Doc, source.P("data", "more"), "even", name)))
		case strings.HasPrefix(name, "warn"):
			options = append(options, lint.As(lint.Warning))
		}
		p.Report(lint.At(o, v), "the value "+v.Text()+" is odd", options...)
	}
}

// Findings returns what is wrong with files, given as names and texts in turn.
func Findings(t testing.TB, namesAndTexts ...string) []*lint.Finding {
	t.Helper()
	var files []*source.File
	for i := 0; i < len(namesAndTexts); i += 2 {
		f, err := source.Parse(namesAndTexts[i], []byte(namesAndTexts[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	cfg := lint.Defaults()
	cfg.Mode = lint.CheckMode
	return lint.Run(lint.Input{Files: files}, []*lint.Rule{rule}, cfg).Findings
}
