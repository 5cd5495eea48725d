package krm

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/source"
)

// result is one entry of the results: what a host shows of it is the message
// and the path of the field, so the message says all there is to say.
type result struct {
	severity lint.Severity
	rule     string // "" for results of the function itself
	message  string
	path     string // of the field
	current  any
	proposed any
	ref      ref
	file     fileRef
	position source.Position // in the file on disk; zero where that is not known
}

// ref names an object.
type ref struct{ apiVersion, kind, name, namespace string }

// complete reports whether the reference has what the specification requires.
func (r ref) complete() bool { return r.apiVersion != "" && r.kind != "" && r.name != "" }

func (r ref) String() string {
	name := r.name
	if r.namespace != "" {
		name = r.namespace + "/" + name
	}
	return strings.TrimSpace(r.kind + " " + name)
}

func refOf(root *source.Node) ref {
	return ref{
		apiVersion: root.Get("apiVersion").Text(), kind: root.Get("kind").Text(),
		name: root.Get("metadata", "name").Text(), namespace: root.Get("metadata", "namespace").Text(),
	}
}

// wire returns the result as the specification writes it.
func (r result) wire() source.Map {
	m := source.Map{{Key: "message", Value: r.message}, {Key: "severity", Value: r.severity.String()}}
	add := func(key string, v source.Map) {
		if len(v) > 0 {
			m = append(m, source.Field{Key: key, Value: v})
		}
	}
	add("resourceRef", r.ref.wire())
	if r.ref.complete() { // a field without a resource is not allowed
		add("field", r.field())
	}
	add("file", r.file.wire())
	add("tags", r.tags())
	return m
}

func (r ref) wire() source.Map {
	if !r.complete() {
		return nil
	}
	m := source.Map{{Key: "apiVersion", Value: r.apiVersion}, {Key: "kind", Value: r.kind}, {Key: "name", Value: r.name}}
	if r.namespace != "" {
		m = append(m, source.Field{Key: "namespace", Value: r.namespace})
	}
	return m
}

func (r result) field() source.Map {
	if r.path == "" {
		return nil
	}
	m := source.Map{{Key: "path", Value: r.path}}
	if r.current != nil {
		m = append(m, source.Field{Key: "currentValue", Value: r.current})
	}
	if r.proposed != nil {
		m = append(m, source.Field{Key: "proposedValue", Value: r.proposed})
	}
	return m
}

func (r result) tags() source.Map {
	var m source.Map
	if r.position.Line > 0 {
		m = append(m, source.Field{Key: "column", Value: strconv.Itoa(r.position.Column)}, source.Field{Key: "line", Value: strconv.Itoa(r.position.Line)})
	}
	if r.rule != "" {
		m = append(m, source.Field{Key: "rule", Value: r.rule}, source.Field{Key: "url", Value: lint.RuleURL(r.rule)})
	}
	return m
}

// String writes the result as one line for standard error.
func (r result) String() string {
	var b strings.Builder
	if r.file.path != "" {
		b.WriteString(r.file.path + ":")
		if r.position.Line > 0 {
			fmt.Fprintf(&b, "%d:%d:", r.position.Line, r.position.Column)
		}
		b.WriteString(" ")
	}
	b.WriteString(r.severity.String() + ": ")
	if where := strings.TrimSpace(r.ref.String() + " " + r.path); where != "" {
		b.WriteString(where + ": ")
	}
	b.WriteString(r.message)
	return b.String()
}

// fileRef is where an object comes from.
type fileRef struct {
	path  string
	index int // of the document in the file
}

func (f fileRef) wire() source.Map {
	if f.path == "" {
		return nil
	}
	m := source.Map{{Key: "path", Value: f.path}}
	if f.index > 0 {
		m = append(m, source.Field{Key: "index", Value: f.index})
	}
	return m
}

// messageOf returns the message of a finding for a host: the fact, the repair
// made or on offer, and the rule.
func messageOf(f *lint.Finding, fixed bool, conf configuration) string {
	m := f.Message
	fix := f.Fix()
	switch {
	case fixed:
		m = "fixed: " + fix.Title + " (" + m + ")"
	case f.Held != "":
		m += "; not repaired: " + f.Held
	case fix == nil:
	case fix.Safety == lint.Suggestion:
		m += "; suggestion: " + fix.Title
	case fix.Safety == lint.Unsafe && !conf.cfg.UnsafeFixes && conf.validator:
		m += "; under mutators, with unsafeFixes: true, gatefix repairs it: " + fix.Title
	case fix.Safety == lint.Unsafe && !conf.cfg.UnsafeFixes:
		m += "; unsafeFixes: true repairs it: " + fix.Title
	case conf.validator:
		m += "; under mutators gatefix repairs it"
	case conf.cfg.Mode == lint.CheckMode:
		m += "; mode: fix repairs it"
	}
	return strings.Join(strings.Fields(m), " ") + " [" + f.Name + "]"
}
