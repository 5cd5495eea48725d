package lint

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Reasons says why references were not judged and how many, the most frequent
// reason first: "its namespace is not known (4), a placeholder stands in for it
// (2)". It is given the counts of Stats.OutsideBy.
func Reasons(counts map[string]int) string {
	reasons := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for i, why := range reasons {
		reasons[i] = fmt.Sprintf("%s (%d)", why, counts[why])
	}
	return strings.Join(reasons, ", ")
}
