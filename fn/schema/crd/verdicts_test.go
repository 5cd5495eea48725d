package crd

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// Every definition under GATEFIX_CRDS (directories, separated by colons)
// compiles, all of its CEL rules included. For every object under
// GATEFIX_CORPUS whose kind they define, a line "file#document: accepted" or
// "file#document: rejected: problems" is written to GATEFIX_VERDICTS, or else
// logged. The API server's own code must agree (see real_test.go).
func TestVerdicts(t *testing.T) {
	if os.Getenv("GATEFIX_CRDS") == "" {
		t.Skip("GATEFIX_CRDS names no directory of CustomResourceDefinitions")
	}
	start := time.Now()
	store, err := Load(filepath.SplitList(os.Getenv("GATEFIX_CRDS")))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kinds read in %v", len(store.given), time.Since(start).Round(time.Millisecond))
	start = time.Now()
	compileAll(t, store)
	t.Logf("all schemas and rules compiled in %v", time.Since(start).Round(time.Millisecond))
	var lines []string
	counts := map[bool]int{}
	for _, dir := range filepath.SplitList(os.Getenv("GATEFIX_CORPUS")) {
		for _, f := range corpusFiles(t, dir) {
			for _, o := range objectsOf(f) {
				problems, ok := store.For(object.NewSet(nil, nil)).Problems(o)
				if !ok {
					continue
				}
				problems = withoutNote(problems)
				counts[len(problems) == 0]++
				lines = append(lines, verdict(o, problems))
				compareWithReal(t, store, o, problems)
			}
		}
	}
	t.Logf("%d accepted, %d rejected", counts[true], counts[false])
	out := strings.Join(lines, "\n") + "\n"
	if name := os.Getenv("GATEFIX_VERDICTS"); name != "" {
		if err := os.WriteFile(name, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Log("\n" + out)
}

// compileAll compiles what is otherwise compiled when a value comes by.
func compileAll(t *testing.T, store *Store) {
	for k, d := range store.given {
		for _, v := range d.versions {
			c, flaw := v.schema()
			if flaw != nil {
				t.Errorf("%s: %s", k, flaw.message)
				continue
			}
			compileRules(t, k.String()+" "+v.name, c.rules)
		}
	}
}

func compileRules(t *testing.T, name string, n *ruleNode) {
	if n == nil {
		return
	}
	n.compile()
	for _, r := range n.rules {
		if r.err != nil {
			t.Errorf("%s: %s: %v", name, r.Rule, r.err)
		}
	}
	for _, a := range n.allOf {
		compileRules(t, name, a)
	}
	compileRules(t, name, n.item())
	compileRules(t, name, n.additional())
	for field := range n.written.Properties {
		compileRules(t, name+"."+field, n.field(field))
	}
}

// verdict is a line of the outcome.
func verdict(o *object.Object, problems []schema.Problem) string {
	id := fmt.Sprintf("%s#%d", o.Doc.File.Name, o.Doc.Index)
	if len(problems) == 0 {
		return id + ": accepted"
	}
	var messages []string
	for _, p := range problems {
		messages = append(messages, describe(p))
	}
	return id + ": rejected: " + strings.Join(messages, " | ")
}

// describe writes a problem as tests compare it: class, place, message.
func describe(p schema.Problem) string {
	place := p.Node.Path().String()
	if p.Key != "" {
		place = p.Node.Path().Join(p.Key).String()
	}
	return fmt.Sprintf("[%s] %s: %s", classNames[p.Class], place, p.Message)
}

var classNames = map[schema.Class]string{
	schema.UnknownField: "unknown", schema.WrongType: "type", schema.MissingField: "missing",
	schema.OutOfRange: "range", schema.BadPattern: "pattern", schema.Constraint: "constraint",
}

// withoutNote leaves out the key under which fixtures say what is wrong.
func withoutNote(problems []schema.Problem) []schema.Problem {
	var out []schema.Problem
	for _, p := range problems {
		if p.Key != "_err" {
			out = append(out, p)
		}
	}
	return out
}

func corpusFiles(t testing.TB, dir string) []*source.File {
	var files []*source.File
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		shown, _ := filepath.Rel(dir, path)
		f, err := source.Parse(shown, text)
		if err == nil {
			files = append(files, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// objectsOf returns the objects of a file.
func objectsOf(f *source.File) []*object.Object {
	var out []*object.Object
	for _, e := range object.NewSet([]*source.File{f}, nil).Entries {
		if o, _ := e.Object(); o != nil {
			out = append(out, o)
		}
	}
	return out
}
