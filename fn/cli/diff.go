package cli

import (
	"bytes"
	"fmt"
	"strings"
)

// context is the number of unchanged lines shown around a change, as in git.
const context = 3

// unified returns the difference of two texts in the format that git apply and
// patch -p1 read; "" where there is none.
func unified(name string, old, new []byte) string {
	if bytes.Equal(old, new) {
		return ""
	}
	a, b := lines(old), lines(new)
	var out strings.Builder
	label := strings.TrimPrefix(name, "/")
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", label, label)
	for _, h := range hunks(changes(a, b)) {
		writeHunk(&out, a, b, h)
	}
	return out.String()
}

func lines(text []byte) []string {
	var out []string
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}

// hunks joins changes that are near each other.
func hunks(all []change) [][]change {
	var out [][]change
	for _, c := range all {
		if n := len(out); n > 0 {
			last := out[n-1][len(out[n-1])-1]
			if c.a0-last.a1 <= 2*context {
				out[n-1] = append(out[n-1], c)
				continue
			}
		}
		out = append(out, []change{c})
	}
	return out
}

func writeHunk(out *strings.Builder, a, b []string, h []change) {
	first, last := h[0], h[len(h)-1]
	lead := min(context, first.a0)
	trail := min(context, len(a)-last.a1)
	a0, a1 := first.a0-lead, last.a1+trail
	b0, b1 := first.b0-lead, last.b1+trail
	fmt.Fprintf(out, "@@ -%s +%s @@\n", span(a0, a1), span(b0, b1))
	for _, c := range h {
		writeLines(out, ' ', a[a0:c.a0])
		writeLines(out, '-', a[c.a0:c.a1])
		writeLines(out, '+', b[c.b0:c.b1])
		a0 = c.a1
	}
	writeLines(out, ' ', a[a0:a1])
}

// span is a range of lines as a hunk's header writes it: an empty one names the
// line before it.
func span(from, to int) string {
	switch n := to - from; n {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return fmt.Sprint(from + 1)
	default:
		return fmt.Sprintf("%d,%d", from+1, n)
	}
}

func writeLines(out *strings.Builder, mark byte, lines []string) {
	for _, line := range lines {
		out.WriteByte(mark)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
