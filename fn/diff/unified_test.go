package diff

import (
	"strings"
	"testing"
)

// The names are those that git writes, so that git apply
// and patch -p1 find the files.
func TestUnifiedNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.yaml":            "--- a/a.yaml\n+++ b/a.yaml\n",
		"sub/ü.yaml":        "--- a/sub/ü.yaml\n+++ b/sub/ü.yaml\n",
		"my gateway.yaml":   "--- a/my gateway.yaml\t\n+++ b/my gateway.yaml\t\n",
		"two\nü lines.yaml": `--- "a/two\012\303\274 lines.yaml"` + "\n" + `+++ "b/two\012\303\274 lines.yaml"` + "\n",
		`q"b\.yaml`:         `--- "a/q\"b\\.yaml"` + "\n" + `+++ "b/q\"b\\.yaml"` + "\n",
		"/tmp/abs.yaml":     "--- a/tmp/abs.yaml\n+++ b/tmp/abs.yaml\n",
	} {
		got := Unified(name, []byte("a\n"), []byte("b\n"))
		if !strings.HasPrefix(got, want+"@@ ") {
			t.Errorf("%q:\n%s", name, got)
		}
	}
}
