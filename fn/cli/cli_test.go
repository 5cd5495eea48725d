package cli

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The command line is tested by the scripts in testdata/cli; adding a case adds
// no Go. Beside the commands of testscript they know
//
//	write FILE (QUOTED [COUNT])...  write a text that a script cannot hold:
//	                                Go strings, each repeated COUNT times
//	status N ARG...                 run gatefix; its exit status must be N
//	own FILE...                     give files to the user "nobody" (as root)
//
// With UNPRIVILEGED=1 in the environment, gatefix runs as "nobody" where the
// tests run as root, which no permission stops.

var update = flag.Bool("update", false, "write the outputs that scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gatefix": func() {
			if os.Getenv("UNPRIVILEGED") != "" {
				dropPrivileges()
			}
			c := Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: os.Getenv("VERSION")}
			os.Exit(c.Main(os.Args[1:]))
		},
	})
}

func TestScripts(t *testing.T) {
	root := t.TempDir()
	if err := os.Chmod(filepath.Dir(root), 0o755); err != nil { // for "nobody"
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/cli",
		WorkdirRoot:   root,
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"write":  writeCommand,
			"own":    ownCommand,
			"status": statusCommand,
		},
	})
}

func writeCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: write FILE (QUOTED [COUNT])...")
	}
	var text strings.Builder
	for i := 1; i < len(args); i++ {
		part, err := strconv.Unquote(args[i])
		ts.Check(err)
		count := 1
		if i+1 < len(args) {
			if n, err := strconv.Atoi(args[i+1]); err == nil {
				count, i = n, i+1
			}
		}
		text.WriteString(strings.Repeat(part, count))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o644))
}

func statusCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: status N ARG...")
	}
	got, err := 0, ts.Exec("gatefix", args[1:]...)
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		got = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func ownCommand(ts *testscript.TestScript, _ bool, args []string) {
	if os.Geteuid() != 0 {
		return
	}
	for _, name := range args {
		ts.Check(os.Chown(ts.MkAbs(name), nobody, nobody))
	}
}
