// Kyamlnoop is a KRM function that does nothing, written with the function
// framework of kyaml.
package main

import (
	"os"

	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/kio"
)

func main() {
	nothing := func(*framework.ResourceList) error { return nil }
	rw := &kio.ByteReadWriter{Reader: os.Stdin, Writer: os.Stdout, KeepReaderAnnotations: true}
	if err := framework.Execute(framework.ResourceListProcessorFunc(nothing), rw); err != nil {
		os.Exit(1)
	}
}
