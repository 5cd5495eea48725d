package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// exchange is a replacement as a format writes it.
type exchange struct {
	file                                 string
	startLine, startCol, endLine, endCol int
	text                                 string
}

// carryOut makes the exchanges of each file, the last one first, as a reader of
// the format does who knows nothing of Gatefix. column turns a column into an
// offset in its line.
func carryOut(t *testing.T, files map[string]string, all []exchange, column func(line string, n int) int) map[string]string {
	t.Helper()
	out := map[string]string{}
	for i := len(all) - 1; i >= 0; i-- {
		x := all[i]
		text, ok := out[x.file]
		if !ok {
			if text, ok = files[x.file]; !ok {
				t.Fatalf("there is no file %q", x.file)
			}
		}
		start, end := offset(t, text, x.startLine, x.startCol, column), offset(t, text, x.endLine, x.endCol, column)
		out[x.file] = text[:start] + x.text + text[end:]
	}
	return out
}

func offset(t *testing.T, text string, line, n int, column func(string, int) int) int {
	t.Helper()
	at := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			t.Fatalf("%d lines too many", line-1)
		}
		at += i + 1
	}
	whole, _, _ := strings.Cut(text[at:], "\n")
	i := column(whole, n)
	if i < 0 || i > len(whole) {
		t.Fatalf("column %d of %q", n, whole)
	}
	return at + i
}

func byteColumn(_ string, n int) int { return n - 1 }

// runeColumn counts code points; a byte order mark is not one of the text.
func runeColumn(line string, n int) int {
	at := len(line) - len(strings.TrimPrefix(line, "\ufeff"))
	for ; n > 1; n-- {
		if at == len(line) {
			return -1
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at
}

// repairedBy is what Gatefix makes of a fix, by the files that change; nil where
// it cannot be made.
func repairedBy(fix lint.Fix, files []*source.File) map[string]string {
	done := source.Apply(files, [][]source.Edit{fix.Edits})
	if len(fix.Edits) == 0 || done.Rejected[0] != nil {
		return nil
	}
	out := map[string]string{}
	for i, f := range done.Files {
		if f != files[i] {
			out[f.Name] = string(f.Bytes())
		}
	}
	return out
}

// filesOf returns the files of a report's findings, and their texts.
func filesOf(r Report) (files []*source.File, texts map[string]string) {
	texts = map[string]string{}
	add := func(f *source.File) {
		if _, known := texts[f.Name]; !known {
			files, texts[f.Name] = append(files, f), string(f.Bytes())
		}
	}
	for _, f := range r.Findings {
		add(f.At.Doc.File)
		for _, fix := range f.Fixes {
			for _, e := range fix.Edits {
				add(e.Doc.File)
			}
		}
	}
	return files, texts
}

func sameTexts(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-gatefix +a reader):\n%s", what, diff)
	}
}
