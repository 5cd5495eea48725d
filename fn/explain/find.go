package explain

import (
	"cmp"
	"slices"
	"strings"
)

// Match is a message found in a text.
type Match struct {
	Topic *Topic
	Text  string // what was matched, on one line
}

// Find returns the messages that are known in a text, such as a log or a
// status, in their order; each topic once. Of messages that share words the
// most specific counts. The name of a topic is a message too.
func Find(text string) []Match {
	if t := Named(strings.TrimSpace(text)); t != nil {
		return []Match{{t, t.Name}}
	}
	ws := words(text)
	hits := search(texts(ws))
	if len(ws) == 1 && len(hits) == 0 {
		if alone := search([]string{"reason", ws[0].text}); len(alone) > 0 {
			return []Match{{alone[0].topic, text}}
		}
	}
	var out []Match
	seen := map[*Topic]bool{}
	for _, h := range hits {
		if !seen[h.topic] {
			seen[h.topic] = true
			out = append(out, Match{h.topic, excerpt(text[ws[h.start()].start:ws[h.end()-1].end])})
		}
	}
	return out
}

// search returns what counts among all that matches, in the order of the text.
func search(ws []string) []found {
	var all []found
	for i, w := range ws {
		for _, p := range known().patterns[w] {
			if f, ok := p.match(ws, i); ok {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(-cmp.Compare(a.size, b.size), cmp.Compare(a.end()-a.start(), b.end()-b.start()))
	})
	taken := make([]bool, len(ws))
	var out []found
	for _, f := range all {
		if f.take(taken) {
			out = append(out, f)
		}
	}
	out = withoutWeak(out, ws)
	slices.SortFunc(out, func(a, b found) int { return cmp.Compare(a.start(), b.start()) })
	return out
}

// take claims the words of a match, unless another has claimed one of them.
// What stands in its gaps stays free.
func (f found) take(taken []bool) bool {
	for n, at := range f.at {
		if slices.Contains(taken[at:at+len(f.runs[n])], true) {
			return false
		}
	}
	for n, at := range f.at {
		for i := range f.runs[n] {
			taken[at+i] = true
		}
	}
	return true
}

// withoutWeak drops weak matches where another in the same condition is known.
func withoutWeak(hits []found, ws []string) []found {
	condition := conditions(ws)
	strong := map[int]bool{}
	for _, f := range hits {
		if !f.weak {
			strong[condition[f.start()]] = true
		}
	}
	return slices.DeleteFunc(hits, func(f found) bool { return f.weak && strong[condition[f.start()]] })
}

// conditions numbers the conditions of a status, and returns the number of each
// word's. Whatever the order of its fields, a condition has its reason and its
// message behind lastTransitionTime and in front of the next one; kubectl
// describe writes it in three words.
func conditions(ws []string) []int {
	out := make([]int, len(ws))
	n := 0
	for i, w := range ws {
		if w == "lasttransitiontime" || w == "last" && i+2 < len(ws) && ws[i+1] == "transition" && ws[i+2] == "time" {
			n++
		}
		out[i] = n
	}
	return out
}

// excerptLength is how much of a match is shown, in characters.
const excerptLength = 160

func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > excerptLength {
		return string(r[:excerptLength-1]) + "…"
	}
	return s
}
