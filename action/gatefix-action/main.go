// The GitHub Action Gatefix; action.yml at the root declares it.
package main

import (
	"os"

	"github.com/gatefix/gatefix/action/run"
)

var version string // set with -ldflags "-X main.version=v0.1.0"

func main() {
	a := run.Action{Log: os.Stdout, Getenv: os.Getenv, Version: version}
	os.Exit(a.Main())
}
