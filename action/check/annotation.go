package check

import (
	"context"
	"fmt"
	"strings"

	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/post"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/report"
)

var levels = map[lint.Severity]string{lint.Error: "failure", lint.Warning: "warning", lint.Info: "notice"}

// longestMessage is in bytes; GitHub takes 64 KiB.
const longestMessage = 60_000

// annotation is a finding in plain text: GitHub renders no Markdown there. What
// the head does not have is annotated on the first line, which every file has.
func (in Input) annotation(ctx context.Context, f *lint.Finding) github.Annotation {
	start, end := f.At.Position(), f.At.End()
	a := github.Annotation{
		Path: f.At.Doc.File.Name, StartLine: start.Line, EndLine: max(start.Line, end.Line),
		Level: levels[f.Severity], Title: post.Cut(f.Name, 255), Message: message(f),
	}
	if a.StartLine == a.EndLine {
		a.StartColumn, a.EndColumn = start.Column, max(start.Column, end.Column)
	}
	if in.Places == nil {
		return a
	}
	first, last, ok := in.Places.Lines(ctx, f.At.Doc.File, a.StartLine, a.EndLine)
	if !ok {
		a.Message = fmt.Sprintf("line %d after merging: %s", a.StartLine, a.Message)
		a.StartLine, a.EndLine, a.StartColumn, a.EndColumn = 1, 1, 0, 0
		return a
	}
	a.StartLine, a.EndLine = first, last
	return a
}

func message(f *lint.Finding) string {
	lines := append([]string{report.Printable(f.Message)}, report.Remarks(f)...)
	return post.Cut(strings.Join(lines, "\n"), longestMessage)
}
