package source

import (
	"bytes"
	"slices"

	"github.com/gatefix/gatefix/fn/parallel"
)

// Result is what [Apply] made of a set of changes.
type Result struct {
	// Files are the files given, in order, those changed in their new version.
	Files []*File
	// Rejected holds, for each change, why it was not made; nil: it was.
	Rejected []error
}

// Conflict is why a change was not made though it could have been: another one
// touches the same place. It may succeed on the new text.
type Conflict struct{ Path Path }

func (c *Conflict) Error() string {
	if len(c.Path) == 0 {
		return "another repair adds a document for the same"
	}
	return "another repair touches " + c.Path.String()
}

// Apply makes changes, each of them a list of edits that belong together: all
// of a change's edits are made, or none. All changes are seen against the same
// text; where two touch the same place, the later one is rejected with a
// [Conflict]. Within a change, an edit sees what the earlier ones did.
func Apply(files []*File, changes [][]Edit) Result {
	r := Result{Files: files, Rejected: make([]error, len(changes))}
	work, adds := group(changes, r.Rejected)
	for {
		edit(work)
		i := slices.IndexFunc(work, func(w *job) bool { return w.why != nil })
		if i < 0 {
			break
		}
		r.Rejected[work[i].bad] = placed(work[i].why, work[i].edits)
		dropChange(work, work[i].bad)
	}
	refuseIdle(r.Rejected, work, adds)
	adds = slices.DeleteFunc(adds, func(a addition) bool { return r.Rejected[a.change] != nil })
	r.Files = rebuild(files, work, adds)
	if bad := unproven(files, r.Files, adds); bad >= 0 {
		r.Rejected[bad] = refuse("the new document does not fit the way the file is written; write it by hand")
		return r.without(files, changes)
	}
	return r
}

// refuseIdle refuses the changes of which no edit changes a byte: what asks for
// one would ask for it again in every round.
func refuseIdle(rejected []error, work []*job, adds []addition) {
	idle := slices.Repeat([]bool{true}, len(rejected))
	for _, a := range adds {
		idle[a.change] = false
	}
	for _, w := range work {
		for change := range w.changing {
			idle[change] = false
		}
	}
	for _, w := range work {
		for _, e := range w.edits {
			if idle[e.change] && rejected[e.change] == nil {
				rejected[e.change] = &Refusal{Message: "the repair changes nothing; the text is as it says already", Doc: e.Doc}
			}
		}
	}
}

// job is the edits of one unit, and what came of them.
type job struct {
	unit  *unit
	edits []numbered

	done     bool
	next     *unit
	changing map[int]bool // the changes that change its text
	bad      int          // the change that failed
	why      error
}

// edit carries out the edits of the units that are not done, on all processors:
// units do not see each other.
func edit(work []*job) {
	var todo []*job
	for _, w := range work {
		if !w.done {
			todo = append(todo, w)
		}
	}
	parallel.Do(len(todo), func(i int) {
		w := todo[i]
		w.done, w.changing = true, map[int]bool{}
		w.next, w.bad, w.why = w.unit.edited(w.edits, w.changing)
	})
}

// placed gives a refusal the document it speaks of.
func placed(why error, edits []numbered) error {
	if r, ok := why.(*Refusal); ok && r.Doc == nil {
		r.Doc = edits[0].Doc
	}
	return why
}

// numbered is an edit with the change it belongs to. Its paths start at the
// root of the unit.
type numbered struct {
	Edit
	change int
}

