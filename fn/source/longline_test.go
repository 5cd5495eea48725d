package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Columns on a line of any length and of any bytes are those that counting from
// its start gives, though nothing counts that far for each.
func TestColumnsOfLongLines(t *testing.T) {
	text := []byte("short: ö\n" + strings.Repeat("a: ü, \xff\xbf€, ", 3000) + "\n" + strings.Repeat("x", 9000))
	x := newLineIndex(text)
	for offset := 0; offset <= len(text); offset += 7 {
		got := x.position(offset)
		if want := utf8.RuneCount(text[x.starts[got.Line-1]:offset]) + 1; got.Column != want {
			t.Fatalf("offset %d is at column %d, want %d", offset, got.Column, want)
		}
	}
	marks := x.marks()
	for i := range marks[1:] {
		if n := marks[i+1].offset - marks[i].offset; n > markStep+utf8.UTFMax {
			t.Errorf("%d bytes stand between two marks", n)
		}
	}
}
