// Package place leads from where findings stand in the workspace, which is the
// merge of a pull request, to its head, which is where GitHub shows remarks.
package place

import (
	"context"

	"github.com/gatefix/gatefix/action/diff"
	"github.com/gatefix/gatefix/action/files"
	"github.com/gatefix/gatefix/fn/source"
)

// Known returns the map of a file where the checkout knows the head.
type Known func(path string, workspace []byte) (diff.LineMap, bool)

// Mapper leads from lines of the workspace to those of the head.
type Mapper struct {
	// API is asked for the files that Known does not know.
	API files.API
	// Known is asked first; nil: it knows nothing.
	Known Known

	maps map[string]diff.LineMap
}

// Lines returns the lines of the head that are these lines of the workspace,
// to included, and false where they are not there in one piece.
func (m *Mapper) Lines(ctx context.Context, f *source.File, from, to int) (first, last int, ok bool) {
	lines := m.of(ctx, f)
	first, ok = lines.Head(from)
	for line := from + 1; line <= to && ok; line++ {
		var at int
		if at, ok = lines.Head(line); at != first+line-from {
			ok = false
		}
	}
	return first, first + to - from, ok
}

func (m *Mapper) of(ctx context.Context, f *source.File) diff.LineMap {
	if lines, ok := m.maps[f.Name]; ok {
		return lines
	}
	lines := m.find(ctx, f)
	if m.maps == nil {
		m.maps = map[string]diff.LineMap{}
	}
	m.maps[f.Name] = lines
	return lines
}

// find makes the map of a file. Where GitHub does not tell, no line has a
// counterpart: a remark on the wrong line is worse than none.
func (m *Mapper) find(ctx context.Context, f *source.File) diff.LineMap {
	if m.Known != nil {
		if lines, ok := m.Known(f.Name, f.Bytes()); ok {
			return lines
		}
	}
	head, err := m.API.Head(ctx, f.Name)
	if err != nil {
		head = nil
	}
	return diff.NewLineMap(f.Bytes(), head)
}
