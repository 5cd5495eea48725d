package scope

import (
	"bytes"

	"github.com/gatefix/gatefix/action/diff"
)

// Has reports whether a file was changed. Git knows nothing of files that
// earlier steps made; they count as changed. Those of a submodule are changed
// where it is another commit's now.
func (s *Scope) Has(path string) bool {
	return s.Changes.Has(path) || s.made(path)
}

// Touches reports whether one of the lines of a file in the workspace, to
// included, was changed.
func (s *Scope) Touches(path string, workspace []byte, from, to int) bool {
	if !s.Changes.Known() || s.made(path) {
		return true
	}
	f := s.Changes.File(path)
	if f == nil {
		return false
	}
	if f.Whole {
		return true
	}
	m := s.mapOf(path, workspace)
	for line := from; line <= to; line++ {
		if at, ok := m.Head(line); ok && f.Touches(at, at) {
			return true
		}
	}
	return false
}

// made reports whether a step before made the file, or a change of submodules
// did.
func (s *Scope) made(path string) bool {
	if s.repo == nil {
		return false
	}
	made, known := s.others[path]
	if !known {
		made = !has(s.repo.head, path)
		if in := module(s.repo.head, path); made && in != "" {
			made = s.Changes.Has(in)
		}
		s.others[path] = made
	}
	return made
}

// mapOf leads from lines in the workspace to those that the changes speak of.
// By git those are the same, unless a step before changed the file; by the API
// they are those of the head.
func (s *Scope) mapOf(path string, workspace []byte) diff.LineMap {
	if m, ok := s.maps[path]; ok {
		return m
	}
	var m diff.LineMap
	if s.Changes.Source == diff.Git {
		if then, ok := text(s.to, path); ok && !bytes.Equal(then, workspace) {
			m = diff.NewLineMap(workspace, then)
		}
	} else if head, ok := s.atHead(path); ok {
		m = diff.NewLineMap(workspace, head)
	}
	s.maps[path] = m
	return m
}

// atHead returns a file at the head of the pull request.
func (s *Scope) atHead(path string) ([]byte, bool) {
	if out, ok := text(s.head, path); ok {
		return out, true
	}
	if s.api == nil {
		return nil, false
	}
	out, err := s.api.Head(s.ctx, path)
	return out, err == nil && out != nil && !isLarge(out)
}

// Heads leads from lines in the workspace to lines at the head of the pull
// request, where the checkout knows them.
func (s *Scope) Heads(path string, workspace []byte) (diff.LineMap, bool) {
	if s.head == nil {
		return diff.LineMap{}, false
	}
	if !has(s.head, path) {
		return diff.NewLineMap(workspace, nil), true
	}
	head, ok := text(s.head, path)
	if !ok {
		return diff.LineMap{}, false
	}
	return diff.NewLineMap(workspace, head), true
}
