package crd

import (
	"os/exec"
	"strings"
	"testing"
)

// What is linked is initialised at every start, also of runs that judge by no
// definition. These modules would more than double that time.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("there is no go command:", err)
	}
	for _, dep := range strings.Fields(string(out)) {
		for _, module := range []string{"github.com/prometheus/", "k8s.io/component-base/", "k8s.io/client-go/", "k8s.io/apiserver/pkg/features", "google.golang.org/grpc"} {
			if strings.HasPrefix(dep, module) {
				t.Errorf("%s is linked", dep)
			}
		}
	}
}
