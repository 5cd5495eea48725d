package lint

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Every limit can be set, says what it is when it is reached, and what is set
// wrongly says what is allowed.
func TestLimits(t *testing.T) {
	two := "kind: A\nmetadata: {name: a}\nx: &a [1]\ny: [*a, *a, *a]\n---\nkind: A\nmetadata: {name: b}\nx: [[[1]]]\n"
	for _, c := range []struct{ set, value, want string }{
		{"limits.bytes", "40", "the input holds 97 bytes; at most 40 bytes are read (limits.bytes)"},
		{"limits.documents", "1", "the input holds 2 documents; at most 1 are read (limits.documents)"},
		{"limits.documentBytes", "50", "document of 54 bytes; at most 50 bytes are read (limits.documentBytes)"},
		{"limits.aliases", "2", "document with more than 2 aliases; at most that many are read (limits.aliases)"},
		{"limits.depth", "3", "document with more than 3 levels; at most that many are read (limits.depth)"},
		{"limits.edits", "1", "at most 1 edits are made in one run (limits.edits); run again, or raise the limit"},
		{"limits.time", "1ns", "judging takes longer than 1ns, the most that is allowed (limits.time); nothing was changed"},
		{"limits.bytes", "0", `limits.bytes "0" is not allowed; allowed: a whole number from 1 to 1099511627776`},
		{"limits.depth", "1000000", `allowed: a whole number from 1 to 10000`},
		{"limits.time", "soon", `limits.time "soon" is not a duration; write one such as 30s or 5m`},
		{"limits.byte", "1", `did you mean "bytes"?`},
	} {
		if got := limited(t, two, c.set, c.value); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s\n got %s\nwant %s", c.set, c.value, got, c.want)
		}
	}
	if got := limited(t, two, "limits.time", "1h"); got != "" {
		t.Errorf("with the usual limits: %s", got)
	}
}

// limited returns what a run under a limit says.
func limited(t *testing.T, text, key, value string) string {
	t.Helper()
	f, err := source.Parse("two.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cfg := Defaults()
	cfg.Mode = FixMode
	if err := cfg.Set(key, value, nil); err != nil {
		return err.Error()
	}
	rule := &Rule{Name: "r", Kinds: []object.Kind{{Name: "A"}}, Check: func(p *Pass, o *object.Object) {
		time.Sleep(time.Microsecond)
		if o.Get("z") == nil {
			p.Report(At(o, o.Root), "no z", With(Safe, "add z", source.Insert(o.Doc, source.P("z"), 1, "")))
		}
	}}
	found := Run(Input{Files: []*source.File{f}}, []*Rule{rule}, cfg)
	var said []string
	if found.Stopped != nil {
		said = append(said, found.Stopped.Error())
		if found.Files[0] != f {
			t.Error("the files changed")
		}
	}
	for _, f := range found.Findings {
		said = append(said, f.Message, f.Held)
	}
	return strings.Join(said, "\n")
}

// Only edits that are made count: one that another stands in the way of is made
// in the next round.
func TestEditsAreCountedOnce(t *testing.T) {
	f, err := source.Parse("a.yaml", []byte("kind: A\nmetadata: {name: a}\nx: [0]\n"))
	if err != nil {
		t.Fatal(err)
	}
	cfg := Defaults()
	cfg.Mode, cfg.Limits.Edits = FixMode, 3
	rule := &Rule{Name: "r", Kinds: []object.Kind{{Name: "A"}}, Check: func(p *Pass, o *object.Object) {
		for want := len(o.Get("x").Seq()); want < 4; want++ {
			p.Report(At(o, o.Get("x")), fmt.Sprintf("%d is missing", want), With(Safe, "add one", source.Append(o.Doc, source.P("x"), want)))
		}
	}}
	found := Run(Input{Files: []*source.File{f}}, []*Rule{rule}, cfg)
	if got := string(found.Files[0].Bytes()); !strings.Contains(got, "x: [0, 1, 2, 3]") || len(found.Findings) > 0 {
		t.Errorf("%s%v", got, found.Findings)
	}
}
