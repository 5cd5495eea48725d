package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The values are those of GitHub's own upload for the same texts.
// https://github.com/github/codeql-action/blob/main/src/fingerprints.test.ts
func TestHashLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "c129715d7a2bc9a3:1",
		" a\nb\n  \t\tc\n d": "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1",
		" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End": "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1",
	} {
		if diff := cmp.Diff(strings.Fields(want), hashLines(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
