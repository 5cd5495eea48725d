package gha

import (
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"
)

// Level is how much an annotation weighs.
type Level string

// The levels, the heaviest first.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Notice  Level = "notice"
)

// Annotation is a remark that GitHub shows beside a line, or on the page of the
// run where it has no file. Lines and columns count from 1, columns in code
// points; the end column is the one behind the last. Zero: not known.
type Annotation struct {
	Level                            Level
	File                             string
	Line, EndLine, Column, EndColumn int
	Title, Message                   string
}

// messageLimit is below the 4096 characters that the runner cuts messages at.
const messageLimit = 4000

// Annotate adds an annotation. GitHub shows ten of each level a step.
func (t *Toolkit) Annotate(a Annotation) {
	p := githubactions.CommandProperties{}
	text := func(key, value string) {
		if value != "" {
			p[key] = inert(value)
		}
	}
	number := func(key string, n int) {
		if n > 0 {
			p[key] = strconv.Itoa(n)
		}
	}
	text("title", a.Title)
	if a.File != "" {
		text("file", a.File)
		number("line", max(a.Line, 1)) // without one it does not show beside the file
		number("endLine", a.EndLine)
		if a.EndLine <= a.Line { // else the runner drops the columns, and says so
			number("col", a.Column)
			number("endColumn", a.EndColumn)
		}
	}
	t.action.IssueCommand(&githubactions.Command{Name: string(a.Level), Properties: p, Message: message(a.Message)})
}

// message keeps the lines of a message; the runner reads them encoded.
func message(s string) string {
	all := lines(s)
	for i, line := range all {
		all[i] = inert(line)
	}
	runes := []rune(strings.Join(all, "\n"))
	if len(runes) > messageLimit {
		runes = append(runes[:messageLimit], '…')
	}
	return string(runes)
}
