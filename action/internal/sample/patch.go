package sample

import (
	"fmt"
	"strings"
)

// Added is the patch of a file that a pull request adds.
func Added(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return fmt.Sprintf("@@ -0,0 +1,%d @@\n+%s", len(lines), strings.Join(lines, "\n+"))
}
