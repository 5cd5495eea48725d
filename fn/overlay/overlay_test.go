package overlay

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

var update = flag.Bool("update", false, "write the section want of the files in testdata")

// bad is a rule that makes it easy to see where a value comes from: whatever
// says "bad" is a mistake, and so is a key "wrong". A value that ends with an
// exclamation mark has a safe fix.
var bad = &lint.Rule{Name: "bad", Severity: lint.Error, Kinds: []object.Kind{object.Any}, Check: func(p *lint.Pass, o *object.Object) {
	if o.Kind == object.Kustomization {
		return
	}
	o.Root.Walk(func(n *source.Node) bool {
		if n.Has("wrong") {
			p.Report(lint.AtKey(o, n, "wrong"), "a wrong key")
		}
		if n.Has("lacking") && !n.Has("lacked") {
			p.Report(lint.At(o, n), "lacked is lacking")
		}
		if s, ok := n.Str(); ok && strings.Contains(s, "bad") {
			var options []lint.Option
			if strings.HasSuffix(s, "!") {
				options = append(options, lint.With(lint.Safe, "say good", source.Set(o.Doc, n.Path(), "good")))
			}
			p.Report(lint.At(o, n), fmt.Sprintf("%s is %q", n.Path(), s), options...)
		}
		return true
	})
}}

// dangling is a rule on references: a service that a Widget names and that is
// not there, where its namespace is known to hold services.
var dangling = &lint.Rule{Name: "dangling", Severity: lint.Error, Kinds: []object.Kind{{Group: "example.com", Name: "Widget"}}, Check: func(p *lint.Pass, o *object.Object) {
	for _, n := range o.Get("spec", "services").Seq() {
		if o.Namespace != "" && p.Find(object.Service, o.Namespace, n.Text()) == nil {
			p.Report(lint.At(o, n), fmt.Sprintf("there is no service %q", n.Text()))
		}
	}
}}

// twin is a rule on two objects: the second ConfigMap with the same twin is to be
// renamed.
var twin = &lint.Rule{Name: "twin", Severity: lint.Error, Kinds: []object.Kind{object.ConfigMap}, Check: func(p *lint.Pass, o *object.Object) {
	for _, first := range p.Objects(object.ConfigMap) {
		if first == o {
			return
		}
		if s := o.Get("data", "twin").Text(); s != "" && s == first.Get("data", "twin").Text() {
			p.Report(lint.AtName(o), "a twin", lint.See(lint.AtName(first), "of this one"), lint.With(lint.Safe, "rename", source.Set(o.Doc, source.P("metadata", "name"), "renamed")))
		}
	}
}}

var toys = []*lint.Rule{bad, dangling, twin}

// inFolder writes the files of an archive and reads what may be manifests.
func inFolder(t testing.TB, a *txtar.Archive) []*source.File {
	t.Helper()
	t.Chdir(t.TempDir())
	var files []*source.File
	for _, f := range a.Files {
		if f.Name == "want" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "outside/") {
			continue // not among the paths that were given
		}
		if file, err := source.Parse(f.Name, f.Data); err == nil {
			files = append(files, file)
		}
	}
	return files
}

func newRenderer(t testing.TB, rules ...*lint.Rule) *Renderer {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Dir: dir, Rules: rules, Config: lint.Defaults(), Patches: isPatch})
}

// isPatch knows patches by their names, since telling them is not what is
// tested here.
func isPatch(file string) bool {
	for _, word := range []string{"patch", "strategic", "operations", "multi"} {
		if strings.Contains(filepath.Base(file), word) {
			return true
		}
	}
	return false
}

// run judges the files of an archive with their overlays and says what was
// found, with the text at each place, and what was noted.
func run(t *testing.T, a *txtar.Archive, mode lint.Mode) (string, *lint.Result) {
	t.Helper()
	files := inFolder(t, a)
	r := newRenderer(t, toys...)
	cfg := lint.Defaults()
	cfg.Mode = mode
	result := lint.Run(lint.Input{Files: files, Patches: isPatch, Also: r.Also}, toys, cfg)
	var out bytes.Buffer
	for _, f := range result.Findings {
		fmt.Fprintln(&out, f)
		fmt.Fprintf(&out, "\t%q\n", f.At.Doc.File.Bytes()[f.At.Span.Start:f.At.Span.End])
		for _, r := range f.Related {
			pos := r.Position()
			fmt.Fprintf(&out, "\t%s:%d:%d: %s\n", r.Doc.File.Name, pos.Line, pos.Column, r.Message)
		}
		for _, fix := range f.Fixes {
			fmt.Fprintf(&out, "\t%s (%s) %v\n", fix.Title, fix.Safety, fix.Edits)
		}
	}
	for _, n := range r.Notes() {
		fmt.Fprintln(&out, "note:", n)
	}
	dir, _ := os.Getwd()
	return strings.ReplaceAll(out.String(), filepath.ToSlash(realPath(dir)), "DIR"), result
}

// TestTrees runs the archives in testdata: files, and under "want" what is found
// in them. Adding a case adds no Go.
func TestTrees(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		name, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := run(t, a, lint.CheckMode)
			want := &a.Files[len(a.Files)-1]
			if want.Name != "want" {
				t.Fatal("the last section is not want")
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if d := cmp.Diff(string(want.Data), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
