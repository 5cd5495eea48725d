package report

import (
	"strings"
	"testing"
)

// workflowCommand is a command as the runner reads it from a line of output, or
// false. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func workflowCommand(line string) (name string, properties map[string]string, data string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "::")
	if !ok {
		return "", nil, "", strings.Contains(line, "##[") // the older form, anywhere in a line
	}
	head, data, ok := strings.Cut(rest, "::")
	if !ok {
		return "", nil, "", false
	}
	name, list, _ := strings.Cut(head, " ")
	properties = map[string]string{}
	for _, p := range strings.Split(list, ",") {
		key, value, _ := strings.Cut(p, "=")
		properties[key] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
	}
	return name, properties, strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data), true
}

// The runner reads the commands that are meant and no others, whatever the
// manifests say.
func TestGitHubCommands(t *testing.T) {
	eachSample(t, GitHub, func(t *testing.T, r Report, text []byte) {
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if n := len(r.Unreadable) + len(r.standing()) + 1; len(lines) != n {
			t.Fatalf("%d lines, want %d", len(lines), n)
		}
		for i, line := range lines[len(r.Unreadable) : len(lines)-1] {
			f := r.standing()[i]
			name, properties, data, ok := workflowCommand(line)
			message, _, _ := strings.Cut(data, "\n")
			if !ok || name != githubLevels[f.Severity] || properties["file"] != f.At.Doc.File.Name || properties["title"] != f.Name || message != Printable(f.Message) {
				t.Errorf("%s: read as %s %q %q", f, name, properties, data)
			}
			_, hasColumn := properties["col"]
			if oneLine := f.At.Position().Line == f.At.End().Line; hasColumn != oneLine {
				t.Errorf("%s: column %v", f, hasColumn)
			}
		}
		for i, e := range r.Unreadable {
			if _, properties, data, ok := workflowCommand(lines[i]); !ok || properties["file"] != e.File || data != e.Message {
				t.Errorf("%v: read as %q %q", e, properties, data)
			}
		}
		if _, _, _, ok := workflowCommand(lines[len(lines)-1]); ok || lines[len(lines)-1] != r.EndLine() {
			t.Errorf("the last line: %q", lines[len(lines)-1])
		}
	})
}
