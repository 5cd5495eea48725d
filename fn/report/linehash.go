package report

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/gatefix/gatefix/fn/source"
)

// lineHashes are the hashes of the lines of files by which GitHub's code
// scanning knows a finding again. Its own upload computes them where they are
// missing, and warns where they differ.
type lineHashes map[*source.File][]string

// of returns the hash of a line, counted from 1.
func (h lineHashes) of(f *source.File, line int) string {
	if h[f] == nil {
		h[f] = hashLines(string(f.Bytes()))
	}
	return h[f][line-1]
}

const (
	hashWindow = 100 // UTF-16 code units
	hashBase   = 37
	endOfText  = 0xFFFF
)

// hashLines returns the hash of each line: a polynomial over the code units
// that follow from its start on, over as many lines as it takes, blanks left
// out; then the number of lines so far that have this hash.
func hashLines(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", " ", "", "\t", "").Replace(text)
	units := append(utf16.Encode([]rune(text)), endOfText)
	var out []string
	seen := map[uint64]int{}
	for i := range units {
		if i > 0 && units[i-1] != '\n' {
			continue
		}
		var sum uint64
		for j := range hashWindow {
			sum *= hashBase
			if i+j < len(units) {
				sum += uint64(units[i+j])
			}
		}
		seen[sum]++
		out = append(out, fmt.Sprintf("%x:%d", sum, seen[sum]))
	}
	return out
}
