package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// parseTable reads a table.
func parseTable(text string) (*table, error) {
	p := &tableReader{table: &table{}, shared: map[string]*kids{}}
	for line := range strings.Lines(text) {
		if err := p.line(strings.TrimSuffix(line, "\n")); err != nil {
			return nil, fmt.Errorf("%q: %w", strings.TrimSpace(line), err)
		}
	}
	if p.table.root == nil {
		return nil, errors.New("no fields")
	}
	for name, k := range p.shared {
		if k.fields == nil && k.items == nil && k.values == nil {
			return nil, fmt.Errorf("=%s is not written", name)
		}
	}
	for _, k := range p.all {
		k.index()
	}
	return p.table, nil
}

type tableReader struct {
	table  *table
	shared map[string]*kids
	all    []*kids
	stack  []level // the fields around the line being read
}

// level is a mapping or a list whose fields are being read.
type level struct {
	kids *kids
	last *node // the field read last
}

func (p *tableReader) line(s string) error {
	switch {
	case strings.HasPrefix(s, "#"):
		return nil
	case p.table.releases == nil:
		p.table.releases = strings.Fields(s)[1:]
		return nil
	case strings.HasPrefix(s, "="):
		p.stack = []level{{}, {kids: p.sharedKids(s[1:])}}
		return nil
	}
	depth := len(s) - len(strings.TrimLeft(s, " "))
	words := split(s[depth:], ' ')
	if p.table.root == nil {
		p.table.root = &node{name: words[0], kids: noKids}
		p.stack = []level{{last: p.table.root}}
		return p.form(p.table.root, words[1:])
	}
	return p.field(depth, words)
}

func (p *tableReader) sharedKids(name string) *kids {
	if p.shared[name] == nil {
		p.shared[name] = p.newKids()
	}
	return p.shared[name]
}

func (p *tableReader) newKids() *kids {
	k := &kids{}
	p.all = append(p.all, k)
	return k
}

// field reads a line at a depth: a new field of the one a level above, or
// another form of the field before.
func (p *tableReader) field(depth int, words []string) error {
	if depth > len(p.stack) || depth == 0 {
		return errors.New("the indentation is wrong")
	}
	if depth == len(p.stack) {
		parent := p.stack[depth-1].last
		if parent == nil {
			return errors.New("the indentation is wrong")
		}
		if parent.kids == noKids {
			parent.kids = p.newKids()
		}
		p.stack = append(p.stack, level{kids: parent.kids})
	}
	p.stack = p.stack[:depth+1]
	at := &p.stack[depth]
	if at.last == nil || at.last.name != words[0] {
		at.last = &node{name: words[0], kids: noKids}
		at.kids.add(at.last)
	}
	return p.form(at.last, words[1:])
}

func (k *kids) add(n *node) {
	switch n.name {
	case "[]":
		k.items = n
	case "{}":
		k.values = n
	default:
		k.fields = append(k.fields, n)
	}
}

func (p *tableReader) form(n *node, words []string) error {
	in := everywhere
	if len(words) == 0 {
		return errors.New("no type")
	}
	if strings.HasPrefix(words[0], "{") {
		var err error
		if in, err = p.releases(strings.Trim(words[0], "{}")); err != nil {
			return err
		}
		words = words[1:]
	}
	if last := words[max(len(words)-1, 0):]; len(last) == 1 && strings.HasPrefix(last[0], "=") {
		n.kids = p.sharedKids(last[0][1:])
		words = words[:len(words)-1]
	}
	f, err := parseForm(words)
	if err != nil {
		return err
	}
	f.in = in
	n.in |= in
	n.forms = append(n.forms, f)
	return nil
}

// releases reads names and ranges of names.
func (p *tableReader) releases(s string) (set, error) {
	var out set
	for part := range strings.SplitSeq(s, ",") {
		from, to, ranged := strings.Cut(part, "..")
		if !ranged {
			to = from
		}
		i, j := slices.Index(p.table.releases, from), slices.Index(p.table.releases, to)
		if i < 0 || j < i {
			return 0, fmt.Errorf("%q are no releases", part)
		}
		for ; i <= j; i++ {
			out |= 1 << i
		}
	}
	return out, nil
}

// index prepares what the checker asks of fields.
func (k *kids) index() {
	slices.SortFunc(k.fields, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	for _, n := range k.fields {
		if slices.ContainsFunc(n.forms, func(f *form) bool { return f.required }) {
			k.required = append(k.required, n)
		}
		k.defaults = k.defaults || slices.ContainsFunc(n.forms, func(f *form) bool { return f.fallback != nil })
	}
}
