package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/schema"
	"github.com/gatefix/gatefix/fn/schema/crd"
	"github.com/gatefix/gatefix/fn/source"
)

// What a rule says is rejected, the API server's own code rejects by the
// definitions of the pinned releases under GATEFIX_CRDS_TREE; what it rejects,
// some rule reports as an error. That is so of the examples of all rules, and of
// the files under GATEFIX_CORPUS (directories, separated by colons).
func TestRejected(t *testing.T) {
	tree := os.Getenv("GATEFIX_CRDS_TREE")
	if tree == "" {
		t.Skip("GATEFIX_CRDS_TREE names no tree of CustomResourceDefinitions")
	}
	dirs := append(filepath.SplitList(os.Getenv("GATEFIX_CORPUS")), root)
	for _, w := range []*world{
		{name: "agentgateway v1.4.1", pins: lint.Versions{Agentgateway: "v1.4.1"}, dirs: []string{"agentgateway-v1.4.1"}, groups: []string{object.AgentgatewayGroup}},
		{name: "kgateway v2.2.0", pins: lint.Versions{Agentgateway: "v2.2.0"}, dirs: []string{"kgateway-v2.2.0"}, groups: []string{object.AgentgatewayGroup, object.KgatewayGroup}},
		// The experimental channel takes what the standard one takes.
		{name: "Gateway API v1.6.1", pins: lint.Versions{GatewayAPI: "v1.6.1"}, dirs: []string{"gateway-api-v1.6.1/experimental"}, groups: []string{object.GatewayGroup, object.GatewayXGroup}},
	} {
		t.Run(w.name, func(t *testing.T) {
			for i, d := range w.dirs {
				w.dirs[i] = filepath.Join(tree, d)
			}
			store, err := crd.Load(w.dirs)
			if err != nil {
				t.Fatal(err)
			}
			w.store = store
			for _, dir := range dirs {
				w.compareAll(t, dir)
			}
			t.Logf("%d objects; %d rejected, %d reported as such", w.objects, w.rejected, w.claimed)
		})
	}
}

// world is the APIs of a release.
type world struct {
	name   string
	pins   lint.Versions
	dirs   []string
	groups []string
	store  *crd.Store

	objects, rejected, claimed int
}

func (w *world) compareAll(t *testing.T, dir string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" || strings.HasSuffix(path, ".config.yaml") {
			return err
		}
		f, err := source.Parse(path, []byte(mustRead(t, path)))
		if err != nil {
			return nil // an example of what cannot be read
		}
		w.compare(t, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// compare holds the findings in a file against the definitions.
func (w *world) compare(t *testing.T, f *source.File) {
	cfg := lint.Defaults()
	cfg.Mode, cfg.Versions = lint.CheckMode, w.pins
	found := map[*source.Doc][]*lint.Finding{}
	for _, finding := range lint.Run(lint.Input{Files: []*source.File{f}, Known: Names()}, All, cfg).Findings {
		if finding.Object != nil {
			found[finding.Object.Doc] = append(found[finding.Object.Doc], finding)
		}
	}
	set := object.NewSet([]*source.File{f}, nil)
	judge := w.store.For(set)
	for _, e := range set.Entries {
		o, skip := e.Object()
		if skip != object.Judged || !slices.Contains(w.groups, o.Kind.Group) || clashes(o) {
			continue
		}
		problems, ok := judge.Problems(o)
		if ok {
			w.objects++
			w.compareObject(t, o, problems, found[o.Doc])
		}
	}
}

// clashes reports a document in which a key stands twice: nothing is judged.
func clashes(o *object.Object) bool { return o.Doc.Err() != nil || len(o.Doc.Duplicates()) > 0 }

func (w *world) compareObject(t *testing.T, o *object.Object, problems []schema.Problem, found []*lint.Finding) {
	// Neither side judges the note that fixtures carry.
	problems = slices.DeleteFunc(problems, func(p schema.Problem) bool { return p.Key == "_err" })
	found = slices.DeleteFunc(found, func(f *lint.Finding) bool { return len(f.At.Path) == 1 && f.At.Path[0].Key == "_err" })
	fates := map[lint.Fate]bool{}
	for _, p := range problems {
		if p.Class == schema.UnknownField {
			fates[lint.Pruned] = true
		} else {
			fates[lint.Rejected] = true
		}
	}
	rejected := fates[lint.Rejected]
	if rejected {
		w.rejected++
	}
	errors := slices.DeleteFunc(found, func(f *lint.Finding) bool { return f.Severity != lint.Error })
	for _, f := range errors {
		if f.Rule != nil && foretells(f.Rule.Outcome) && !slices.ContainsFunc(f.Rule.Outcome, func(fate lint.Fate) bool { return fates[fate] }) {
			t.Errorf("%s: %s: reported, but neither rejected nor pruned: %s", o.Doc, o, f)
		}
	}
	switch {
	case rejected && len(errors) > 0:
		w.claimed++
	case rejected && !holdsPlaceholder(o) && !known(w.name, problems):
		t.Errorf("%s: %s: rejected, but not reported: %s", o.Doc, o, problems[0].Message)
	}
}

// known tells rejections that the tables do not hold: of hostRewrite in kgateway
// 2.2.0, of which the definition allows nothing.
func known(world string, problems []schema.Problem) bool {
	return world == "kgateway v2.2.0" && !slices.ContainsFunc(problems, func(p schema.Problem) bool { return !strings.HasPrefix(p.Message, "hostRewrite ") })
}

// foretells reports an outcome that is nothing but what the API server does with
// the object alone.
func foretells(o lint.Outcome) bool {
	return len(o) > 0 && !slices.ContainsFunc(o, func(f lint.Fate) bool { return f != lint.Rejected && f != lint.Pruned })
}

func holdsPlaceholder(o *object.Object) bool {
	found := false
	o.Root.Walk(func(n *source.Node) bool {
		found = found || object.Opaque(n)
		return !found
	})
	return found
}
