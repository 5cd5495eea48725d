package overlay

import (
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

func parse(t *testing.T, text string) *source.Node {
	t.Helper()
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil || f.Docs[0].Err() != nil {
		t.Fatal(text, err)
	}
	return f.Docs[0].Root()
}

// What is the same value though it is written in another way, and what a patch
// may leave out.
func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		equal, within bool
	}{
		{"{a: 1, b: [x, y]}", "b:\n- x\n- 'y'\na: 1", true, true},
		{"{a: 0x10}", "{a: 16}", true, true},
		{"{a: 16}", "{a: 17}", false, false},
		{"{a: True}", "{a: true}", true, true},
		{"{a: true}", "{a: 'true'}", false, false},
		{"{a: 1}", "{a: '1'}", false, false},
		{"{a: ~}", "{a: null}", true, true},
		{"{a: null}", "{}", false, true},
		{"{a: null}", "{a: 1}", false, false},
		{"{a: {}}", "{a: []}", false, false},
		{"{a: {}}", "{a: ''}", false, false},
		{"{a: 1}", "{a: 1, b: 2}", false, true},
		{"{a: 1, b: 2}", "{a: 1}", false, false},
		{"{a: [1]}", "{a: [1, 2]}", false, false},
		{"{a: {$patch: replace, b: 1}}", "{a: {b: 1}}", true, true},
		{"{x: &x {a: 1}, y: {<<: *x}}", "{x: {a: 1}, y: {a: 1}}", true, true},
		{"{x: &x 1, y: *x}", "{x: 1, y: 1}", true, true},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := equal(a, b); got != c.equal {
			t.Errorf("equal(%s, %s) is %v", c.a, c.b, got)
		}
		if got := within(a, b); got != c.within {
			t.Errorf("within(%s, %s) is %v", c.a, c.b, got)
		}
	}
}

// The field paths of replacements.
func TestMatchField(t *testing.T) {
	for _, c := range []struct {
		field string
		path  source.Path
		want  bool
	}{
		{"spec.a", source.P("spec", "a"), true},
		{"spec", source.P("spec", "a"), true},
		{"spec.a.b", source.P("spec", "a"), false},
		{"spec.b", source.P("spec", "a"), false},
		{"spec.0.name", source.P("spec", 0, "name"), true},
		{"spec.[name=x.y].name", source.P("spec", 3, "name"), true},
		{"spec.*.name", source.P("spec", 3, "name"), true},
		{`metadata.annotations.a\.b/c`, source.P("metadata", "annotations", "a.b/c"), true},
		{"metadata.annotations.[a.b/c]", source.P("metadata", "annotations", "a.b/c"), true},
	} {
		if got := matchField(c.field, c.path); got != c.want {
			t.Errorf("%s on %s is %v", c.field, c.path, got)
		}
	}
}