// group sorts the edits of the changes that do not conflict by unit, units in
// the order in which they are first touched.
func group(changes [][]Edit, rejected []error) ([]*job, []addition) {
	var work []*job
	var adds []addition
	byUnit := map[*unit]*job{}
	touched := map[*unit]*trie{}
	topics := map[string]bool{}
	for i, edits := range changes {
		new, rest, why := additions(i, edits)
		switch {
		case why != nil:
			rejected[i] = why
		case addsTo(topics, edits):
			rejected[i] = &Conflict{}
		default:
			rejected[i] = firstProblem(rest, touched)
		}
		if rejected[i] != nil {
			continue
		}
		adds = append(adds, new...)
		for _, e := range edits {
			if e.Op == OpAddDoc {
				topics[e.Key] = true
			}
		}
		for _, e := range rest {
			e = e.hosted()
			u, own := e.Doc.unit, e.share()
			e = e.inUnit()
			for _, p := range e.touches() {
				trieOf(touched, u).add(p, own)
			}
			if byUnit[u] == nil {
				byUnit[u] = &job{unit: u}
				work = append(work, byUnit[u])
			}
			byUnit[u].edits = append(byUnit[u].edits, numbered{e, i})
		}
	}
	return work, adds
}

func trieOf(m map[*unit]*trie, u *unit) *trie {
	if m[u] == nil {
		m[u] = &trie{}
	}
	return m[u]
}

// inUnit makes the paths start at the root of the unit.
func (e Edit) inUnit() Edit {
	base := e.Doc.base
	if e.ofList {
		base = nil
	}
	e.Path = append(base[:len(base):len(base)], e.Path...)
	if e.Op == OpMove {
		e.To = append(base[:len(base):len(base)], e.To...)
	}
	return e
}

// firstProblem returns why a change cannot be made, or nil.
func firstProblem(edits []Edit, touched map[*unit]*trie) error {
	for _, e := range edits {
		e = e.hosted()
		p := e.Doc.unit.parse()
		switch {
		case p.err != nil || p.root == nil:
			return &Refusal{Message: "the document cannot be read", Doc: e.Doc}
		case len(p.dups) > 0:
			return &Refusal{Message: "a key stands twice in the document", Doc: e.Doc, At: p.dups[0].Second}
		case p.unknown != "":
			return &Refusal{Message: p.unknown, Doc: e.Doc}
		}
		u := e.Doc.unit
		full := e.inUnit()
		if t := touched[u]; t != nil {
			own := e.share()
			for _, path := range full.touches() {
				if t.conflicts(path, own) {
					return &Conflict{e.Path}
				}
			}
		}
	}
	return nil
}

// dropChange takes a change out of every unit; units it had edited are to be
// done again.
func dropChange(work []*job, change int) {
	for _, w := range work {
		before := len(w.edits)
		w.edits = slices.DeleteFunc(w.edits, func(e numbered) bool { return e.change == change })
		if len(w.edits) != before {
			w.next, w.why, w.done = nil, nil, false
		}
	}
}

// edited carries out edits on a unit, in as few passes as their order allows.
// It returns the first change that failed and why, and notes the changes that
// change the text.
func (u *unit) edited(edits []numbered, changing map[int]bool) (next *unit, bad int, why error) {
	todo := expandMoves(edits)
	for len(todo) > 0 {
		batch, rest := u.nextBatch(todo)
		next, bad, why := u.pass(batch, changing)
		if why != nil && len(batch) > 1 {
			batch, rest = todo[:1], todo[1:] // find the culprit alone
			next, bad, why = u.pass(batch, changing)
		}
		if why != nil {
			return nil, bad, why
		}
		u, todo = next, rest
	}
	return u, 0, nil
}

// expandMoves turns a move into a copy and a delete, and a move within one
// mapping into a rename.
func expandMoves(edits []numbered) []numbered {
	var out []numbered
	for _, e := range edits {
		if e.Op != OpMove {
			out = append(out, e)
			continue
		}
		from, to := e.Path, e.To
		if slices.Equal(from[:max(len(from)-1, 0)], to[:max(len(to)-1, 0)]) {
			e.Op, e.Key = OpRename, to[len(to)-1].Key
			out = append(out, e)
			continue
		}
		cp, del := e, e
		cp.Op = opCopy
		del.Op, del.moved = OpDelete, true
		out = append(out, cp, del)
	}
	return out
}

