package text

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate closest to the word, for "did you mean", or ""
// where none is close: at most a third of the word's letters may differ.
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", max(len(word)/3, 1)+1
	x, m := letters(word), &measure{}
	for _, c := range candidates {
		if apart(word, c) >= bestDistance {
			continue // as a text of megabytes is from any name
		}
		if d := m.between(x, letters(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// apart is how many letters one has more than the other: the least that their
// distance can be.
func apart(a, b string) int {
	n := utf8.RuneCountInString(a) - utf8.RuneCountInString(b)
	return max(n, -n)
}

// Distance is the number of letters to insert, delete, replace or swap with
// their neighbour to turn a into b. Case does not count.
// https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance (optimal string alignment)
func Distance(a, b string) int {
	x, y := letters(a), letters(b)
	return (&measure{}).between(x, y, len(x)+len(y)+1)
}

func letters(s string) []rune { return []rune(strings.ToLower(s)) }

// measure holds the rows of the table by which distances are found, for many of
// them.
type measure struct{ before, prev, row []int }

// between returns the distance, or what is not below the limit where that is not.
func (m *measure) between(x, y []rune, limit int) int {
	if len(m.row) <= len(y) {
		m.before, m.prev, m.row = make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	}
	before, prev, row := m.before[:len(y)+1], m.prev[:len(y)+1], m.row[:len(y)+1]
	for j := range prev {
		prev[j] = j
	}
	last := 0 // the least of the row before
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= limit && last+1 >= limit {
			return limit // what follows is made of these two rows
		}
		before, prev, row, last = prev, row, before, least
	}
	return prev[len(y)]
}
