//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe that is named, as <(kustomize build) is, tells what it holds once,
// however much that is.
func TestNamedPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "build")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip("no pipes here: ", err)
	}
	document := "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
	n := aheadBytes/len(document) + 100
	go func() { _ = os.WriteFile(name, []byte(strings.Repeat(document, n)), 0o600) }()
	var out, errs bytes.Buffer
	status := Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs}.Main([]string{"check", name})
	if want := fmt.Sprintf("no findings in 1 file (%d documents)", n); status != ExitOK || !strings.Contains(out.String()+errs.String(), want) {
		t.Errorf("exit %d: %s%s, want %q", status, &out, &errs, want)
	}
}
