package helm

import (
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// Layer is values that stand in one place.
type Layer struct {
	Object *object.Object // that holds them; nil for a file of values
	doc    *source.Doc    // of the object, or the YAML that a string of it holds
	root   *source.Node   // the values as a mapping; nil: they are listed
	listed []listed       // one by one, each under its full name
}

// listed is one value under its full name, such as controller.replicaCount.
type listed struct {
	path  []string
	name  *source.Node // where it is named
	value *source.Node // nil: not in the input
	whole source.Path  // what is removed with it
	// replace writes another name and another value; nil: it cannot.
	replace func(name, value string) []source.Edit
}

// mappingLayer is for values written as YAML.
func mappingLayer(o *object.Object, d *source.Doc, root *source.Node) []Layer {
	if !root.IsMapping() {
		return nil
	}
	return []Layer{{Object: o, doc: d, root: root}}
}

// textLayer is for values written as YAML in a string. It reports false where
// the string cannot be read.
func textLayer(o *object.Object, n *source.Node) ([]Layer, bool) {
	if strings.TrimSpace(n.Text()) == "" {
		return nil, true
	}
	d := o.Doc.Nested(n)
	if d == nil || len(d.Duplicates()) > 0 || !d.Root().IsMapping() {
		return nil, false
	}
	return mappingLayer(o, d, d.Root()), true
}

// Setting is one value that a manifest sets.
type Setting struct {
	Object *object.Object
	Doc    *source.Doc
	Name   string       // its full name
	At     *source.Node // the key, or where the value is named
	Value  *source.Node // nil: not in the input

	layer  *Layer
	listed *listed
}

// Settings returns what the layer sets at a path. Of a last step that ends with
// "*" every key that begins so is returned.
func (l *Layer) Settings(path ...string) []Setting {
	var out []Setting
	for i := range l.listed {
		if e := &l.listed[i]; matches(e.path, path) {
			out = append(out, Setting{l.Object, l.doc, strings.Join(e.path, "."), e.name, e.value, l, e})
		}
	}
	parent := l.root
	for _, key := range path[:len(path)-1] {
		parent = parent.Get(key)
	}
	for _, p := range pairs(parent) {
		if name := p.Key.Value; matchesKey(name, path[len(path)-1]) {
			full := strings.Join(append(path[:len(path)-1:len(path)-1], name), ".")
			out = append(out, Setting{l.Object, l.doc, full, p.Key, p.Value, l, nil})
		}
	}
	return out
}

func pairs(n *source.Node) []source.Pair {
	if !n.IsMapping() {
		return nil
	}
	return n.Get().Pairs
}

func matches(path, pattern []string) bool {
	if len(path) != len(pattern) {
		return false
	}
	for i, p := range pattern {
		if i < len(pattern)-1 && path[i] != p || i == len(pattern)-1 && !matchesKey(path[i], p) {
			return false
		}
	}
	return true
}

func matchesKey(key, pattern string) bool {
	if begin, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(key, begin)
	}
	return key == pattern
}

// Remove returns the edit that takes the setting out, and the mappings that
// would be left empty with it.
func (s Setting) Remove() source.Edit {
	if s.listed != nil {
		return source.Delete(s.Doc, s.listed.whole)
	}
	return source.Delete(s.Doc, s.emptied(nil).Path())
}

// emptied climbs from the value while it is the only one of its mapping, up to
// the values themselves or to a mapping that another value is written to.
func (s Setting) emptied(keep *source.Node) *source.Node {
	n := s.Value
	for p := n.Parent(); p != nil && p != s.layer.root && p != keep && len(p.Pairs) == 1; p = n.Parent() {
		n = p
	}
	return n
}

// Replace returns the edits that set another value in place of this one: one
// that stands beside an ancestor of it, so many steps up. Where the other value
// is set already, this one only goes.
func (s Setting) Replace(up int, key, value string) []source.Edit {
	steps := strings.Split(s.Name, ".")
	path := append(steps[:len(steps)-1-up:len(steps)-1-up], key)
	if len(s.layer.Settings(path...)) > 0 {
		return []source.Edit{s.Remove()}
	}
	if s.listed != nil {
		if s.listed.replace == nil {
			return nil
		}
		return s.listed.replace(strings.Join(path, "."), value)
	}
	beside := s.Value
	for range up {
		beside = beside.Parent()
	}
	home := beside.Parent()
	after := beside.Path()[len(beside.Path())-1].Key
	return []source.Edit{
		source.Insert(s.Doc, home.Path().Join(key), value, after),
		source.Delete(s.Doc, s.emptied(home).Path()),
	}
}

// value returns the text of the value that wins, or "".
func (r *Release) value(name string) string {
	for i := len(r.Values) - 1; i >= 0; i-- {
		if found := r.Values[i].Settings(name); len(found) > 0 {
			return found[len(found)-1].Value.Text()
		}
	}
	return ""
}

// splitName splits the name of a value at its dots, those behind a backslash
// left out. https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set
func splitName(name string) []string {
	parts := strings.Split(strings.ReplaceAll(name, `\.`, "\x00"), ".")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "\x00", ".")
	}
	return parts
}

// fullname follows the template that `helm create` writes and the charts of
// agentgateway and kgateway kept.
// https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/create.go (_helpers.tpl)
func (r *Release) fullname() string {
	chart := r.Chart.Name
	if o := r.value("nameOverride"); o != "" {
		chart = o
	}
	name, override := r.Name+"-"+chart, r.value("fullnameOverride")
	switch {
	case override != "":
		name = override
	case r.Name == "":
		return ""
	case strings.Contains(r.Name, chart):
		name = r.Name
	}
	return strings.TrimSuffix(name[:min(len(name), 63)], "-")
}
