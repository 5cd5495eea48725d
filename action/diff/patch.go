package diff

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/text"
)

// hunkHead is "@@ -12,7 +12,8 @@ spec:"; ",1" may be left out.
var hunkHead = text.NewPattern(`^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@`)

// ParsePatch reads the hunks of a unified diff of one file, as GitHub gives it
// in the field patch. Lines in front of the first hunk are passed over. A patch
// that ends before its hunks do is an error: the rest of it is not known.
// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
func ParsePatch(patch string) ([]Hunk, error) {
	var hunks []Hunk
	var p parser
	for n, line := range strings.Split(strings.TrimSuffix(patch, "\n"), "\n") {
		switch {
		case !p.done():
			if err := p.line(line); err != nil {
				return nil, fmt.Errorf("line %d of the patch: %w", n+1, err)
			}
		case strings.HasPrefix(line, "@@ "):
			head := hunkHead.FindStringSubmatch(line)
			if head == nil {
				return nil, fmt.Errorf("line %d of the patch: %q is no head of a hunk", n+1, line)
			}
			hunks = append(hunks, Hunk{Old: rangeOf(head[1], head[2]), New: rangeOf(head[3], head[4])})
			p.start(&hunks[len(hunks)-1])
		}
		if p.done() {
			p.end()
		}
	}
	if !p.done() {
		return nil, fmt.Errorf("the patch ends %d lines early", p.old+p.new)
	}
	return hunks, nil
}

func rangeOf(start, lines string) Range {
	r := Range{Lines: 1}
	r.Start, _ = strconv.Atoi(start) // digits, by the expression
	if lines != "" {
		r.Lines, _ = strconv.Atoi(lines)
	}
	return r
}

// parser counts the lines of a hunk.
type parser struct {
	hunk     *Hunk
	old, new int // lines to come
	at       int // the next line of the new file
	cut      bool
	added    bool
}

func (p *parser) start(h *Hunk) {
	*p = parser{hunk: h, old: h.Old.Lines, new: h.New.Lines, at: h.New.Start}
	if h.New.Lines == 0 {
		p.at++ // an empty range names the line before it
	}
}

func (p *parser) done() bool { return p.old <= 0 && p.new <= 0 }

func (p *parser) line(line string) error {
	mark := byte(' ') // some programs take the space off empty lines
	if line != "" {
		mark = line[0]
	}
	switch mark {
	case '+':
		p.hunk.Added = append(p.hunk.Added, p.at)
		p.at, p.new, p.added = p.at+1, p.new-1, true
	case '-':
		p.old, p.cut = p.old-1, true
	case ' ', '\t', '\r':
		p.block()
		p.at, p.old, p.new = p.at+1, p.old-1, p.new-1
	case '\\': // "\ No newline at end of file"
	default:
		return fmt.Errorf("%q begins with %q; allowed: a space, +, - and \\", line, mark)
	}
	if p.old < 0 || p.new < 0 {
		return fmt.Errorf("the hunk has more lines than its head says")
	}
	return nil
}

// block ends a run of changed lines.
func (p *parser) block() {
	if p.cut && !p.added {
		p.hunk.Cut = append(p.hunk.Cut, p.at)
	}
	p.cut, p.added = false, false
}

func (p *parser) end() {
	if p.hunk != nil {
		p.block()
		p.hunk = nil
	}
}
