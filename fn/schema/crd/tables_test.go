package crd

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/source"
)

// The tables say of every object under GATEFIX_CORPUS (directories, separated by
// colons) what the API server's own code says of it by the definitions of the
// same release under GATEFIX_CRDS_TREE, and of the same objects with a mistake
// made in them by chance. What rules in CEL refuse, the tables do too.
func TestTablesAgree(t *testing.T) {
	tree, corpus := os.Getenv("GATEFIX_CRDS_TREE"), os.Getenv("GATEFIX_CORPUS")
	if tree == "" || corpus == "" {
		t.Skip("GATEFIX_CRDS_TREE and GATEFIX_CORPUS name no directories")
	}
	var objects []*object.Object
	for _, dir := range filepath.SplitList(corpus) {
		for _, f := range corpusFiles(t, dir) {
			objects = append(objects, objectsOf(f)...)
		}
	}
	for release, dirs := range releaseDirs(t, tree) {
		t.Run(release, func(t *testing.T) {
			store, err := Load(dirs)
			if err != nil {
				t.Fatal(err)
			}
			_, name, _ := strings.Cut(release, "/")
			compareTables(t, store, name, objects)
		})
	}
}

// releaseDirs returns the directories of each release, by its line and its name
// in the tables.
func releaseDirs(t *testing.T, tree string) map[string][]string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(tree, "*-*"))
	if err != nil || len(dirs) == 0 {
		t.Fatal("no releases", err)
	}
	out := map[string][]string{}
	for _, dir := range dirs {
		base := filepath.Base(dir)
		i := strings.LastIndex(base, "-")
		line, version := base[:i], strings.TrimPrefix(base[i+1:], "v")
		switch {
		case line == "gateway-api":
			out[line+"/"+version] = []string{filepath.Join(dir, "standard")}
			out[line+"/"+version+"-experimental"] = []string{filepath.Join(dir, "experimental")}
		case line == "kgateway":
			out[line+"/kgateway-"+version] = []string{dir}
		case version == "HEAD":
			out[line+"/next"] = []string{dir}
		default:
			out[line+"/"+version] = []string{dir}
		}
	}
	return out
}

// comparison holds the tables of a release against its definitions.
type comparison struct {
	store              *Store
	release            string
	shapes             map[*version]*real
	accepted, rejected int

	found, missed int             // objects rejected by a rule in CEL
	holding       int             // objects that no rule is against
	misses        map[string]int  // the rules that the tables do not hold, by message
	seen, alone   map[string]bool // the rules broken, by message; and those found where nothing else is wrong
	unreached     []string        // the places of rules that no document was found for
}

func newComparison(store *Store, release string) *comparison {
	return &comparison{store: store, release: release, shapes: map[*version]*real{}, misses: map[string]int{}, seen: map[string]bool{}, alone: map[string]bool{}}
}

func isLinked(p schema.Problem) bool { return p.Linked }

// compareLinks holds what the tables demand of fields together against the rules
// in CEL, of an object whose fields are right each by itself: what the tables
// find, some rule must find. The other way round is counted, by rule.
func (c *comparison) compareLinks(t *testing.T, o *object.Object, v *version, linked bool) {
	compiled, flaw := v.schema()
	if flaw != nil {
		t.Fatal(flaw)
	}
	real, err := v.judge(o, compiled)
	if err != nil {
		t.Fatal(err)
	}
	real = slices.DeleteFunc(real, func(p schema.Problem) bool { return p.Class != schema.Constraint })
	switch {
	case linked && len(real) == 0:
		t.Errorf("%s#%d: the tables find that fields do not go together, no rule does\n%s", o.Doc.File.Name, o.Doc.Index, o.Doc.Text())
	case linked:
		c.found++
		for _, p := range real {
			c.seen[p.Message] = true
		}
		if len(real) == 1 {
			c.alone[real[0].Message] = true
		}
	case len(real) > 0:
		c.missed++
		c.misses[real[0].Message]++
	default:
		c.holding++
	}
}

