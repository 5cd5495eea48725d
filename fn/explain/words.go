package explain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a run of letters and digits, in lower case, and where it stands in
// its text in bytes.
type word struct {
	text       string
	start, end int
}

// words returns the words of a pasted text. Quotes, brackets, backticks and
// the escapes of JSON and of terminals around them do not count, so a message
// reads the same in a log, in a status and in the API server's answer.
func words(s string) []word {
	var out []word
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, word{strings.ToLower(s[start:end]), start, end})
			start = -1
		}
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start = i
			}
			i += n
			continue
		}
		flush(i)
		i += n + escape(s[i:])
	}
	flush(len(s))
	return out
}

// escape returns how many bytes after the first, a backslash or an escape
// character, belong to it: the n of \n, the 0022 of \u0022, the [31m of a
// colour.
func escape(s string) int {
	switch {
	case len(s) > 1 && s[0] == '\\' && strings.IndexByte("ntr", s[1]) >= 0:
		return 1
	case len(s) > 5 && s[0] == '\\' && s[1] == 'u':
		return 5
	case len(s) > 1 && s[0] == 0x1b && s[1] == '[':
		n := 1
		for n+1 < len(s) && (s[n+1] == ';' || '0' <= s[n+1] && s[n+1] <= '9') {
			n++
		}
		return min(n+1, len(s)-1)
	}
	return 0
}

func texts(ws []word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = w.text
	}
	return out
}
