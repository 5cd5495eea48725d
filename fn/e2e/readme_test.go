//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A README of an example says what to type and what comes out:
//
//	```console kpt docker
//	$ command
//	output
//	```
//
// The words behind "console" are the tools that the block needs. The commands
// run, block after block, in a copy of the example; a block that cannot run is
// left out. `-update` writes what comes out.
var block = regexp.MustCompile("(?ms)^```console([^\n]*)\n(.*?)^```$")

func TestExamples(t *testing.T) {
	readmes, err := filepath.Glob(filepath.Join(repo, "examples/*/README.md"))
	if err != nil || len(readmes) == 0 {
		t.Fatal("no examples", err)
	}
	for _, readme := range readmes {
		name := filepath.Base(filepath.Dir(readme))
		if !block.MatchString(read(t, readme)) {
			continue // an example of another kind
		}
		t.Run(name, func(t *testing.T) { testReadme(t, name, readme) })
	}
}

func testReadme(t *testing.T, name, readme string) {
	// The folder has the example's name, since tools print it.
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(readme))); err != nil {
		t.Fatal(err)
	}
	text := read(t, readme)
	ran := 0
	got := block.ReplaceAllStringFunc(text, func(b string) string {
		m := block.FindStringSubmatch(b)
		head, body := m[1], m[2]
		out := b
		t.Run("console"+head, func(t *testing.T) {
			need(t, strings.Fields(head)...)
			ran++
			out = "```console" + head + "\n" + runBlock(t, dir, body) + "```"
			if !*update && out != b {
				t.Errorf("(-README +run):\n%s", cmp.Diff(strings.Split(b, "\n"), strings.Split(out, "\n")))
			}
		})
		return out
	})
	if *update && got != text {
		if err := os.WriteFile(readme, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d blocks ran", ran)
}

// runBlock runs the commands of a block and returns it with what they print.
func runBlock(t *testing.T, dir, body string) string {
	t.Helper()
	var b strings.Builder
	for _, line := range strings.Split(body, "\n") {
		if c, ok := strings.CutPrefix(line, "$ "); ok {
			b.WriteString(line + "\n" + shell(t, dir, c))
		}
	}
	return b.String()
}

// shell runs a command line as a reader would, and returns what stands on the
// screen. A command that fails says so, as a shell's prompt may.
func shell(t *testing.T, dir, line string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	text := steady(string(out), dir)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	if err != nil {
		text += "[" + err.Error() + "]\n"
	}
	return text
}

var duration = regexp.MustCompile(`\bin [0-9.]+m?s\b`)

// steady takes out what differs from run to run.
func steady(text, dir string) string {
	text = strings.ReplaceAll(text, dir, ".")
	return duration.ReplaceAllString(text, "in 100ms")
}
