package double

import (
	"regexp"
	"strconv"
	"strings"
)

var hunkHead = regexp.MustCompile(`^@@ -\d+(?:,\d+)? \+(\d+)`)

// hunk returns the number, from 1, of the hunk in which a line of the head
// stands; 0: in none. It reads the lines themselves, and does not believe the
// counts that the product goes by.
func (d *Double) hunk(path string, line int) int {
	for _, f := range d.Files {
		if f.Name == path {
			return hunkIn(f.Patch, line)
		}
	}
	return 0
}

func hunkIn(patch string, line int) int {
	hunk, at := 0, 0
	for _, text := range strings.Split(patch, "\n") {
		if m := hunkHead.FindStringSubmatch(text); m != nil {
			hunk++
			at, _ = strconv.Atoi(m[1])
			continue
		}
		if strings.HasPrefix(text, " ") || strings.HasPrefix(text, "+") {
			if at == line {
				return hunk
			}
			at++
		}
	}
	return 0
}
