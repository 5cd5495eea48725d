package source

import "testing"

func TestControlCharactersCanBeWritten(t *testing.T) {
	for _, value := range []string{"a\x7fb", "a\u0085b", "a\u009fb", "a\x01\t\nb", "a\u2028b", "a\ufeffb"} {
		for _, text := range []string{"a: b\n", "{\"a\": \"b\"}\n", "a: 'b'\n"} {
			f := mustParse(t, "in", []byte(text))
			r := Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], P("a"), value)}})
			if r.Rejected[0] != nil {
				t.Errorf("%q in %q: %v", value, text, r.Rejected[0])
			} else if got := r.Files[0].Docs[0].Root().Get("a").Text(); got != value {
				t.Errorf("%q is read as %q in %s", value, got, r.Files[0].Bytes())
			}
		}
	}
}

// A rule that hands over a value of another type must be found out by a panic,
// which can be recovered, not by a stack that overflows, which cannot.
func TestUnknownTypesPanic(t *testing.T) {
	for _, value := range []any{int32(1), 1.5, []string{"a"}, []any{uint(1)}, Map{{"a", []int{1}}}} {
		for _, text := range []string{"a: b\n", "{a: b}\n"} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%T is written", value)
					}
				}()
				f := mustParse(t, "in", []byte(text))
				Apply([]*File{f}, [][]Edit{{Set(f.Docs[0], P("a"), value)}})
			}()
		}
	}
}
