package source

import "testing"

func TestSetWords(t *testing.T) {
	tests := []struct{ name, in, value, want string }{
		{"literal", "a: | # note\n  one two\n\n    three  four\nb: 1\n", "one 2\n\n  three  4\n", "a: | # note\n  one 2\n\n    three  4\nb: 1\n"},
		{"folded", "a: >-\n  one\n  two\n\n  three\n", "one 2\nthree", "a: >-\n  one\n  2\n\n  three\n"},
		{"windows", "a: |\r\n  one\r\n  two\r\n", "one\n2\n", "a: |\r\n  one\r\n  2\r\n"},
		{"item", "a:\n- |-\n  one # two\n- b\n", "one # 2", "a:\n- |-\n  one # 2\n- b\n"},
		{"another word", "a: |\n  one\n", "one two\n", "a: \"one two\\n\"\n"},
		{"other white space", "a: |-\n  one two\n", "one\ttwo", "a: \"one\\ttwo\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := mustParse(t, "words.yaml", []byte(test.in))
			path := P("a")
			if f.Docs[0].Root().Get("a").IsSequence() {
				path = P("a", 0)
			}
			r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], path, test.value)}})
			if r.Rejected[0] != nil {
				t.Fatal(r.Rejected[0])
			}
			if got := string(r.Files[0].Bytes()); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSetFlag(t *testing.T) {
	tests := map[string]string{
		"--url=b":   "a:\n- --url=b # x\n",
		"--- b":     "a:\n- \"--- b\" # x\n",
		"-1":        "a:\n- \"-1\" # x\n",
		"- b":       "a:\n- \"- b\" # x\n",
		"--url: b":  "a:\n- \"--url: b\" # x\n",
		"--url=b #": "a:\n- \"--url=b #\" # x\n",
	}
	for value, want := range tests {
		f := mustParse(t, "flag.yaml", []byte("a:\n- --url=a # x\n"))
		r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], P("a", 0), value)}})
		if got := string(r.Files[0].Bytes()); got != want || r.Rejected[0] != nil {
			t.Errorf("got %q, want %q (%v)", got, want, r.Rejected[0])
		}
	}
}
