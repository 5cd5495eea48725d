package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/source"
)

// The keys of a mapping are those a decoder sees: its own, then those it merges
// in, the first of a name; however often a mapping is merged in.
func TestMembers(t *testing.T) {
	bomb := "x0: &x0 {k: 1}\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("x%d: &x%d {<<: [%s], k%d: 1}\n", i, i, strings.Repeat(fmt.Sprintf("*x%d, ", i-1), 10), i)
	}
	for _, c := range []struct{ name, text, want string }{
		{"none", "m: {b: 1, a: 2}", "b=1 a=2"},
		{"one", "x: &x {a: 1, b: 2}\nm: {<<: *x, a: 3}", "a=3 b=2"},
		{"several", "x: &x {a: 1}\ny: &y {a: 2, b: 3}\nm: {<<: [*x, *y], c: 4}", "c=4 a=1 b=3"},
		{"of others", "x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nm: {<<: *y, c: 3}", "c=3 b=2 a=1"},
		{"circular", "m: &m {<<: *m, a: 1}", "a=1"},
		{"bomb", bomb + "m: {<<: *x11}", "k11=1 k10=1 k9=1 k8=1 k7=1 k6=1 k5=1 k4=1 k3=1 k2=1 k1=1 k=1"},
	} {
		f, err := source.Parse("x", []byte(c.text+"\n"))
		if err != nil || f.Docs[0].Err() != nil {
			t.Fatal(c.name, err, f.Docs[0].Err())
		}
		before := Member{Name: "around"}
		var got []string
		for _, m := range Members([]Member{before}, f.Docs[0].Root().Get("m"))[1:] {
			got = append(got, m.Name+"="+m.Value.Text())
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
