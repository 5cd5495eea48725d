// Gatefix finds and repairs mistakes in Kubernetes manifests for agentgateway,
// kgateway and the Gateway API.
package main

import (
	"os"
	"runtime/debug"

	"github.com/gatefix/gatefix/fn/cli"
)

var version string // set with -ldflags "-X main.version=v0.1.0"

func main() {
	if os.Getenv("GOGC") == "" {
		// What a run reads it keeps to the end, so a heap that may double before
		// it is looked through again costs memory and saves little time.
		debug.SetGCPercent(50)
	}
	c := cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: version}
	os.Exit(c.Main(os.Args[1:]))
}
