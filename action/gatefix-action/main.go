// The GitHub Action Gatefix; action.yml at the root declares it.
//
// Called by the name gatefix, it is the function and the command line: the image
// holds one file under both names, which halves what a runner pulls.
package main

import (
	"os"
	"path/filepath"

	"github.com/gatefix/gatefix/action/run"
	"github.com/gatefix/gatefix/fn/cli"
)

var version string // set with -ldflags "-X main.version=v0.1.0"

func main() {
	if filepath.Base(os.Args[0]) == "gatefix" {
		os.Exit(cli.Main(version))
	}
	a := run.Action{Log: os.Stdout, Getenv: os.Getenv, Version: version}
	os.Exit(a.Main())
}
