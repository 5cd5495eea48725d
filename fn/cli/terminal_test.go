package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const wrong = `apiVersion: gateway.kgateway.dev/v1alpha1
kind: TrafficPolicy
metadata: {name: web}
spec: {cors: {maxAge: 24h}}
`

// command is the program with a stream on standard input.
func command(stdin io.Reader, terminal func(any) bool) (c Command, out, err *bytes.Buffer) {
	out, err = &bytes.Buffer{}, &bytes.Buffer{}
	return Command{Stdin: stdin, Stdout: out, Stderr: err, IsTerminal: terminal}, out, err
}

func always(any) bool { return true }

func never(any) bool { return false }

func TestColorsOnATerminal(t *testing.T) {
	for _, c := range []struct {
		name     string
		env      map[string]string
		terminal func(any) bool
		want     bool
	}{
		{"terminal", nil, always, true},
		{"no terminal", nil, never, false},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, always, false},
		{"dumb terminal", map[string]string{"TERM": "dumb"}, always, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, name := range []string{"NO_COLOR", "CLICOLOR_FORCE", "TERM"} {
				t.Setenv(name, c.env[name])
			}
			program, out, _ := command(strings.NewReader(wrong), c.terminal)
			if got := program.Main([]string{"check", "-"}); got != ExitFindings {
				t.Errorf("status %d", got)
			}
			if got := strings.Contains(out.String(), "\x1b["); got != c.want {
				t.Errorf("coloured: %v\n%q", got, out)
			}
		})
	}
}

// slow is a reader that takes its time.
type slow struct {
	io.Reader
	delay time.Duration
}

func (s slow) Read(p []byte) (int, error) {
	time.Sleep(s.delay)
	return s.Reader.Read(p)
}

func TestProgress(t *testing.T) {
	for _, c := range []struct {
		name     string
		delay    time.Duration
		terminal func(any) bool
		want     bool
	}{
		{"short run", patience / 4, always, false},
		{"long run", patience, always, true},
		{"no terminal", patience, never, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				program, _, err := command(slow{strings.NewReader("a: 1\n"), c.delay}, c.terminal)
				program.Main([]string{"check", "-"})
				text := err.String()
				if got := strings.Contains(text, "…"); got != c.want {
					t.Errorf("shown: %v\n%q", got, text)
				}
				if c.want && !strings.HasSuffix(text, "\r\x1b[K") {
					t.Errorf("not erased: %q", text)
				}
			})
		})
	}
}

// Without arguments the program is a KRM function where a ResourceList waits,
// and shows its help on a terminal.
func TestNoArguments(t *testing.T) {
	defer func(d door) { function = d }(function)
	function = door{
		accepts: func(input []byte) bool { return bytes.Contains(input, []byte("ResourceList")) },
		run: func(input []byte, stdout, _ io.Writer) int {
			if _, err := stdout.Write(input); err != nil {
				t.Error(err)
			}
			return 42
		},
	}
	const list = "kind: ResourceList\n"
	program, out, _ := command(strings.NewReader(list), never)
	if got := program.Main(nil); got != 42 || out.String() != list {
		t.Errorf("status %d, output %q", got, out)
	}
	program, out, err := command(strings.NewReader(wrong), never)
	if got := program.Main(nil); got != ExitUnusable || out.Len() != 0 || !strings.Contains(err.String(), "gatefix fix -") {
		t.Errorf("status %d, output %q, %q", got, out, err)
	}
	program, out, _ = command(strings.NewReader(list), always)
	if got := program.Main(nil); got != ExitOK || !strings.Contains(out.String(), "Usage:") {
		t.Errorf("status %d, output %q", got, out)
	}
}

// full is a disk without room, and a pipe nobody reads.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A report, a stream or a diff that could not be written is no success.
func TestOutputFails(t *testing.T) {
	for _, args := range []string{"check -", "check --format json -", "fix -", "fix --diff -", "rules", "version", "explain cors-max-age", "explain", "explain RefNotPermitted"} {
		program, _, _ := command(strings.NewReader(wrong), never)
		program.Stdout = full{}
		if got := program.Main(strings.Fields(args)); got != ExitUnusable {
			t.Errorf("%s: status %d", args, got)
		}
	}
}
