package diff

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func replaced(old string, rs []Replacement) string {
	var b strings.Builder
	pos := 0
	for _, r := range rs {
		b.WriteString(old[pos:r.Start] + r.Text)
		pos = r.End
	}
	return b.String() + old[pos:]
}

// The replacements, carried out on the old text, make the new one, whatever the
// two are.
func TestText(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	letters := []string{"a", "b", " ", "\n", "\r\n", "é", "\t"}
	text := func() string {
		var b strings.Builder
		for range random.IntN(30) {
			b.WriteString(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	for range 20000 {
		a, b := text(), text()
		rs := Text([]byte(a), []byte(b))
		last := -1
		for _, r := range rs {
			if r.Start <= last || r.End < r.Start || r.Start == r.End && r.Text == "" {
				t.Fatalf("%q to %q: %v", a, b, rs)
			}
			last = r.End
		}
		if got := replaced(a, rs); got != b {
			t.Fatalf("%q to %q: %v makes %q", a, b, rs, got)
		}
	}
}

func TestTextIsSmall(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           []Replacement
	}{
		{"nothing", "a: 1\n", "a: 1\n", nil},
		{"a value", "a: \"86400s\" # day\r\n", "a: 86400 # day\r\n", []Replacement{{3, 11, "86400"}}},
		{"a whole word", "a: http://ollama\n", "a: ollama\n", []Replacement{{3, 16, "ollama"}}},
		{"flow style", "{a: 1, b: [x, y]}", "{a: 2, b: [z, y]}", []Replacement{{4, 12, "2, b: [z"}}},
		{"a line more", "a: 1\nc: 3\n", "a: 1\nb: 2\nc: 3\n", []Replacement{{5, 5, "b: 2\n"}}},
		{"a line more at the end", "a: 1", "a: 1\nb: 2", []Replacement{{4, 4, "\nb: 2"}}},
		{"a line less", "a: 1\nb: 2\nc: 3\n", "a: 1\nc: 3\n", []Replacement{{5, 10, ""}}},
		{"two places", "a: 1\nb: 2\nc: 3\n", "a: x\nb: 2\nc: y\n", []Replacement{{3, 4, "x"}, {13, 14, "y"}}},
		{"letters of several bytes", "a: é\n", "a: è\n", []Replacement{{3, 5, "è"}}},
		{"one space of two", "a:  1\n", "a: 1\n", []Replacement{{3, 4, ""}}},
	} {
		if got := Text([]byte(c.old), []byte(c.new)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
