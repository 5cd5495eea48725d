package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Error is a text that cannot be read, with its place.
type Error struct {
	File     string
	Position Position // zero where no place is known
	Message  string   // lower case, without the place
}

func (e *Error) Error() string {
	if e.Position.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Position.Line, e.Position.Column, e.Message)
}

// parseUnit parses the text of a unit. The error's position counts from the
// start of the unit.
func parseUnit(u *unit) (p parsed) {
	if p.err = u.limits.exceeded(u.text); p.err != nil {
		return p
	}
	if p.root = parseSimple(u, &p); p.root != nil {
		p.style = detectLayout(u.text, p.root)
		return p
	}
	return parseFull(u)
}

// parseFull parses a text with the YAML parser.
func parseFull(u *unit) (p parsed) {
	text, skipped := parserText(u.text)
	root, err := decode(text)
	if err != nil {
		err.Position.Line += bytes.Count(u.text[:skipped], []byte("\n"))
		p.err = err
		return p
	}
	if len(root.Content) == 0 {
		return p
	}
	c := &converter{unit: u, out: &p, marks: markLines(text), skipped: skipped, plain: &origin{unit: u}, anchors: map[*yaml.Node]*Node{}}
	p.root = c.node(root.Content[0], -1)
	if p.err != nil {
		return parsed{err: p.err}
	}
	c.linkAliases()
	if oddBreaks(u.text) {
		p.unknown = "lines end in other ways than LF and CRLF; convert the file first"
	}
	if p.unknown == "" {
		p.style = detectLayout(u.text, p.root)
	}
	return p
}

// parserText returns the text to hand to the parser, and the number of bytes
// cut from its start: a byte order mark, and the document marker before one,
// since what reads document by document finds the mark first, and the parser
// would take it for a part of the first key. A %YAML directive of version 1.2 is turned into a comment
// of the same length, since the parser knows 1.1 only and reads 1.2 all the
// same; https://github.com/yaml/go-yaml/issues/20
func parserText(text []byte) ([]byte, int) {
	skipped := 0
	if first := afterLine(text, 0); string(bytes.TrimSpace(bytes.TrimPrefix(text[:first], []byte(bom)))) == "---" && hasBOM(text[first:]) {
		skipped = first
	}
	if hasBOM(text[skipped:]) {
		skipped += len(bom)
	}
	text = text[skipped:]
	if len(text) > 0 && bytes.Contains(text, []byte("%YAML")) {
		if at := yamlDirective().FindIndex(text); at != nil {
			text = bytes.Clone(text)
			text[at[1]-len("%YAML")] = '#'
		}
	}
	return text, skipped
}

// yamlDirective matches up to the first directive before a document starts.
var yamlDirective = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[ \t]*(?:#.*)?\r?\n|%TAG.*\n)*%YAML`)
})

// decode runs the parser.
func decode(text []byte) (*yaml.Node, *Error) {
	root := &yaml.Node{}
	if err := safely(text, root); err != nil {
		return nil, parserError(err, text)
	}
	return root, nil
}

// parserError turns "yaml: line 3: did not find expected key" into an Error.
func parserError(err error, text []byte) *Error {
	msg, line := parserMessage(err)
	switch {
	case !utf8.Valid(text):
		line = 1 + bytes.Count(text[:invalidAt(text)], []byte("\n"))
	case len(text) <= maxSearched:
		line = problemLine(text, msg)
	}
	e := &Error{Position: Position{Line: max(line, 1), Column: 1}, Message: "not YAML: " + msg}
	if strings.HasSuffix(msg, "cannot start any token") && indentedByTab(text, e.Position.Line) {
		e.Message = "not YAML: a tab in the indentation; allowed: spaces"
	}
	return e
}

// indentedByTab reports whether a tab stands in front of the first word of a
// line of block style; in brackets tabs are allowed.
func indentedByTab(text []byte, line int) bool {
	x := newLineIndex(text)
	if start := bytes.TrimSpace(text); line > len(x.starts) || len(start) == 0 || start[0] == '{' || start[0] == '[' {
		return false
	}
	s := x.lineSpan(line - 1)
	return bytes.HasPrefix(bytes.TrimLeft(text[s.Start:s.End], " "), []byte("\t"))
}

func parserMessage(err error) (msg string, line int) {
	msg = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, after, ok := strings.Cut(rest, ": "); ok {
			line, _ = strconv.Atoi(num)
			msg = after
		}
	}
	return msg, line
}

// maxSearched is the largest text in which the line of an error is searched.
const maxSearched = 1 << 20

// problemLine returns the line on which the text stops being YAML. The parser
// names the line on which the collection around it began, give or take one. So
// the shortest beginning of the text is sought that fails in the same way: for
// a bracket or a quote that is never closed, that ends where it was opened.
func problemLine(text []byte, msg string) int {
	starts := append(newLineIndex(text).starts, len(text))
	return sort.Search(len(starts)-1, func(i int) bool {
		var n yaml.Node
		err := safely(text[:starts[i]], &n)
		if err == nil {
			return false
		}
		got, _ := parserMessage(err)
		return got == msg
	})
}

// safely parses, turning the parser's panics on odd input into errors.
func safely(text []byte, root *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err = d.Decode(root); err == io.EOF {
		return nil
	}
	if err == nil && root.Content[0].Style&yaml.FlowStyle != 0 {
		return noMore(d, text)
	}
	return err
}

// noMore fails where a second value follows one in brackets. In the block style
// the parser says so itself.
func noMore(d *yaml.Decoder, text []byte) error {
	err := d.Decode(&yaml.Node{})
	switch {
	case err != nil && !strings.Contains(err.Error(), "expected <document start>"):
		return nil // there is none
	case bytes.Contains(text, []byte("{{")):
		return errors.New("a template; render it first")
	}
	return errors.New(`a second value; write "---" between them`)
}

func invalidAt(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}
