package diff

import (
	"strings"
	"testing"
)

// Names are written as git apply and patch read them, whatever stands in them.
func TestUnifiedNames(t *testing.T) {
	for name, want := range map[string]string{
		"deploy/web.yaml":     "--- a/deploy/web.yaml\n+++ b/deploy/web.yaml\n",
		"/deploy/web.yaml":    "--- a/deploy/web.yaml\n+++ b/deploy/web.yaml\n",
		"my file.yaml":        "--- a/my file.yaml\t\n+++ b/my file.yaml\t\n",
		"größe.yaml":          "--- a/größe.yaml\n+++ b/größe.yaml\n",
		"a\n+++ b/other.yaml": "--- \"a/a\\012+++ b/other.yaml\"\n+++ \"b/a\\012+++ b/other.yaml\"\n",
		"a\"\\\t.yaml":        "--- \"a/a\\\"\\\\\\011.yaml\"\n+++ \"b/a\\\"\\\\\\011.yaml\"\n",
	} {
		got := Unified(name, []byte("a: 1\n"), []byte("a: 2\n"))
		if got, _, _ := strings.Cut(got, "@@"); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", name, got, want)
		}
	}
}
