package source

import "testing"

// setOnly sets the only block scalar of a text, or the first item of its only
// list, and returns the text afterwards.
func setOnly(t *testing.T, text, value string) string {
	t.Helper()
	f := mustParse(t, "f.yaml", []byte(text))
	var path Path
	f.Docs[0].Root().Walk(func(n *Node) bool {
		if n.Style == Literal || n.Style == Folded || n.Kind == Scalar && path == nil && n.step().IsIndex {
			path = n.Path()
		}
		return true
	})
	r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], path, value)}})
	if r.Rejected[0] != nil {
		t.Fatal(r.Rejected[0])
	}
	return string(r.Files[0].Bytes())
}

// A change of words keeps a block scalar; any other change writes it anew.
func TestSetWords(t *testing.T) {
	tests := []struct{ name, in, value, want string }{
		{"literal", "a: | # note\n  one two\n\n    three  four\nb: 1\n", "one 2\n\n  three  4\n", "a: | # note\n  one 2\n\n    three  4\nb: 1\n"},
		{"folded", "a: >-\n  one\n  two\n\n  three\n", "one 2\nthree", "a: >-\n  one\n  2\n\n  three\n"},
		{"windows", "a: |\r\n  one\r\n  two\r\n", "one\n2\n", "a: |\r\n  one\r\n  2\r\n"},
		{"item", "a:\n- |-\n  one # two\n- b\n", "one # 2", "a:\n- |-\n  one # 2\n- b\n"},
		{"a line", "a: |\n  one\n  two\nb: 1\n", "one\n2\n", "a: |\n  one\n  2\nb: 1\n"},
		{"stripped, with a comment", "a: |- # why\n    one\n      two\n", "1\n  2", "a: |- # why\n    1\n      2\n"},
		{"in an item, blank lines", "- |\n one\n\n two\n", "1\n\ntwo\n", "- |\n 1\n\n two\n"},
		{"another word", "a: |\n  one\n", "one two\n", "a: \"one two\\n\"\n"},
		{"other white space", "a: |-\n  one two\n", "one\ttwo", "a: \"one\\ttwo\"\n"},
		{"more lines", "a: |\n  one\n", "one\ntwo\n", "a: \"one\\ntwo\\n\"\n"},
		{"another indentation", "a: |\n  one\n", " one\n", "a: \" one\\n\"\n"},
		{"an escape", "a: |\n  one\n", "\u0007\n", "a: \"\\u0007\\n\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := setOnly(t, test.in, test.value); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// An option of a command is written plain where every YAML reads it as text.
func TestSetFlag(t *testing.T) {
	for _, test := range []struct{ in, value, want string }{
		{"a:\n- --url=a # x\n", "--url=b", "a:\n- --url=b # x\n"},
		{"a:\n- --url=a # x\n", "--- b", "a:\n- \"--- b\" # x\n"},
		{"a:\n- --url=a # x\n", "-1", "a:\n- \"-1\" # x\n"},
		{"a:\n- --url=a # x\n", "- b", "a:\n- \"- b\" # x\n"},
		{"a:\n- --url=a # x\n", "--url: b", "a:\n- \"--url: b\" # x\n"},
		{"a:\n- --url=a # x\n", "--url=b #", "a:\n- \"--url=b #\" # x\n"},
		{"- --name=a\n", "--name=b", "- --name=b\n"},
		{"[--name=a]\n", "--name=b", "[--name=b]\n"},
		{"[--name=a]\n", "--name=b,c", "[\"--name=b,c\"]\n"},
		{"- -v\n", "-w", "- -w\n"},
		{"- -v\n", "-1", "- \"-1\"\n"},
		{"- -v\n", "-.inf", "- \"-.inf\"\n"},
		{"- -v\n", "---", "- \"---\"\n"},
		{"- -v\n", "- w", "- \"- w\"\n"},
		{"- -v\n", "-x: 1", "- \"-x: 1\"\n"},
	} {
		if got := setOnly(t, test.in, test.value); got != test.want {
			t.Errorf("%q set to %q: %q, want %q", test.in, test.value, got, test.want)
		}
	}
}
