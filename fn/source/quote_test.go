package source

import "testing"

func TestListsKeepTheirStyle(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		edit             func(*Doc) Edit
	}{
		{"of the string they replace", "a: \"x, y\" # why\n", "a: [\"x\", \"y\"] # why\n",
			func(d *Doc) Edit { return Set(d, P("a"), []any{"x", "y"}) }},
		{"of a string in flow style", "{a: 'x, y', b: 1}\n", "{a: ['x', 'y'], b: 1}\n",
			func(d *Doc) Edit { return Set(d, P("a"), []any{"x", "y"}) }},
		{"none where there were none", "a: x, w\n", "a: [x, w]\n",
			func(d *Doc) Edit { return Set(d, P("a"), []any{"x", "w"}) }},
		{"of the value inside what they replace", "a:\n  k: 'x'\n", "a:\n- 'x'\n- w\n",
			func(d *Doc) Edit { return Set(d, P("a"), []any{"x", "w"}) }},
		{"and flow style", "a: {k: 'x'} # why\n", "a: ['x', w] # why\n",
			func(d *Doc) Edit { return Set(d, P("a"), []any{"x", "w"}) }},
		{"of the item before which one is inserted", "a: ['x', z]\n", "a: ['w', 'x', z]\n",
			func(d *Doc) Edit { return Insert(d, P("a", 0), "w", "") }},
		{"of the item before, whose layout it takes; comments stay", "a:\n-   'x' # x\n# z\n-   z\n", "a:\n-   'x' # x\n-   'w'\n# z\n-   z\n",
			func(d *Doc) Edit { return Insert(d, P("a", 1), "w", "") }},
		{"of the item behind which one is appended", "a:\n- x\n- \"y\"\n", "a:\n- x\n- \"y\"\n- \"z\"\n",
			func(d *Doc) Edit { return Append(d, P("a"), "z") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := mustParse(t, "quotes.yaml", []byte(c.text))
			r := Apply([]*File{f}, [][]Edit{{c.edit(f.Docs[0])}})
			if r.Rejected[0] != nil {
				t.Fatal(r.Rejected[0])
			}
			if got := string(r.Files[0].Bytes()); got != c.want {
				t.Errorf("got:\n%swant:\n%s", got, c.want)
			}
		})
	}
}
