// Sdknoop is a KRM function that does nothing, written with the function SDK:
// what a function costs before it does any work.
package main

import (
	"os"

	"github.com/kptdev/krm-functions-sdk/go/fn"
)

func main() {
	nothing := func(*fn.ResourceList) (bool, error) { return true, nil }
	if err := fn.AsMain(fn.ResourceListProcessorFunc(nothing)); err != nil {
		os.Exit(1)
	}
}
