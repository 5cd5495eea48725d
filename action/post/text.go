package post

import (
	"strings"
	"unicode/utf8"
)

// Cut shortens a text to at most n bytes, an ellipsis included.
func Cut(s string, n int) string {
	const ellipsis = "…"
	if len(s) <= n {
		return s
	}
	s = s[:n-len(ellipsis)]
	for !utf8.ValidString(s) && s != "" && !utf8.RuneStart(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return strings.ToValidUTF8(s, "") + ellipsis
}
