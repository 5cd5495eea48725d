package source

import "testing"

func TestInsertItem(t *testing.T) {
	tests := []struct {
		name, in string
		index    int
		want     string
	}{
		{"before a comment", "a:\n- x\n# of y\n# too\n- y\n", 1, "a:\n- x\n- new\n# of y\n# too\n- y\n"},
		{"first", "a:\n  # of all\n  - x\n", 0, "a:\n  # of all\n  - new\n  - x\n"},
		{"a comment of another", "a:\n- x\n  # of x\n\n- y\n", 1, "a:\n- x\n  # of x\n\n- new\n- y\n"},
		{"last", "a:\n- x # of x\n", 1, "a:\n- x # of x\n- new\n"},
		{"flow", "a: [x, y] # of both\n", 1, "a: [x, new, y] # of both\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := mustParse(t, "insert.yaml", []byte(test.in))
			r := Apply([]*File{f}, [][]Edit{{Insert(f.Docs[0], P("a", test.index), "new", "")}})
			if r.Rejected[0] != nil {
				t.Fatal(r.Rejected[0])
			}
			if got := string(r.Files[0].Bytes()); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
