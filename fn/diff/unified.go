package diff

import (
	"bytes"
	"fmt"
	"strings"
)

// Context is the number of unchanged lines shown around a change, as in git.
const Context = 3

// Unified returns the difference of two texts in the format that git apply and
// patch -p1 read; "" where there is none.
func Unified(name string, old, new []byte) string {
	if bytes.Equal(old, new) {
		return ""
	}
	a, b := Split(old), Split(new)
	var out strings.Builder
	label := strings.TrimPrefix(name, "/")
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", header("a/"+label), header("b/"+label))
	for _, h := range Hunks(Lines(a, b)) {
		writeHunk(&out, a, b, h)
	}
	return out.String()
}

// header writes the name of a file as git does: in quotes where it holds a
// character that a line cannot, and with a tab behind it where it holds a space,
// at which patch would end it otherwise.
func header(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7F || r == '"' || r == '\\' }) {
		if strings.Contains(name, " ") {
			return name + "\t"
		}
		return name
	}
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c == '"' || c == '\\':
			b.WriteString("\\" + name[i:i+1])
		case c < ' ' || c >= 0x7F:
			fmt.Fprintf(&b, "\\%03o", c)
		default:
			b.WriteByte(c)
		}
	}
	return `"` + b.String() + `"`
}

// Hunks joins changes that are shown together, since they are near each other.
func Hunks(all []Change) [][]Change {
	var out [][]Change
	for _, c := range all {
		if n := len(out); n > 0 {
			last := out[n-1][len(out[n-1])-1]
			if c.A0-last.A1 <= 2*Context {
				out[n-1] = append(out[n-1], c)
				continue
			}
		}
		out = append(out, []Change{c})
	}
	return out
}

func writeHunk(out *strings.Builder, a, b []string, h []Change) {
	first, last := h[0], h[len(h)-1]
	lead := min(Context, first.A0)
	trail := min(Context, len(a)-last.A1)
	a0, a1 := first.A0-lead, last.A1+trail
	b0, b1 := first.B0-lead, last.B1+trail
	fmt.Fprintf(out, "@@ -%s +%s @@\n", span(a0, a1), span(b0, b1))
	for _, c := range h {
		writeLines(out, ' ', a[a0:c.A0])
		writeLines(out, '-', a[c.A0:c.A1])
		writeLines(out, '+', b[c.B0:c.B1])
		a0 = c.A1
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
