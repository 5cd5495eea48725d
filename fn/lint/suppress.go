package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// IgnoreAnnotation suppresses findings on one object. Comments do not survive
// kustomize; annotations do.
const IgnoreAnnotation = "gatefix.dev/ignore"

// ignoreMark starts a suppressing comment: # gatefix:ignore rule -- reason
const ignoreMark = "gatefix:ignore"

// directive is one suppression written in the input.
type directive struct {
	rules  []string
	reason string
	at     Place
	file   *source.File
	lines  [2]int         // first and last line it covers; of a comment
	object *object.Object // of an annotation
	nested bool           // stands in the YAML of a string
	outer  bool           // in a file beside the input: not judged itself
	used   map[string]bool
}

// parseDirective reads "rule, rule -- reason".
func parseDirective(text string) (rules []string, reason string) {
	names, reason, _ := strings.Cut(text, "--")
	rules = strings.FieldsFunc(names, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	return rules, strings.TrimSpace(reason)
}

// directives finds all suppressions in the input.
func directives(set *object.Set) []*directive {
	var out []*directive
	seen := map[comment]*directive{}
	for _, e := range set.Entries {
		if e.Doc.Holds(ignoreMark) && e.Doc.Err() == nil {
			out = append(out, fresh(commentDirectives(e.Doc), seen)...)
			out = append(out, nestedDirectives(e.Doc)...)
		}
		if e.Doc.Holds(IgnoreAnnotation) {
			if o, skip := e.Object(); o != nil && skip == object.Judged {
				out = append(out, annotationDirectives(o)...)
			}
		}
	}
	return out
}

// comment is the place of a comment.
type comment struct {
	file  *source.File
	start int
}

// fresh leaves out the comments that were seen: the items of a list that is
// parsed in one piece share theirs. One belongs to the item it stands in or
// above.
func fresh(dirs []*directive, seen map[comment]*directive) []*directive {
	return slices.DeleteFunc(dirs, func(d *directive) bool {
		c := comment{d.file, d.at.Span.Start}
		first := seen[c]
		if first == nil {
			seen[c] = d
			return false
		}
		if doc := first.at.Doc; doc.Span(doc.Root()).End <= c.start {
			first.at.Doc = d.at.Doc
		}
		return true
	})
}

// outerDirectives finds the suppressions in the documents of findings that are
// not in the input, such as a base outside the paths that were named.
func outerDirectives(set *object.Set, found []*Finding) []*directive {
	seen := map[*source.File]bool{}
	for _, f := range set.Files {
		seen[f] = true
	}
	var out []*directive
	for _, f := range found {
		if file := f.At.Doc.File; !seen[file] {
			seen[file] = true
			out = append(out, directives(object.NewSet([]*source.File{file}, nil))...)
		}
	}
	for _, d := range out {
		d.outer = true
	}
	return out
}

// IgnoredOn reports whether an annotation of the object suppresses the rule.
func IgnoredOn(o *object.Object, rule string) bool {
	return slices.ContainsFunc(annotationDirectives(o), func(d *directive) bool { return d.reason != "" && d.names(rule) })
}

func commentDirectives(d *source.Doc) []*directive {
	var out []*directive
	text := d.File.Bytes()
	code := 0 // the first line below the last comment seen that is none
	for _, c := range d.Comments() {
		body := strings.TrimSpace(strings.TrimLeft(string(text[c.Start:c.End]), "#"))
		rest, ok := strings.CutPrefix(body, ignoreMark)
		if !ok {
			continue
		}
		dir := &directive{file: d.File, at: Place{Doc: d.Outer(), Span: c.Span}, used: map[string]bool{}}
		dir.rules, dir.reason = parseDirective(rest)
		line := d.File.Position(c.Start).Line
		dir.lines = [2]int{line, line}
		if c.OwnLine {
			if line >= code {
				code = nextCodeLine(d.File, line)
			}
			dir.lines[1] = code // the same for all comments of a block
		}
		out = append(out, dir)
	}
	return out
}

// nestedDirectives finds those in YAML that is written in a block scalar, as
// Helm values are. A text may also hold manifests that are judged elsewhere, so
// an ignore in it that matches nothing is no finding.
func nestedDirectives(d *source.Doc) []*directive {
	var out []*directive
	d.Root().Walk(func(n *source.Node) bool {
		if n.Style != source.Literal || !strings.Contains(n.Value, ignoreMark) {
			return true
		}
		if inner := d.Nested(n); inner != nil {
			for _, dir := range commentDirectives(inner) {
				dir.nested = true
				out = append(out, dir)
			}
		}
		return true
	})
	return out
}

// nextCodeLine returns the first line below that is not a comment.
func nextCodeLine(f *source.File, line int) int {
	for line++; strings.HasPrefix(strings.TrimSpace(f.Line(line)), "#"); line++ {
	}
	return line
}

func annotationDirectives(o *object.Object) []*directive {
	n := o.Get("metadata", "annotations", IgnoreAnnotation)
	var out []*directive
	for _, part := range strings.FieldsFunc(n.Text(), func(r rune) bool { return r == '\n' || r == ';' }) {
		dir := &directive{object: o, at: At(o, n), used: map[string]bool{}}
		if dir.rules, dir.reason = parseDirective(part); len(dir.rules) > 0 {
			out = append(out, dir)
		}
	}
	return out
}

func (d *directive) names(rule string) bool {
	for _, r := range d.rules {
		if r == rule {
			return true
		}
	}
	return false
}

// suppress splits findings into those to report and those that an ignore
// covers, and marks the ignores that were used.
func (r *run) suppress(findings []*Finding, dirs []*directive) (kept []*Finding, suppressed int) {
	x := newDirectiveIndex(dirs)
	for _, f := range findings {
		if r.ignored(f, x) {
			suppressed++
		} else {
			kept = append(kept, f)
		}
	}
	return kept, suppressed
}

func (r *run) ignored(f *Finding, x *directiveIndex) bool {
	hit := false
	x.covering(f, func(d *directive) {
		if d.reason != "" && d.names(f.Name) {
			d.used[f.Name] = true
			hit = true
		}
	})
	cfg := r.configOf(f)
	for _, i := range cfg.Ignore {
		if i.matches(f, r.in) && !i.expired(cfg.Now) {
			i.used = true
			hit = true
		}
	}
	return hit
}

// ignoreFindings reports what is wrong with the ignores themselves.
func (r *run) ignoreFindings(set *object.Set, dirs []*directive) []*Finding {
	var out []*Finding
	for _, d := range dirs {
		if !d.nested && !d.outer {
			out = append(out, r.directiveFindings(d)...)
		}
	}
	for _, cfg := range r.cfgs {
		out = append(out, r.configIgnoreFindings(set, cfg)...)
	}
	return out
}

func (r *run) configIgnoreFindings(set *object.Set, cfg *Config) []*Finding {
	var out []*Finding
	for _, i := range cfg.Ignore {
		if i.At.Doc == nil {
			continue
		}
		switch {
		case i.expired(cfg.Now):
			out = append(out, r.engineFinding(RuleIgnoreUntil, i.At, fmt.Sprintf("the ignore of %q held until %s; repair what it hid, or give it a new date", i.Rule, i.Until.Format("2006-01-02"))))
		case !i.used && r.ran(i.Rule) && r.covers(set, i):
			out = append(out, r.engineFinding(RuleIgnore, i.At, fmt.Sprintf("nothing matches the ignore of %q; remove it", i.Rule)))
		}
	}
	return out
}

// covers reports whether the input holds an object that the ignore speaks of. A
// run over a few files of a repository must not call the ignores for the others
// unused.
func (r *run) covers(set *object.Set, i *Ignore) bool {
	for _, e := range set.Entries {
		if !e.Parsed() || !i.matchesFile(e.Doc, r.in) {
			continue
		}
		o, skip := e.Object()
		if skip == object.Judged && i.matchesObject(o) && r.judges(i.Rule, o.Kind) {
			return true
		}
	}
	return false
}

// judges reports whether a rule is handed objects of the kind; the empty name
// stands for any rule.
func (r *run) judges(rule string, k object.Kind) bool {
	return slices.ContainsFunc(r.rules, func(known *Rule) bool {
		return (rule == "" || rule == known.Name) && (slices.Contains(known.Kinds, k) || slices.Contains(known.Kinds, object.Any))
	}) || IsEngineRule(rule)
}

func (r *run) directiveFindings(d *directive) []*Finding {
	var out []*Finding
	report := func(rule, format string, args ...any) {
		f := r.engineFinding(rule, d.at, fmt.Sprintf(format, args...))
		f.Object = d.object
		out = append(out, f)
	}
	if len(d.rules) == 0 {
		report(RuleIgnore, `the ignore names no rule; write "gatefix:ignore rule -- reason"`)
		return out
	}
	for _, name := range d.rules {
		switch {
		case !r.knows(name):
			report(RuleIgnore, "there is no rule %q%s", name, didYouMean(name, r.names()))
		case d.reason == "":
			report(RuleIgnoreReason, `the ignore of %q gives no reason and has no effect; write "%s -- reason"`, name, name)
		case !d.used[name] && r.ran(name):
			report(RuleIgnore, "nothing here matches the ignore of %q; remove it", name)
		}
	}
	return out
}

func didYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