func compareTables(t *testing.T, store *Store, release string, objects []*object.Object) {
	c := newComparison(store, release)
	for _, o := range objects {
		d := store.given[o.Kind]
		if d == nil || d.version(o.Version) == nil || !d.version(o.Version).served || holdsOpaque(o.Root) {
			continue
		}
		c.compare(t, o, d.version(o.Version))
		for _, m := range mutants(t, o) {
			c.compare(t, m, d.version(o.Version))
		}
	}
	t.Logf("%d accepted, %d rejected; of rules in CEL %d found, %d missed", c.accepted, c.rejected, c.found, c.missed)
	for _, m := range slices.Sorted(maps.Keys(c.misses)) {
		t.Logf("missed %d: %s", c.misses[m], m)
		if !strings.Contains(m, "baseURL") { // a list, which no rule can look at: see listForFormat
			t.Errorf("the tables miss: %s", m)
		}
	}
}

func (c *comparison) compare(t *testing.T, o *object.Object, v *version) {
	if c.shapes[v] == nil {
		c.shapes[v] = newShape(t, v)
	}
	r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions{Agentgateway: "v2.2.0"})
	if ok {
		r, ok = r.Only(c.release)
	}
	if !ok {
		t.Fatalf("there is no table of %s in %s", o.Kind, c.release)
	}
	problems := slices.DeleteFunc(withoutNote(r.Check(o.Root)), listForFormat)
	linked := slices.ContainsFunc(problems, isLinked)
	problems = slices.DeleteFunc(problems, isLinked)
	unknown, errs, _ := c.shapes[v].judge(t, o.Doc.Text())
	unknown = slices.DeleteFunc(unknown, func(s string) bool { return strings.HasPrefix(s, "status.") }) // the tables leave it out
	errs = slices.DeleteFunc(errs, alternatives)
	if len(problems) == 0 {
		c.accepted++
	} else {
		c.rejected++
	}
	if len(problems) == 0 {
		c.compareLinks(t, o, v, linked)
	}
	got := 0
	var mine []string
	for _, p := range problems {
		mine = append(mine, describe(p))
		if p.Class == schema.UnknownField {
			got++
		}
	}
	wrong := slices.ContainsFunc(problems, func(p schema.Problem) bool { return p.Class == schema.WrongType })
	// Fields of a mapping that should be no mapping are not reported on top.
	agree := (got > 0) == (len(unknown) > 0) || wrong && got == 0
	if !agree || (len(problems) > got) != (len(errs) > 0) {
		t.Errorf("%s#%d:\ntables: %s\nAPI server, unknown: %q\nerrors: %s\n%s", o.Doc.File.Name, o.Doc.Index, strings.Join(mine, "\n      "), unknown, strings.Join(errs, "\n        "), o.Doc.Text())
	}
}

// mutants returns an object with one value each removed, renamed, or replaced by
// a value of every type, the places chosen by chance that is always the same.
func mutants(t *testing.T, o *object.Object) []*object.Object {
	var paths []source.Path
	o.Root.Get("spec").Walk(func(n *source.Node) bool {
		if p := n.Path(); len(p) > 1 {
			paths = append(paths, p)
		}
		return true
	})
	chance := rand.New(rand.NewPCG(uint64(len(paths)), uint64(o.Doc.Index)))
	var out []*object.Object
	for range min(len(paths), 12) {
		p := paths[chance.IntN(len(paths))]
		edits := []source.Edit{source.Delete(o.Doc, p)}
		for _, v := range []any{nil, "", "x y", "10", 10, 100_000_000_000, -1, true, []any{}, []any{"a", "a"}, []any{nil}, source.Map{}, source.Map{{Key: "x", Value: 1}}} {
			edits = append(edits, source.Set(o.Doc, p, v))
		}
		if last := p[len(p)-1]; !last.IsIndex {
			edits = append(edits, source.Rename(o.Doc, p, last.Key+"x"))
		}
		done := source.Apply([]*source.File{o.Doc.File}, [][]source.Edit{{edits[chance.IntN(len(edits))]}})
		if done.Rejected[0] == nil {
			text := done.Files[0].Docs[o.Doc.Index].Text()
			f, err := source.Parse(o.Doc.File.Name, text)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, objectsOf(f)...)
		}
	}
	return out
}

// listForFormat reports a list where a string of a format belongs, which the API
// server's validator of formats lets pass; no controller can read it.
func listForFormat(p schema.Problem) bool {
	return p.Class == schema.WrongType && p.Node.IsSequence() && p.Node.Path().String() == "spec.baseURL"
}

// alternatives reports an error of oneOf or allOf, which the tables leave to
// the constraints.
func alternatives(e string) bool {
	return strings.Contains(e, "(oneOf)") || strings.Contains(e, "(allOf)") || strings.Contains(e, "must validate one and only one schema")
}
