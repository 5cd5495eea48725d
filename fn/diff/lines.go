package diff

import "bytes"

// Change replaces lines A0 to A1 of the old text by lines B0 to B1 of the new.
// Lines count from 0; the second number is behind the last line.
type Change struct{ A0, A1, B0, B1 int }

// Split returns the lines of a text with their line endings.
func Split(text []byte) []string {
	var out []string
	for line := range bytes.Lines(text) {
		out = append(out, string(line))
	}
	return out
}

// Lines finds where two texts differ. Repairs are few and far between, so it
// walks both texts together and, where they part, looks for the nearest pair of
// lines from which on they agree again. That keeps the work in proportion to
// the repairs, however long the text is.
func Lines(a, b []string) []Change {
	var out []Change
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		di, dj := resync(a[i:], b[j:])
		for _, c := range refine(a[i:i+di], b[j:j+dj]) {
			out = append(out, Change{i + c.A0, i + c.A1, j + c.B0, j + c.B1})
		}
		i, j = i+di, j+dj
	}
	return out
}

// enough is how many lines in a row must agree before two texts count as being
// in step; a lone "---" or closing brace agrees by chance.
const enough = 3

// resync returns how many lines of each text to pass over, the fewest in sum,
// until they agree again.
func resync(a, b []string) (di, dj int) {
	for sum := 1; sum < len(a)+len(b); sum++ {
		for di := max(0, sum-len(b)); di <= min(sum, len(a)); di++ {
			if inStep(a[di:], b[sum-di:]) {
				return di, sum - di
			}
		}
	}
	return len(a), len(b)
}

func inStep(a, b []string) bool {
	for i := range enough {
		if i >= len(a) || i >= len(b) {
			return i >= len(a) && i >= len(b)
		}
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// refinable bounds the table that refine fills.
const refinable = 1 << 20

// refine keeps the lines that two short stretches have in common, by the
// longest common subsequence. Stretches too long for that are one change.
func refine(a, b []string) []Change {
	if len(a)*len(b) > refinable {
		return []Change{{0, len(a), 0, len(b)}}
	}
	common := table(a, b)
	var out []Change
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		c := Change{A0: i, B0: j}
		for i < len(a) || j < len(b) {
			if i < len(a) && j < len(b) && a[i] == b[j] {
				break
			}
			if j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1] {
				i++
			} else {
				j++
			}
		}
		c.A1, c.B1 = i, j
		out = append(out, c)
	}
	return out
}

// table holds, for each pair of ends of a and b, the number of lines they have
// in common.
func table(a, b []string) [][]int {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}
