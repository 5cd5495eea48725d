package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// A reference counts once, under the first reason, whichever rules look at it;
// and what rules share is computed once a round.
func TestOutsideAndShared(t *testing.T) {
	f, err := source.Parse("f.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: one, y: two}\n"))
	if err != nil {
		t.Fatal(err)
	}
	computed := 0
	rule := func(name string, keys map[string]string) *Rule {
		return &Rule{Name: name, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *Pass, o *object.Object) {
			Shared(p, "count", func() int { computed++; return computed })
			for key, why := range keys {
				p.Outside(o, o.Get("data", key), why)
			}
		}}
	}
	rules := []*Rule{rule("a", map[string]string{"x": "not there"}), rule("b", map[string]string{"x": "a placeholder", "y": "a placeholder"})}
	stats := Run(Input{Files: []*source.File{f}}, rules, Defaults()).Stats
	if diff := cmp.Diff(map[string]int{"not there": 1, "a placeholder": 1}, stats.OutsideBy); diff != "" || stats.Outside != 2 {
		t.Errorf("%d\n%s", stats.Outside, diff)
	}
	if computed != 1 {
		t.Errorf("computed %d times", computed)
	}
}
