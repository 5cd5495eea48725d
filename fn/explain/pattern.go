package explain

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A value is a host name, a kind with its group, a path: a few words. Any text
// may be a whole object, as the API server prints it.
const (
	valueWords = 12
	anyWords   = 400
)

// pattern is a message as it is looked for: runs of words, and how many words
// may stand between one run and the next.
type pattern struct {
	topic *Topic
	runs  [][]string
	gaps  []int // gaps[i] is in front of runs[i+1]
	size  int   // words that must be there: the larger, the more specific
	// weak patterns, in parentheses, tell less than any other message beside them.
	weak bool
}

var wildcard = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<[^<>]*>|…`) })

// parsePattern reads a message of a topic.
func parsePattern(t *Topic, message string) *pattern {
	p := &pattern{topic: t, weak: strings.HasPrefix(message, "(") && strings.HasSuffix(message, ")")}
	gap, from := 0, 0
	literal := func(s string) {
		run := texts(words(s))
		if len(run) == 0 {
			return
		}
		if len(p.runs) > 0 {
			p.gaps = append(p.gaps, gap)
		}
		p.runs = append(p.runs, run)
		p.size += len(run)
		gap = 0
	}
	for _, m := range wildcard().FindAllStringIndex(message, -1) {
		literal(message[from:m[0]])
		if message[m[0]:m[1]] == "…" {
			gap += anyWords
		} else {
			gap += valueWords
		}
		from = m[1]
	}
	literal(message[from:])
	if p.size == 0 {
		panic("topic " + t.Name + ": the message `" + message + "` has no word")
	}
	return p
}

func (p *pattern) first() string { return p.runs[0][0] }

// found is a pattern at a place of a text: the indexes of its words.
type found struct {
	*pattern
	at []int // of the first word of each run
}

func (f found) start() int { return f.at[0] }

// end is the index behind the last word.
func (f found) end() int { return f.at[len(f.at)-1] + len(f.runs[len(f.runs)-1]) }

// match looks for the pattern with its first word at index i.
func (p *pattern) match(ws []string, i int) (found, bool) {
	f := found{pattern: p}
	from, gap := i, 0
	for n, run := range p.runs {
		if n > 0 {
			gap = p.gaps[n-1]
		}
		at := -1
		for j := from; j <= from+gap && j+len(run) <= len(ws); j++ {
			if slices.Equal(ws[j:j+len(run)], run) {
				at = j
				break
			}
		}
		if at < 0 {
			return found{}, false
		}
		f.at = append(f.at, at)
		from = at + len(run)
	}
	return f, true
}
