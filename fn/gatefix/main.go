// Gatefix finds and repairs mistakes in Kubernetes manifests for agentgateway,
// kgateway and the Gateway API.
package main

import (
	"os"

	"github.com/gatefix/gatefix/fn/cli"
)

var version string // set with -ldflags "-X main.version=v0.1.0"

func main() { os.Exit(cli.Main(version)) }
