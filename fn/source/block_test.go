package source

import "testing"

// A change within the lines of a literal block keeps the block.
func TestSetKeepsALiteralBlock(t *testing.T) {
	tests := []struct{ name, text, value, want string }{
		{"a line", "a: |\n  one\n  two\nb: 1\n", "one\n2\n", "a: |\n  one\n  2\nb: 1\n"},
		{"stripped, with a comment", "a: |- # why\n    one\n      two\n", "1\n  2", "a: |- # why\n    1\n      2\n"},
		{"windows", "a: |\r\n  one\r\n  two\r\n", "one\n2\n", "a: |\r\n  one\r\n  2\r\n"},
		{"in an item", "- |\n one\n\n two\n", "1\n\ntwo\n", "- |\n 1\n\n two\n"},
		{"more lines", "a: |\n  one\n", "one\ntwo\n", "a: \"one\\ntwo\\n\"\n"},
		{"another indentation", "a: |\n  one\n", " one\n", "a: \" one\\n\"\n"},
		{"an escape", "a: |\n  one\n", "\u0007\n", "a: \"\\u0007\\n\"\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := mustParse(t, "f.yaml", []byte(tt.text))
			var path Path
			f.Docs[0].Root().Walk(func(n *Node) bool {
				if n.Style == Literal {
					path = n.Path()
				}
				return true
			})
			r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], path, tt.value)}})
			if r.Rejected[0] != nil {
				t.Fatal(r.Rejected[0])
			}
			if got := string(r.Files[0].Bytes()); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestSetKeepsAFlagPlain(t *testing.T) {
	tests := []struct{ text, value, want string }{
		{"- --name=a\n", "--name=b", "- --name=b\n"},
		{"[--name=a]\n", "--name=b", "[--name=b]\n"},
		{"[--name=a]\n", "--name=b,c", "[\"--name=b,c\"]\n"},
		{"- -v\n", "-w", "- -w\n"},
		{"- -v\n", "-1", "- \"-1\"\n"},
		{"- -v\n", "-.inf", "- \"-.inf\"\n"},
		{"- -v\n", "---", "- \"---\"\n"},
		{"- -v\n", "- w", "- \"- w\"\n"},
		{"- -v\n", "-x: 1", "- \"-x: 1\"\n"},
	}
	for _, tt := range tests {
		f := mustParse(t, "f.yaml", []byte(tt.text))
		r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], P(0), tt.value)}})
		if got := string(r.Files[0].Bytes()); got != tt.want || r.Rejected[0] != nil {
			t.Errorf("%q set to %q: %q, want %q (%v)", tt.text, tt.value, got, tt.want, r.Rejected[0])
		}
	}
}
