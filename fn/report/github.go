package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// githubLevels are the commands that make an annotation.
var githubLevels = map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "notice"}

// GitHub writes the report as workflow commands, which GitHub Actions shows as
// annotations: ten a step of each severity. The end line goes into the log.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
func GitHub(w io.Writer, r Report) error {
	b := bufio.NewWriter(w)
	for i, e := range r.Unreadable {
		title := "not read"
		if r.unwritten(i) {
			title = "not written"
		}
		at := []string{"file", e.File}
		if e.Position.Line > 0 {
			at = append(at, "line", fmt.Sprint(e.Position.Line), "col", fmt.Sprint(e.Position.Column))
		}
		githubCommand(b, "error", append(at, "title", title), Printable(e.Message))
	}
	for _, f := range r.standing() {
		start, end := f.At.Position(), f.At.End()
		message := append([]string{Printable(f.Message)}, Remarks(f)...)
		at := append([]string{"file", f.At.Doc.File.Name}, githubRange(start, end)...)
		githubCommand(b, githubLevels[f.Severity], append(at, "title", f.Name), strings.Join(message, "\n"))
	}
	fmt.Fprintln(b, r.EndLine())
	return b.Flush()
}

// githubRange is the place of an annotation. Columns of a place that reaches
// over lines would be dropped with a note in the log.
func githubRange(start, end source.Position) []string {
	if start.Line != end.Line {
		return []string{"line", fmt.Sprint(start.Line), "endLine", fmt.Sprint(end.Line)}
	}
	return []string{"line", fmt.Sprint(start.Line), "col", fmt.Sprint(start.Column),
		"endLine", fmt.Sprint(end.Line), "endColumn", fmt.Sprint(end.Column)}
}

// The runner decodes these and no others, % last.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubCommand(w io.Writer, command string, properties []string, message string) {
	var list []string
	for i := 0; i < len(properties); i += 2 {
		list = append(list, properties[i]+"="+githubProperty.Replace(properties[i+1]))
	}
	fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(list, ","), githubData.Replace(message))
}
