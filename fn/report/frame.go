package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/gatefix/gatefix/fn/lint"
)

const (
	tabStop   = 4
	frameSize = 120 // columns of a line that are shown
	frameLead = 40  // of them, before the token, where the line is longer
)

// frame shows the line a place starts in, and marks the place below it.
func (p painter) frame(w io.Writer, at lint.Place, gutter int, color string) {
	pos := at.Position()
	line, start := p.hidden.line(at)
	runes := []rune(line)
	from := min(utf8.RuneCount(at.Doc.File.Bytes()[start:max(at.Span.Start, start)]), len(runes))
	to := len(runes)
	if end := at.End(); end.Line == pos.Line {
		to = min(from+end.Column-pos.Column, len(runes))
	} else if from < to && (runes[from] == '|' || runes[from] == '>') {
		to = from + 1 // a block scalar: a comment may stand behind its header
	}
	before, token, after := expand(runes, from, to)
	before, token, after = crop(before, token, after)
	fmt.Fprintf(w, "%*d | %s\n", gutter, pos.Line, strings.TrimRight(cellText(before)+cellText(token)+cellText(after), " "))
	mark := "^" + strings.Repeat("~", max(width(token)-1, 0))
	fmt.Fprintf(w, "%*s | %*s%s\n", gutter, "", width(before), "", p.paint(color, mark))
}

// cell is what one code point shows, and how many columns it takes.
type cell struct {
	text  string
	width int
}

// expand turns a line into cells: tabs become spaces up to the next stop, and
// what a terminal would obey is shown as a replacement character.
func expand(runes []rune, from, to int) (before, token, after []cell) {
	column := 0
	cells := make([]cell, len(runes))
	for i, r := range runes {
		switch {
		case r == '\t':
			n := tabStop - column%tabStop
			cells[i] = cell{strings.Repeat(" ", n), n}
		case !showable(r):
			cells[i] = cell{"\ufffd", 1}
		default:
			cells[i] = cell{string(r), runeWidth(r)}
		}
		column += cells[i].width
	}
	return cells[:from], cells[from:max(to, from)], cells[max(to, from):]
}

// crop cuts a line that is too long to the surroundings of the token.
func crop(before, token, after []cell) (b, t, a []cell) {
	ellipsis := []cell{{"…", 1}}
	if width(before)+width(token)+width(after) <= frameSize {
		return before, token, after
	}
	if width(before) > frameLead {
		before = append(ellipsis, before[len(before)-min(frameLead, len(before)):]...)
	}
	room := frameSize - width(before)
	if len(token) > room {
		return before, token[:room], ellipsis
	}
	if room -= len(token); len(after) > room {
		after = append(after[:room:room], ellipsis...)
	}
	return before, token, after
}

func cellText(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return b.String()
}

func width(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}
