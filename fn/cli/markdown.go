package cli

import (
	"regexp"
	"strings"
	"sync"
)

// pageWidth is the width that text is wrapped to, in columns.
const pageWidth = 80

// marks are the Markdown that says nothing in plain text: headings, bold words
// and links in angle brackets.
var marks = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^#+ |\\*\\*([^*`]+)\\*\\*|<(https?://[^>]+)>")
})

// plainText renders the Markdown that rules are documented in: paragraphs,
// lists and code fences of one paragraph or item a line.
func plainText(markdown string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			b.WriteString("    " + line + "\n")
		default:
			b.WriteString(wrap(marks().ReplaceAllString(line, "$1$2")))
		}
	}
	return b.String()
}

// wrap breaks a paragraph or a list item into lines; those behind the first of
// an item are indented. A word that is too long stays on the line of its dash.
func wrap(line string) string {
	indent := ""
	if strings.HasPrefix(line, "- ") {
		indent = "  "
	}
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(line) {
		n := len([]rune(word))
		switch {
		case i > 0 && column >= len(indent) && column+1+n > pageWidth:
			b.WriteString("\n" + indent)
			column = len(indent)
		case i > 0:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String() + "\n"
}