// nextBatch takes from the front the edits that can be made on one parse: no
// two touch the same place or change the shape of the same collection. Order
// is kept among those that do.
func (u *unit) nextBatch(todo []numbered) (batch, rest []numbered) {
	seen, shapes := &trie{}, map[string]bool{}
	for _, e := range todo {
		ok := true
		for _, p := range e.batchPaths() {
			ok = ok && !seen.conflicts(p, share{})
		}
		for _, s := range e.shapes() {
			ok = ok && !shapes[s]
		}
		for _, p := range e.batchPaths() {
			seen.add(p, share{})
		}
		for _, s := range e.shapes() {
			shapes[s] = true
		}
		if ok {
			batch = append(batch, e)
		} else {
			rest = append(rest, e)
		}
	}
	return batch, rest
}

func (e Edit) batchPaths() []Path {
	if e.Op == opCopy {
		return []Path{e.Path, e.To}
	}
	return e.touches()
}

// shapes names the collections that gain or lose a child.
func (e Edit) shapes() []string {
	switch e.Op {
	case OpInsert, OpDelete:
		return []string{e.Path[:max(len(e.Path)-1, 0)].String()}
	case OpAppend, opNested:
		return []string{e.Path.String()}
	case opCopy:
		return []string{e.To[:max(len(e.To)-1, 0)].String(), e.Path[:len(e.Path)-1].String()}
	}
	return nil
}

// pass makes edits on one parse and proves the result: the new text, parsed,
// is the old value with the edits carried out.
func (u *unit) pass(batch []numbered, changing map[int]bool) (next *unit, bad int, why error) {
	var all []replacement
	want := modelOf(u.parse().root)
	for _, e := range batch {
		if e.Op == opNested {
			var refusal *Refusal
			if e.Edit, refusal = u.written(e.Edit); refusal != nil {
				return nil, e.change, refusal
			}
		}
		rs, refusal := u.replacements(e.Edit)
		if refusal != nil {
			return nil, e.change, refusal
		}
		if slices.ContainsFunc(rs, func(r replacement) bool { return string(u.text[r.Start:r.End]) != r.text }) {
			changing[e.change] = true
		}
		all = append(all, rs...)
		want = want.apply(e.Edit)
	}
	text, ok := replaceAll(u.text, all)
	if !ok {
		return nil, batch[0].change, refuse("the repairs overlap")
	}
	if bytes.Equal(text, u.text) {
		return u, 0, nil
	}
	next = newUnit(text, u.shape)
	next.limits = u.limits
	// The proof is the parser's, whatever the text is read with.
	if p := parseFull(next); p.err != nil || next.parse().err != nil || !modelOf(p.root).equal(want) {
		return nil, batch[0].change, refuse("the repair does not fit the way the document is written; edit it by hand")
	}
	return next, 0, nil
}

// replaceAll makes replacements that do not overlap. Insertions at one place
// are made in order.
func replaceAll(text []byte, rs []replacement) ([]byte, bool) {
	slices.SortStableFunc(rs, func(a, b replacement) int { return a.Start - b.Start })
	var b bytes.Buffer
	pos := 0
	for _, r := range rs {
		if r.Start < pos {
			return nil, false
		}
		b.Write(text[pos:r.Start])
		b.WriteString(r.text)
		pos = r.End
	}
	b.Write(text[pos:])
	return b.Bytes(), true
}

// rebuild returns the files with their new units and their new documents.
func rebuild(files []*File, work []*job, adds []addition) []*File {
	done := make(map[*unit]*unit, len(work))
	for _, w := range work {
		done[w.unit] = w.next
	}
	out := slices.Clone(files)
	for i, f := range files {
		var parts []part
		for j, p := range f.parts {
			next := done[p.unit]
			if p.unit == nil || next == nil || next == p.unit {
				continue
			}
			if parts == nil {
				parts = slices.Clone(f.parts)
			}
			parts[j].unit = next
		}
		if added := ofFile(f, adds); len(added) > 0 {
			if parts == nil {
				parts = slices.Clone(f.parts)
			}
			parts = withAdditions(f.parts, parts, added)
		}
		if parts != nil {
			out[i] = newFile(f.Name, parts)
		}
	}
	return out
}
