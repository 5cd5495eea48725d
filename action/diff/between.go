package diff

import (
	"bytes"
	"slices"

	"github.com/gatefix/gatefix/fn/diff"
)

// Between returns the hunks that lead from one text to the other, with as many
// lines around them as git and GitHub show.
func Between(old, new []byte) []Hunk {
	a, b := diff.Split(old), diff.Split(new)
	var hunks []Hunk
	for _, group := range diff.Hunks(diff.Lines(a, b)) {
		hunks = append(hunks, hunkOf(group, len(a), len(b)))
	}
	return hunks
}

// hunkOf makes a hunk of changes that stand together; the texts have so many
// lines.
func hunkOf(group []diff.Change, old, new int) Hunk {
	first, last := group[0], group[len(group)-1]
	before, behind := min(diff.Context, first.A0), min(diff.Context, old-last.A1)
	h := Hunk{
		Old: between(first.A0-before, last.A1+behind),
		New: between(first.B0-before, last.B1+behind),
	}
	for _, c := range group {
		if c.B0 == c.B1 {
			h.Cut = append(h.Cut, c.B0+1)
		}
		for line := c.B0; line < c.B1; line++ {
			h.Added = append(h.Added, line+1)
		}
	}
	return h
}

// between makes a range of lines counted from 0, the end not included.
func between(from, to int) Range {
	if from == to {
		return Range{Start: from}
	}
	return Range{Start: from + 1, Lines: to - from}
}

// LineMap leads from the lines of a file in the merge checkout to the lines of
// the same file at the head of the pull request. Its zero value is the map of
// two equal files.
type LineMap struct {
	changes []diff.Change
	none    bool
}

// NewLineMap makes the map of two texts of a file. A nil head means that the
// file is not there at the head: no line has a counterpart.
func NewLineMap(merge, head []byte) LineMap {
	if head == nil {
		return LineMap{none: true}
	}
	if bytes.Equal(merge, head) {
		return LineMap{}
	}
	return LineMap{changes: diff.Lines(diff.Split(merge), diff.Split(head))}
}

// Head returns the line of the head that is this line of the merge, and false
// where the base brought the line in or changed it.
func (m LineMap) Head(line int) (int, bool) {
	if m.none {
		return 0, false
	}
	at := line - 1
	i, _ := slices.BinarySearchFunc(m.changes, at, func(c diff.Change, at int) int {
		if c.A1 <= at {
			return -1
		}
		return 1
	})
	if i < len(m.changes) && m.changes[i].A0 <= at {
		return 0, false
	}
	if i == 0 {
		return line, true
	}
	last := m.changes[i-1]
	return line - last.A1 + last.B1, true
}
