package lint

import "github.com/gatefix/gatefix/fn/text"

// Names are what a word may be meant to be, for asking many words.
type Names = text.Names

// NewNames returns the names.
func NewNames(all []string) *Names { return text.NewNames(all) }

// Nearest returns the candidate closest to the word, for "did you mean", or "";
// see [text.Nearest].
func Nearest(word string, candidates []string) string { return text.Nearest(word, candidates) }

// Distance is the number of letters that differ; see [text.Distance].
func Distance(a, b string) int { return text.Distance(a, b) }
