package source

import "fmt"

// Op is what an edit does.
type Op uint8

// The operations.
const (
	OpSet    Op = iota + 1 // replace the value at Path
	OpRename               // give the key at Path another name
	OpInsert               // add a value at Path, which does not exist yet
	OpAppend               // add an item to the sequence at Path
	OpDelete               // remove the key or item at Path
	OpMove                 // take the key at Path to the path To
	OpAddDoc               // add a document to the file of Doc

	opCopy   // first half of a move
	opNested // an edit of the YAML in the string at Path
	opText   // give the string at Path another text, which is YAML
)

// Edit is one change of one document. Paths start at the document's root.
type Edit struct {
	Op    Op
	Doc   *Doc
	Path  Path
	To    Path   // of OpMove; its last step is a key
	Key   string // of OpRename: the new name; of OpAddDoc: the topic
	Value any    // of OpSet, OpInsert, OpAppend: see [Map] for the types
	// After names the sibling key that an inserted or moved key follows; where
	// there is no such sibling it is written last.
	After string

	ofList bool  // Path starts at the list that Doc is an item of
	moved  bool  // the delete of a move: comments went along
	most   int   // items of the set that is added to
	inner  *Edit // of opNested: paths start at the root of the string's YAML
}

// Set replaces the value at a path. A string keeps the quotes of the value it
// replaces, and so do the strings of a list. A block scalar keeps its lines
// where only words of it change.
func Set(d *Doc, p Path, value any) Edit { return Edit{Op: OpSet, Doc: d, Path: p, Value: value} }

// Keeps reports an edit that sets the text that is there already: it changes
// nothing, and holds the place against other changes.
func (e Edit) Keeps() bool {
	value, ok := e.Value.(string)
	root := e.Doc.Root()
	return ok && e.Op == OpSet && root != nil && root.at(e.Path).Text() == value
}

// Target is the path of what an edit writes; of a delete, of what it deletes.
func (e Edit) Target() Path {
	switch e.Op {
	case OpMove:
		return e.To
	case OpRename:
		return e.Path[:len(e.Path)-1].Join(e.Key)
	}
	return e.Path
}

// Rename gives the key at a path another name.
func Rename(d *Doc, p Path, key string) Edit { return Edit{Op: OpRename, Doc: d, Path: p, Key: key} }

// Insert adds a key to a mapping, behind the sibling named after (or last), or
// an item to a sequence, before the item at that index. Mappings missing on
// the way are made; a null on the way becomes a mapping.
func Insert(d *Doc, p Path, value any, after string) Edit {
	return Edit{Op: OpInsert, Doc: d, Path: p, Value: value, After: after}
}

// AddToSet is [Append] to a sequence whose order means nothing and that may hold
// so many items: several changes may add to it, each something else, while there
// is room.
func AddToSet(d *Doc, p Path, value any, most int) Edit {
	return Edit{Op: OpAppend, Doc: d, Path: p, Value: value, Key: toSet, most: most}
}

// Append adds an item to the sequence at a path. A string is quoted as its
// neighbour is, as with [Insert].
func Append(d *Doc, p Path, value any) Edit { return Edit{Op: OpAppend, Doc: d, Path: p, Value: value} }

// Delete removes the key or the item at a path. Comments in its lines stay, on
// lines of their own.
func Delete(d *Doc, p Path) Edit { return Edit{Op: OpDelete, Doc: d, Path: p} }

// Move takes a key and its value, as they are written and with their comments,
// to another mapping of the document. Mappings missing on the way are made.
func Move(d *Doc, from, to Path) Edit { return Edit{Op: OpMove, Doc: d, Path: from, To: to} }

// AddDoc adds a document to the file that d is in, behind its last one, or an
// item to the list that d is an item of. It is laid out as d is. Of the changes
// that add a document on one topic, to whatever file, the first is made and the
// others conflict with it: they may do with less once it is there.
func AddDoc(d *Doc, value Map, topic string) Edit {
	return Edit{Op: OpAddDoc, Doc: d, Value: value, Key: topic}
}

func (e Edit) String() string {
	switch e.Op {
	case OpSet:
		return fmt.Sprintf("set %s to %s", e.Path, flowText(e.Value, false))
	case OpRename:
		return fmt.Sprintf("rename %s to %s", e.Path, e.Key)
	case OpInsert:
		return fmt.Sprintf("insert %s: %s", e.Path, flowText(e.Value, false))
	case OpAppend:
		return fmt.Sprintf("append %s to %s", flowText(e.Value, false), e.Path)
	case OpAddDoc:
		return fmt.Sprintf("add the document %s", flowText(e.Value, false))
	case OpDelete:
		return fmt.Sprintf("delete %s", e.Path)
	case opNested:
		return fmt.Sprintf("in the text of %s: %s", e.Path, e.inner)
	case opText:
		return fmt.Sprintf("rewrite %s", e.Path)
	}
	return fmt.Sprintf("move %s to %s", e.Path, e.To)
}

// Refusal is why an edit was not made.
type Refusal struct {
	Message string
	// Doc and At point at what stands in the way, an anchor say; At may be nil.
	Doc *Doc
	At  *Node
}

func (r *Refusal) Error() string { return r.Message }

func refuse(format string, args ...any) *Refusal {
	return &Refusal{Message: fmt.Sprintf(format, args...)}
}
