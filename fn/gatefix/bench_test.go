package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What a host waits for before the function does anything: the process, and a
// list without items.
func BenchmarkColdStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "gatefix")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for b.Loop() {
		cmd := exec.Command(program)
		cmd.Stdin = strings.NewReader("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n")
		if out, err := cmd.Output(); err != nil || len(out) == 0 {
			b.Fatal(err)
		}
	}
}
