package overlay

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// merged makes one finding of those that several roots share.
func (j *judge) merged(leads []*lead) []*lint.Finding {
	groups := map[string][]*lead{}
	var order []string
	for _, l := range leads {
		k := l.group()
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], l)
	}
	var out []*lint.Finding
	for _, k := range order {
		out = append(out, j.finding(groups[k]))
	}
	return out
}

// group tells the findings that are one: of one rule, at one place and of one
// object.
func (l *lead) group() string {
	k := fmt.Sprintf("%s %p %v %s", l.Name, l.at.Doc.File, l.at.Span, l.path)
	if b := l.of.base; b != nil {
		return k + fmt.Sprintf(" %p", b.doc)
	}
	if l.at.kind == inLine {
		return k // names of generated objects differ from root to root
	}
	root := l.of.doc.Root()
	return k + " " + root.Get("kind").Text() + " " + root.Get("metadata", "name").Text()
}

// finding is one finding of the files for the same one of several roots.
func (j *judge) finding(group []*lead) *lint.Finding {
	first := group[0]
	f := *first.Finding
	for _, l := range group {
		if name := folderOf(l.in.root); !slices.Contains(f.Overlays, name) {
			f.Overlays = append(f.Overlays, name)
		}
	}
	f.At = first.at.Place
	f.Object = first.subject()
	f.Message += "; as rendered by " + listed(f.Overlays)
	if first.at.cause != "" {
		f.Message += " (" + first.at.cause + ")"
	}
	f.Related = j.related(first)
	f.Fixes = j.fixes(group)
	return &f
}

// subject is the object as the file has it, so that ignores and reports name
// what can be found there; else as it was rendered.
func (l *lead) subject() *object.Object {
	if l.of.base == nil {
		return l.Object
	}
	for _, e := range object.NewSet([]*source.File{l.of.base.doc.File}, nil).Entries {
		if e.Doc == l.of.base.doc {
			if o, skip := e.Object(); skip == object.Judged && o != nil {
				return o
			}
		}
	}
	return l.Object
}

// related leads the related places back.
func (j *judge) related(l *lead) []lint.Related {
	own := l.in.fileSet()
	var out []lint.Related
	for _, r := range l.Related {
		if o := own[r.Doc.File]; o != nil {
			r.Place = o.locate(r.Place).Place
		}
		out = append(out, r)
	}
	return out
}

// maxListed is how many overlays a message names.
const maxListed = 3

func listed(names []string) string {
	switch n := len(names); {
	case n == 1:
		return names[0]
	case n > maxListed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxListed-1], ", "), n-maxListed+1)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
