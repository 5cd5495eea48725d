package review

import (
	"cmp"
	"context"
	"slices"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/github"
	"github.com/gatefix/gatefix/action/place"
	"github.com/gatefix/gatefix/fn/lint"
)

// draft is the comment on a finding.
type draft struct {
	finding *lint.Finding
	github.DraftComment
}

// ranked orders findings: what weighs most first, for there may be too many.
func ranked(findings []*lint.Finding) []*lint.Finding {
	out := slices.Clone(findings)
	slices.SortStableFunc(out, func(a, b *lint.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

// draftOf makes the comment on a finding: on the lines that its repair changes,
// or on the first of its own that the pull request shows. It fails where there
// is none.
func (r *run) draftOf(ctx context.Context, places *place.Mapper, f *lint.Finding) (draft, bool) {
	file := r.Files.File(f.At.Doc.File.Name)
	if file == nil || file.Removed || len(file.Hunks) == 0 {
		return draft{}, false
	}
	for _, s := range r.suggestions(f) {
		first, last, ok := places.Lines(ctx, f.At.Doc.File, s.from, s.to)
		if ok && file.HunkOf(first, last) != nil {
			d := draft{f, on(file.Path, first, last)}
			d.Body = r.body(f, s, r.placeIn(f, s))
			return d, fits(d.Body)
		}
	}
	line, ok := shown(ctx, places, f, file)
	if !ok {
		return draft{}, false
	}
	d := draft{f, on(file.Path, line, line)}
	d.Body = r.body(f, nil, "")
	return d, true
}

// shown returns the first line of a finding that the pull request shows.
func shown(ctx context.Context, places *place.Mapper, f *lint.Finding, file *diff.File) (int, bool) {
	from, to := f.At.Position().Line, f.At.End().Line
	for line := from; line <= max(from, to); line++ {
		if at, _, ok := places.Lines(ctx, f.At.Doc.File, line, line); ok && file.HunkOf(at, at) != nil {
			return at, true
		}
	}
	return 0, false
}

// on is the place of a comment. Of a single line only the last is named.
func on(path string, first, last int) github.DraftComment {
	c := github.DraftComment{Path: path, Line: last, Side: "RIGHT"}
	if first < last {
		c.StartLine, c.StartSide = first, "RIGHT"
	}
	return c
}
