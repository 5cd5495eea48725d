package crd

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
)

// The tables say of every object under GATEFIX_CORPUS (directories, separated by
// colons) what the API server's own code says of it by the definitions of the
// same release under GATEFIX_CRDS_TREE, constraints between fields aside.
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

func compareTables(t *testing.T, store *Store, release string, objects []*object.Object) {
	shapes := map[*version]*real{}
	accepted, rejected := 0, 0
	for _, o := range objects {
		d := store.given[o.Kind]
		if d == nil || d.version(o.Version) == nil || !d.version(o.Version).served || holdsOpaque(o.Root) {
			continue
		}
		v := d.version(o.Version)
		if shapes[v] == nil {
			shapes[v] = newShape(t, v)
		}
		r, ok := schema.For(o.Kind, o.APIVersion(), schema.Versions{})
		if ok {
			r, ok = r.Only(release)
		}
		if !ok {
			t.Fatalf("there is no table of %s in %s", o.Kind, release)
		}
		problems := withoutNote(r.Check(o.Root))
		unknown, errs, _ := shapes[v].judge(t, o.Doc.Text())
		unknown = slices.DeleteFunc(unknown, func(s string) bool { return strings.HasPrefix(s, "status.") }) // the tables leave it out
		errs = slices.DeleteFunc(errs, alternatives)
		if len(problems) == 0 {
			accepted++
		} else {
			rejected++
		}
		got := 0
		var mine []string
		for _, p := range problems {
			mine = append(mine, describe(p))
			if p.Class == schema.UnknownField {
				got++
			}
		}
		if (got > 0) != (len(unknown) > 0) || (len(problems) > got) != (len(errs) > 0) {
			t.Errorf("%s#%d:\ntables: %s\nAPI server, unknown: %q\nerrors: %s", o.Doc.File.Name, o.Doc.Index, strings.Join(mine, "\n      "), unknown, strings.Join(errs, "\n        "))
		}
	}
	t.Logf("%d accepted, %d rejected", accepted, rejected)
}

// alternatives reports an error of oneOf or allOf, which the tables leave to
// the constraints.
func alternatives(e string) bool {
	return strings.Contains(e, "(oneOf)") || strings.Contains(e, "(allOf)") || strings.Contains(e, "must validate one and only one schema")
}
