package diff

import "slices"

// Source is where the changes are known from.
type Source string

const (
	// Git means the commits in the checkout.
	Git Source = "git"
	// API means GitHub's list of the files of a pull request.
	API Source = "api"
	// None means that nobody could say: everything counts as changed.
	None Source = "none"
)

// Changes are the files that a pull request, or a push, changed. Nil changes
// are those of an unknown source: they touch every line.
type Changes struct {
	Source Source
	// Files are the changed files by the path they have now; of a removed file,
	// by the path it had.
	Files map[string]*File
}

// File is a changed file.
type File struct {
	Path string
	// Old is the path before the change where it is another one, else "".
	Old string
	// Removed tells that the file is there no more.
	Removed bool
	// Whole tells that there is no patch, since the file is new to the
	// repository in all of its lines, binary, or too large: every line counts as
	// changed.
	Whole bool
	Hunks []Hunk
}

// Hunk is a stretch of a file with changes and the lines around them, as a
// unified diff has it.
type Hunk struct {
	Old, New Range
	// Added are the new or changed lines, by their numbers in the new file.
	Added []int
	// Cut are the places where lines were taken out and none put in, by the
	// number in the new file of the line that follows.
	Cut []int
}

// Range is a range of lines. Where it is empty, Start is the line before it.
type Range struct{ Start, Lines int }

// Holds reports whether the line is one of the range.
func (r Range) Holds(line int) bool { return line >= r.Start && line < r.Start+r.Lines }

// Known tells whether there is anything to go by.
func (c *Changes) Known() bool { return c != nil && c.Source != None }

// File returns the change of a file, or nil.
func (c *Changes) File(path string) *File {
	if c == nil {
		return nil
	}
	return c.Files[path]
}

// Has reports whether a file was changed.
func (c *Changes) Has(path string) bool { return !c.Known() || c.File(path) != nil }

// Touches reports whether one of the lines, to included, was changed. Where
// lines were only taken out, the lines on either side count: what misses
// something is reported there.
func (c *Changes) Touches(path string, from, to int) bool {
	if !c.Known() {
		return true
	}
	f := c.File(path)
	return f != nil && f.Touches(from, to)
}

// Touches is [Changes.Touches] for one file.
func (f *File) Touches(from, to int) bool {
	within := func(line int) bool { return line >= from && line <= to }
	if f.Whole {
		return true
	}
	for _, h := range f.Hunks {
		if slices.ContainsFunc(h.Added, within) {
			return true
		}
		if slices.ContainsFunc(h.Cut, func(line int) bool { return within(line) || within(line-1) }) {
			return true
		}
	}
	return false
}

// HunkOf returns the hunk that shows all lines from one to the other, to
// included, or nil: a review comment must stay within one.
func (f *File) HunkOf(from, to int) *Hunk {
	for i := range f.Hunks {
		if h := &f.Hunks[i]; h.New.Holds(from) && h.New.Holds(to) {
			return h
		}
	}
	return nil
}
