package source

import "fmt"

// touches returns the paths an edit changes, or makes mean something else.
func (e Edit) touches() []Path {
	parent := e.Path[:max(len(e.Path)-1, 0)]
	switch e.Op {
	case OpInsert, OpDelete, opCopy:
		if len(e.Path) > 0 && e.Path[len(e.Path)-1].IsIndex {
			return []Path{parent} // the items behind move
		}
	case OpMove:
		return []Path{e.Path, e.To}
	case opNested:
		return e.nestedTouches()
	case OpRename:
		return []Path{e.Path, append(parent[:len(parent):len(parent)], Step{Key: e.Key})}
	}
	return []Path{e.Path}
}

// share tells what an edit does that others may do at the same place as well:
// two may keep a text, and two may add different items to a set. "": nothing.
func (e Edit) share() share {
	switch {
	case e.Keeps():
		return share{what: keeping}
	case e.Op == OpAppend && e.Key == toSet:
		n := e.Doc.Root().at(e.Path).resolve()
		return share{fmt.Sprint(toSet, e.Value), e.most - len(n.Seq())}
	}
	return share{}
}

// share is what an edit has of a place beside others.
type share struct {
	what string
	room int // of a set that is added to: for so many items
}

// What edits share.
const (
	keeping = "keep"
	toSet   = "add"
)

// trie is a set of paths that knows whether one is on the way to another, and
// what is shared at each.
type trie struct {
	next   map[Step]*trie
	end    bool
	shared map[string]bool // nil: the place is one change's alone
}

func (t *trie) add(p Path, s share) {
	for _, step := range p {
		if t.next == nil {
			t.next = map[Step]*trie{}
		}
		if t.next[step] == nil {
			t.next[step] = &trie{}
		}
		t = t.next[step]
	}
	switch {
	case s.what == "":
		t.shared = nil
	case !t.end:
		t.shared = map[string]bool{s.what: true}
	case t.shared != nil:
		t.shared[s.what] = true
	}
	t.end = true
}

// conflicts reports whether the set holds a part of p, a path that continues p,
// or p itself for something that cannot be shared.
func (t *trie) conflicts(p Path, s share) bool {
	for _, step := range p {
		if t.end {
			return true
		}
		if t = t.next[step]; t == nil {
			return false
		}
	}
	return len(t.next) > 0 || t.end && !t.shares(s)
}

// shares reports whether the place can be had for a share beside those that have
// it: for keeping its text as others do, or for adding what nobody adds.
func (t *trie) shares(s share) bool {
	if s.what == "" || t.shared == nil {
		return false
	}
	if s.what == keeping || t.shared[keeping] {
		return s.what == keeping && t.shared[keeping]
	}
	return !t.shared[s.what] && len(t.shared) < s.room
}
