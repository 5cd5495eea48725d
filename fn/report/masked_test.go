package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// Reports are kept in build logs and in comments of pull requests: the line
// that is shown of a finding must not tell a key.
func TestHiddenLine(t *testing.T) {
	const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
	for _, c := range []struct {
		name, text string
		line       int
		want       string
	}{
		{"an ordinary value", head + "  a: odd # note\n", 5, "  a: odd # note"},
		{"a key", head + "  apiKey: sk-1234 # mine\n", 5, "  apiKey: ******* # mine"},
		{"quotes stay", head + "  password: \"hun ter\"\n", 5, "  password: \"*** ***\""},
		{"a number", head + "  password: 123456\n", 5, "  password: ******"},
		{"a count", head + "  maxTokens: 100\n", 5, "  maxTokens: 100"},
		{"a placeholder", head + "  apiKey: ${KEY}\n", 5, "  apiKey: ${KEY}"},
		{"the name of a Secret", head + "  secretRef: {name: keys}\n", 5, "  secretRef: {name: keys}"},
		{"letters of two bytes, two of them in a line", head + "  x: {token: schlüssel, b: ö, key: ää}\n", 5, "  x: {token: *********, b: ö, key: **}"},
		{"a header's value", head + "  x: [{name: Authorization, value: Bearer abc}]\n", 5, "  x: [{name: Authorization, value: ****** ***}]"},
		{"a Secret", secret + "stringData: {plain: hunter2}\n", 4, "stringData: {plain: *******}"},
		{"the header of a block", secret + "stringData:\n  plain: |-\n    hunter2\n", 5, "  plain: |-"},
		{"the text of a block", secret + "stringData:\n  plain: |-\n    hunter2\n", 6, "    *******"},
		{"a byte order mark", "\ufeff" + `{apiVersion: v1, kind: Secret, data: {a: eA==}}` + "\n", 1, `{apiVersion: v1, kind: Secret, data: {a: ****}}`},
	} {
		f, err := source.Parse("a.yaml", []byte(c.text))
		if err != nil {
			t.Fatal(c.name, err)
		}
		span := f.LineSpan(c.line)
		span.Start = span.End - len(strings.TrimLeft(f.Line(c.line), " "))
		if got, _ := (Hidden{}).line(lint.Place{Doc: f.Docs[0], Span: span}); got != c.want {
			t.Errorf("%s: the line is shown as\n%s\nwanted\n%s", c.name, got, c.want)
		}
	}
}

// Of a line of any length the surroundings of a place are looked at, and what is
// hidden there stays hidden.
func TestSurroundingsInALongLine(t *testing.T) {
	text := "{apiVersion: v1, kind: X, token: hunter2, list: [" + strings.Repeat("ö, ", 50_000) + "], password: hunter3}\n"
	f, err := source.Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"hunter2", "list", "]", "hunter3"} {
		at := strings.Index(text, word)
		line, start := (Hidden{}).line(lint.Place{Doc: f.Docs[0], Span: source.Span{Start: at, End: at + len(word)}})
		if len(line) > longLine || start > at || start+len(line) < at+len(word) || strings.Contains(line, "hunter") || !utf8.ValidString(line) {
			t.Errorf("around %s are %d bytes from %d on", word, len(line), start)
		}
	}
}
