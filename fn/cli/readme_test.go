package cli

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What README.md shows of the demo is what the demo prints.
func TestReadmeShowsTheDemo(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../../examples/demo")
	broken, err := os.ReadFile("broken/gateway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for language, printed := range map[string]string{
		"yaml": string(broken),
		"text": output(t, ExitFindings, "check", "broken"),
		"diff": output(t, ExitFindings, "fix", "--diff", "broken"),
	} {
		block := regexp.MustCompile("(?s)```" + language + "\n(.*?)\n```").FindStringSubmatch(string(readme))
		if block == nil {
			t.Fatalf("README.md has no %s block", language)
		}
		for part := range strings.SplitSeq(block[1], "\n\n") {
			if !strings.Contains(printed, part) {
				t.Errorf("README.md shows what the demo does not print:\n%s\n\nit prints:\n%s", part, printed)
			}
		}
	}
}

func output(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, notes bytes.Buffer
	c := Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &notes}
	if got := c.Main(args); got != want {
		t.Fatalf("gatefix %s: exit %d, want %d\n%s", strings.Join(args, " "), got, want, notes.String())
	}
	return out.String()
}
