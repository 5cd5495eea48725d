package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout is how an author lays out YAML; what is inserted follows it.
type layout struct {
	step int    // columns a nested mapping is indented by
	dash int    // columns a sequence's dash is indented by, under its key
	eol  string // the line ending
	json bool   // keys and strings are in double quotes, flow style
}

// detectLayout reads the layout off the first nested mapping and sequence.
func detectLayout(text []byte, root *Node) layout {
	l := layout{eol: "\n"}
	if i := bytes.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		l.eol = "\r\n"
	}
	l.json = root != nil && root.Style == Flow && root.Kind == Mapping &&
		len(root.Pairs) > 0 && root.Pairs[0].Key.Style == DoubleQuoted
	dashSeen := false
	root.Walk(func(n *Node) bool {
		if n.parent == nil || n.parent.Kind != Mapping || n.parent.Style != Block || n.Style != Block {
			return l.step == 0 || !dashSeen
		}
		under := column(text, n.start()) - column(text, n.parent.start())
		if n.Kind == Mapping && l.step == 0 && under > 0 {
			l.step = under
		}
		if n.Kind == Sequence && !dashSeen {
			l.dash, dashSeen = max(under, 0), true
		}
		return l.step == 0 || !dashSeen
	})
	if l.step == 0 {
		l.step = 2
	}
	return l
}

// column returns the 0-based column of an offset, in bytes; what stands before
// a block node on its line is ASCII.
func column(text []byte, i int) int {
	start := lineStart(text, i)
	if start == 0 && hasBOM(text) {
		start = len(bom)
	}
	return i - start
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// block returns the text of a value as it follows "key:" where the key stands
// at the given column.
func (l layout) block(v any, col int) string {
	var b strings.Builder
	switch v := v.(type) {
	case Map:
		if len(v) == 0 {
			return " {}"
		}
		for _, f := range v {
			b.WriteString(l.eol + spaces(col+l.step) + scalarText(f.Key, Plain, false, false) + ":" + l.block(f.Value, col+l.step))
		}
	case []any:
		if len(v) == 0 {
			return " []"
		}
		for _, item := range v {
			b.WriteString(l.eol + spaces(col+l.dash) + "- " + l.inline(item, col+l.dash+2))
		}
	default:
		return " " + scalarText(v, Plain, false, false)
	}
	return b.String()
}

// inline returns the text of a value that starts at the given column of a line
// that is already begun, as behind "- ".
func (l layout) inline(v any, col int) string {
	switch v := v.(type) {
	case Map:
		if len(v) == 0 {
			return "{}"
		}
		var b strings.Builder
		for i, f := range v {
			if i > 0 {
				b.WriteString(l.eol + spaces(col))
			}
			b.WriteString(scalarText(f.Key, Plain, false, false) + ":" + l.block(f.Value, col))
		}
		return b.String()
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		var b strings.Builder
		for i, item := range v {
			if i > 0 {
				b.WriteString(l.eol + spaces(col))
			}
			b.WriteString("- " + l.inline(item, col+2))
		}
		return b.String()
	}
	return scalarText(v, Plain, false, false)
}

// flowText returns a value in flow style on one line.
func flowText(v any, asJSON bool) string {
	switch v := v.(type) {
	case Map:
		parts := make([]string, len(v))
		for i, f := range v {
			parts[i] = scalarText(f.Key, Plain, true, asJSON) + ": " + flowText(f.Value, asJSON)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = flowText(item, asJSON)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return scalarText(v, Plain, true, asJSON)
}

// scalarText returns a scalar as YAML, in the wished style where it can be.
func scalarText(v any, style Style, flow, asJSON bool) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		switch {
		case asJSON || style == DoubleQuoted:
			return doubleQuoted(v)
		case style == SingleQuoted && isPrintable(v):
			return "'" + strings.ReplaceAll(v, "'", "''") + "'"
		case plainSafe(v, flow):
			return v
		}
		return doubleQuoted(v)
	case quoted:
		return scalarText(v.text, v.style, flow, asJSON)
	case Map, []any:
		return flowText(v, asJSON)
	}
	panic(fmt.Sprintf("source: a value of type %T cannot be written", v))
}

// doubleQuoted writes a string as JSON does, which is YAML too. The control
// characters that JSON leaves as they are, YAML does not take.
// https://yaml.org/spec/1.2.2/#51-character-set
func doubleQuoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	text := strings.TrimRight(b.String(), "\n")
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func isPrintable(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// plainSafe reports whether s can be written without quotes and be read as the
// same string by YAML 1.1 and 1.2. It errs on the side of quotes.
func plainSafe(s string, flow bool) bool {
	switch {
	case s == "" || !isPrintable(s) || s != strings.TrimSpace(s):
		return false
	case strings.ContainsAny(s[:1], "-?:,[]{}#&*!|>'\"%@`=<~") && !isFlag(s):
		return false
	case strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":"):
		return false
	case flow && strings.ContainsAny(s, ",[]{}"):
		return false
	case looksTyped(s):
		return false
	}
	return true
}

// isFlag reports whether s is a command-line flag such as --name=x. They are
// usually written plain, and "-" starts an item only before a blank.
func isFlag(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "-"), "-")
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z') && !looksTyped(s)
}

// looksTyped reports whether some YAML reads the plain text as a boolean, a
// null, a number or a date.
func looksTyped(s string) bool {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return true
	}
	if !strings.ContainsAny(s[:1], "0123456789+.") {
		return false
	}
	if strings.Count(s, ".") > 1 && !strings.ContainsAny(s, ":-") {
		return false // an IPv4 address or a version
	}
	return strings.Trim(s, "0123456789abcdefABCDEFxXoOnNiItTzZ_.:+- ") == ""
}
