package text

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// fewNames is up to how many names a word is compared with all of them.
const fewNames = 1000

// neighbours is how many names before and behind a word are compared with it
// where there are more.
const neighbours = 100

// Names are what a word may be meant to be, for asking many words.
type Names struct {
	all             []string
	sorted, endings func() []int // indexes into all, ordered from the left and from the right
}

// NewNames returns the names, which must not be changed.
func NewNames(all []string) *Names {
	order := func(compare func(a, b string) int) func() []int {
		return sync.OnceValue(func() []int {
			out := make([]int, len(all))
			for i := range out {
				out[i] = i
			}
			slices.SortStableFunc(out, func(a, b int) int { return compare(all[a], all[b]) })
			return out
		})
	}
	return &Names{all: all, sorted: order(strings.Compare), endings: order(compareEnds)}
}

// Around returns the names that may be near a word, in their order: all of them
// or, where they are many, those beside it in the alphabet, read from the left
// or from the right. A slip of the hand leaves the one half of a word as it is,
// or the other.
func (n *Names) Around(word string) []string {
	if len(n.all) <= fewNames {
		return n.all
	}
	found := append(n.beside(word, n.sorted(), strings.Compare), n.beside(word, n.endings(), compareEnds)...)
	slices.Sort(found)
	out := make([]string, 0, len(found))
	for _, i := range slices.Compact(found) {
		out = append(out, n.all[i])
	}
	return out
}

// Nearest is [Nearest] of the names around a word.
func (n *Names) Nearest(word string) string { return Nearest(word, n.Around(word)) }

// beside returns a copy of the part of an order that stands around a word.
func (n *Names) beside(word string, order []int, compare func(a, b string) int) []int {
	at := sort.Search(len(order), func(i int) bool { return compare(n.all[order[i]], word) >= 0 })
	return slices.Clone(order[max(at-neighbours, 0):min(at+neighbours, len(order))])
}

// compareEnds compares texts from their ends.
func compareEnds(a, b string) int {
	for i := 1; i <= len(a) && i <= len(b); i++ {
		if x, y := a[len(a)-i], b[len(b)-i]; x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}
