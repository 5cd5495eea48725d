package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// write returns the table as text: a line per field, indented by its depth;
//
//	name {releases} type words =shared
//
// where releases are left out that are those of the field around. Fields that
// are the same in several places are written once, below a line "=shared".
func (t *table) write() string {
	w := &writer{table: t, bodies: map[*tree]string{}, uses: map[string]int{}, names: map[string]string{}, taken: map[string]bool{}}
	w.count(t.root, t.served)
	var b strings.Builder
	b.WriteString(madeBy)
	fmt.Fprintf(&b, "releases %s\n", strings.Join(t.releases, " "))
	w.field(&b, 0, t.kind, t.kind, t.root, t.served)
	for len(w.queue) > 0 { // grows while it is worked off
		s := w.queue[0]
		w.queue = w.queue[1:]
		fmt.Fprintf(&b, "=%s\n", s.name)
		w.fields(&b, 1, s.name, s.tree, s.in)
	}
	return b.String()
}

// madeBy is the first line of every table.
const madeBy = "# Made by make generate from the CustomResourceDefinitions. Do not edit.\n"

type writer struct {
	table  *table
	bodies map[*tree]string
	uses   map[string]int    // how often a body is used, by its text
	names  map[string]string // of shared bodies, by their text
	taken  map[string]bool
	queue  []shared
}

type shared struct {
	name string
	tree *tree
	in   set
}

// minShared is from how many lines on a body is worth a name.
const minShared = 3

// count counts the uses of each body, those in a body once.
func (w *writer) count(t *tree, in set) {
	if len(t.kids) == 0 {
		return
	}
	body := w.body(t, in)
	w.uses[body]++
	if w.uses[body] > 1 {
		return
	}
	for _, k := range t.kids {
		w.count(k, k.in())
	}
}

// body is the text of a field's fields, all written out. It only serves to tell
// which are the same.
func (w *writer) body(t *tree, in set) string {
	if s, ok := w.bodies[t]; ok {
		return s
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.kids)) {
		k := t.kids[name]
		w.lines(&b, 0, name, k, in, "")
		for line := range strings.Lines(w.body(k, k.in())) {
			b.WriteString(" " + line)
		}
	}
	w.bodies[t] = b.String()
	return w.bodies[t]
}

func (w *writer) fields(b *strings.Builder, depth int, name string, t *tree, around set) {
	for _, kid := range slices.Sorted(maps.Keys(t.kids)) {
		full := kid
		if kid == "[]" || kid == "{}" {
			full = strings.TrimSuffix(name, "[]") + kid
		}
		w.field(b, depth, kid, full, t.kids[kid], around)
	}
}

// field writes a field with all below it. full is the name of what it holds, if
// that is shared.
func (w *writer) field(b *strings.Builder, depth int, name, full string, t *tree, around set) {
	ref := w.share(full, t)
	w.lines(b, depth, name, t, around, ref)
	if ref == "" {
		w.fields(b, depth+1, full, t, t.in())
	}
}

// share returns the name of a body that is used more than once, or "".
func (w *writer) share(name string, t *tree) string {
	body := w.bodies[t]
	if w.uses[body] < 2 || strings.Count(body, "\n") < minShared {
		return ""
	}
	if w.names[body] == "" {
		unique := name
		for i := 2; w.taken[unique]; i++ {
			unique = fmt.Sprintf("%s.%d", name, i)
		}
		w.taken[unique] = true
		w.names[body] = unique
		w.queue = append(w.queue, shared{unique, t, t.in()})
	}
	return w.names[body]
}

// lines writes a line for each form of a field.
func (w *writer) lines(b *strings.Builder, depth int, name string, t *tree, around set, ref string) {
	for _, f := range t.forms {
		b.WriteString(strings.Repeat(" ", depth) + name)
		if f.in != around {
			b.WriteString(" {" + w.releases(f.in) + "}")
		}
		b.WriteString(" " + f.text)
		if ref != "" {
			b.WriteString(" =" + ref)
		}
		b.WriteString("\n")
	}
}

// channel is experimental or "": a range holds releases of one of them.
func channel(release string) string {
	_, channel, _ := strings.Cut(strings.TrimPrefix(release, "kgateway-"), "-")
	return channel
}

// releases writes a set as names and ranges of names.
func (w *writer) releases(in set) string {
	all := w.table.releases
	var out []string
	for i := 0; i < len(all); i++ {
		if in&(1<<i) == 0 {
			continue
		}
		first := i
		for i+1 < len(all) && in&(1<<(i+1)) != 0 && channel(all[i]) == channel(all[i+1]) {
			i++
		}
		if first == i {
			out = append(out, all[i])
		} else {
			out = append(out, all[first]+".."+all[i])
		}
	}
	return strings.Join(out, ",")
}
