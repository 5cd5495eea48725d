package graph_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/source"
)

// example reads the bundle of examples/graph.
func example(t *testing.T) []*source.File {
	t.Helper()
	var texts []string
	root := os.DirFS("../../examples/graph/manifests")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		texts = append(texts, filepath.ToSlash(name), string(text))
		return err
	})
	if err != nil || len(texts) == 0 {
		t.Fatal("no example", err)
	}
	return parse(t, texts...)
}

// The order of the files changes no byte of what is written, also where several
// objects have one name and a reference means many.
func TestOrderOfFiles(t *testing.T) {
	files := append(example(t), parse(t, "dev.yaml", edge, "prod.yaml", edge, "routes.yaml", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a}
spec: {parentRefs: [{name: edge, sectionName: nosuch}]}
`)...)
	all := func() string {
		g, findings := judge(files)
		var out strings.Builder
		for _, format := range []string{"dot", "json", "mermaid"} {
			out.WriteString(draw(t, format, g))
			out.WriteString(draw(t, format, g.Readable()))
			out.WriteString(draw(t, format, g.Affected(findings)))
		}
		return out.String()
	}
	want := all()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		if all() != want {
			t.Fatal("another order of files is another graph")
		}
	}
}

// No ID is there twice, and every edge leads from a node to a node.
func TestIDs(t *testing.T) {
	g, _ := judge(append(example(t), parse(t, "dev.yaml", edge, "prod.yaml", edge, "twice.yaml", edge+edge)...))
	nodes, edges := map[string]*graph.Node{}, map[string]bool{}
	for _, n := range g.Nodes {
		if nodes[n.ID] != nil {
			t.Errorf("two nodes are %s", n.ID)
		}
		nodes[n.ID] = n
	}
	for _, e := range g.Edges {
		if edges[e.ID] {
			t.Errorf("two edges are %s", e.ID)
		}
		edges[e.ID] = true
		if nodes[e.From.ID] != e.From || nodes[e.To.ID] != e.To {
			t.Errorf("%s leads out of the graph", e.ID)
		}
	}
}

// What stands on nothing that is drawn is not lost.
func TestElsewhere(t *testing.T) {
	g, findings := judge(parse(t, "in.yaml", edge, "broken.yaml", "a: [", "values.yaml", `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: a, annotations: {gatefix.dev/ignore: "section-mismatch"}}
spec: {}
`))
	if len(findings) != 2 {
		t.Fatalf("findings: %v", findings)
	}
	if len(g.Elsewhere) != 1 || g.Elsewhere[0].Name != "bad-yaml" {
		t.Errorf("elsewhere: %v", g.Elsewhere)
	}
	for _, n := range g.Nodes {
		if n.Name == "r" && len(n.Findings) != 1 {
			t.Errorf("the finding in the metadata of %s is not on it", n.ID)
		}
	}
}
