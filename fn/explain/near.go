package explain

import (
	"cmp"
	"slices"

	"github.com/gatefix/gatefix/fn/lint"
)

// nearTopics is how many topics are offered where nothing matches.
const nearTopics = 3

// Near returns the names of what is closest to a text that nothing is known
// of: a topic or one of the other names (of rules) that was misspelt, or else
// topics that share telling words with the text. May be empty.
func Near(text string, others []string) []string {
	ws := texts(words(text))
	if name := misspelt(text, others); name != "" {
		return []string{name}
	}
	type scored struct {
		name  string
		score float64
	}
	use := usage()
	var all []scored
	for _, t := range Topics() {
		own := use.of[t]
		score := 0.0
		for _, w := range slices.Compact(slices.Sorted(slices.Values(ws))) {
			if own[w] {
				score += 1 / float64(use.topics[w])
			}
		}
		if score >= telling {
			all = append(all, scored{t.Name, score})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return -cmp.Compare(a.score, b.score) })
	var out []string
	for _, s := range all[:min(len(all), nearTopics)] {
		out = append(out, s.name)
	}
	return out
}

// misspelt returns the name that a word is close to. A message of one word, a
// reason, stands for its topic.
func misspelt(text string, others []string) string {
	topics := map[string]string{}
	candidates := slices.Clone(others)
	for _, t := range Topics() {
		for _, name := range append([]string{t.Name}, t.Messages...) {
			if len(words(name)) == 1 || name == t.Name {
				topics[name] = t.Name
				candidates = append(candidates, name)
			}
		}
	}
	near := lint.Nearest(text, candidates)
	return cmp.Or(topics[near], near)
}

// telling is the weight of shared words from which on a topic is offered: one
// word that stands in at most four topics, or several that are common.
const telling = 0.25

// words that topics use.
type wordUsage struct {
	of     map[*Topic]map[string]bool
	topics map[string]int // in how many topics a word stands
}

func usage() wordUsage {
	use := wordUsage{map[*Topic]map[string]bool{}, map[string]int{}}
	for _, t := range Topics() {
		own := map[string]bool{}
		for _, text := range append([]string{t.Name, t.Title}, t.Messages...) {
			for _, w := range words(wildcard().ReplaceAllString(text, " ")) {
				own[w.text] = true
			}
		}
		use.of[t] = own
		for w := range own {
			use.topics[w]++
		}
	}
	return use
}
