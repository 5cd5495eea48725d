package source

import "testing"

// A value that is written elsewhere is what a decoder sees: aliases stand for
// what they name, and a mapping has the keys that it merges in.
func TestPlain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{a: 1, b: [x, null, true]}", "{a: 1, b: [x, null, true]}"},
		{"{a: &a [1], b: *a}", "{a: [1], b: [1]}"},
		{"{x: &x {a: 1, b: 2}, v: {<<: *x, a: 3}}", "{x: {a: 1, b: 2}, v: {a: 3, b: 2}}"},
		{"{x: &x {a: 1}, v: &v {a: 2, c: 3}, z: {<<: [*x, *v]}}", "{x: {a: 1}, v: {a: 2, c: 3}, z: {a: 1, c: 3}}"},
		{"{\"<<\": {a: 1}}", "{\"<<\": {a: 1}}"},
	} {
		f := mustParse(t, "x", []byte(c.text+"\n"))
		if got := flowText(f.Docs[0].Root().Plain(), false); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
