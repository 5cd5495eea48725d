package double_test

import (
	"os/exec"
	"strings"
	"testing"
)

// What judges the double is for tests: no binary links it, nor the double.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../../gatefix-action", "../../../fn/gatefix").Output()
	if err != nil {
		t.Skip("there is no go command:", err)
	}
	if !strings.Contains(string(out), "github.com/gatefix/gatefix/action/github\n") {
		t.Error("the client is not linked")
	}
	for _, dep := range strings.Fields(string(out)) {
		for _, test := range []string{"github.com/getkin/", "github.com/vektah/", "github.com/gatefix/gatefix/action/internal/", "testing"} {
			if strings.HasPrefix(dep, test) {
				t.Errorf("%s is linked", dep)
			}
		}
	}
}
