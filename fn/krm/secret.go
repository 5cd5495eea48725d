package krm

import "strings"

// mask takes a value to keep out of a text.
func mask(text, value string) string {
	if len(value) < 4 {
		return text
	}
	return strings.ReplaceAll(text, value, "...")
}
