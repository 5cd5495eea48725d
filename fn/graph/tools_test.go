package graph_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatefix/gatefix/fn/graph"
	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
)

// hostile are names that mean something in the languages of the pictures.
var hostile = []string{
	"end", "graph", "subgraph", "default", "style", "click", "node", "strict", "",
	`a"b`, `a\"b`, `a\nb`, `\N \G \L`, "a]b", "a}}b", "a)b|c", "<b>bold</b>", "<script>x()</script>", "a<br>b", "<", ">", "&lt;", "&#60;",
	"#quot;", "#35;", "a;b", "style:#a;", "classDef x:#a;b", "%% comment", "%%{init: {}}%%", "a --> b", "-- x", "---",
	"1. one", "- item", "+ item", "*bold*", "_it_", "`code`", "$$x$$", "fa:fa-user", "@{shape: x}", ":::c1", "a\tb", "ﬂ°°60¶ß", "{{ .Values.name }}",
	"${NAME}", "日本語", "e\u0301", "emoji 🚀", "\u202eabc", strings.Repeat("long", 30), "C:\\dir", "http://x/?a=b&c=d", "a'b", "0", "--", "o", "x",
}

// hostileGraph has each name as a node, a namespace and a label of an edge.
func hostileGraph() *graph.Graph {
	g := &graph.Graph{}
	doc, kind := &source.Doc{}, object.HTTPRoute
	for i, name := range hostile {
		n := &graph.Node{ID: fmt.Sprint(i), Kind: kind, Role: graph.Role(i % 8), Namespace: name, Name: name, Hosts: []string{name}, Doc: doc}
		g.Nodes = append(g.Nodes, n)
		f := &lint.Finding{Name: "rule", Severity: lint.Severity(i%3 + 1)}
		g.Edges = append(g.Edges, &graph.Edge{From: g.Nodes[i/2], To: n, Kind: graph.ParentEdge, Label: name, Findings: []*lint.Finding{f}})
	}
	return g
}

// shown is a name as a label shows it.
func shown(name string) string {
	name = strings.NewReplacer("\t", " ", "\u202e", " ").Replace(name)
	if r := []rune(name); len(r) > 40 {
		name = string(r[:39]) + "…"
	}
	return name
}

// What Mermaid reads is line by line of a few shapes, whatever names there are.
func TestMermaidLines(t *testing.T) {
	text := `"([^"\[\]{}|;&]|#\d+;|<b>|</b>|<br>)*"`
	shapes := regexp.MustCompile(`^(flowchart LR|  subgraph s\d+\[` + text + `\]|  end|` +
		` {2,4}n\d+(\[` + text + `\]|\(\[` + text + `\]\)|\{\{` + text + `\}\})|` +
		`  n\d+ (--->|-->|-\.->)(\|` + text + `\|)? n\d+|  classDef c\d+ [-a-z0-9:#, ]+|  class [ns0-9,]+ c\d+|  linkStyle [0-9,]+ [-a-z0-9:#, ]+)$`)
	for line := range strings.Lines(draw(t, "mermaid", hostileGraph())) {
		if !shapes.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("not a line of a flowchart: %s", line)
		}
	}
}

// mermaidDiagram is what Mermaid's parser understood.
type mermaidDiagram struct {
	Nodes []string
	Edges []struct{ From, To, Text string }
	Boxes []string
}

func parseMermaid(t *testing.T, text string) mermaidDiagram {
	t.Helper()
	modules := os.Getenv("GATEFIX_MERMAID")
	if modules == "" {
		t.Skip("set GATEFIX_MERMAID to a node_modules folder that holds mermaid, to parse with Mermaid itself")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed")
	}
	cmd := exec.Command("node", "testdata/mermaid.mjs", modules)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("%v\n%s\n%s", err, failed.Stderr, text)
	} else if err != nil {
		t.Fatal(err)
	}
	var d mermaidDiagram
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// plain undoes Mermaid's inner form of entities and the tags of a label.
func plain(label string) []string {
	label = strings.NewReplacer("ﬂ°°", "&#", "¶ß", ";", "<b>", "", "</b>", "").Replace(label)
	lines := strings.Split(label, "<br>")
	for i, line := range lines {
		lines[i] = html.UnescapeString(line)
	}
	return lines
}

// TestMermaidReadsNames protects names against being taken for syntax.
func TestMermaidReadsNames(t *testing.T) {
	g := hostileGraph()
	d := parseMermaid(t, draw(t, "mermaid", g))
	if len(d.Nodes) != len(hostile) || len(d.Edges) != len(hostile) {
		t.Fatalf("%d nodes and %d edges, want %d of each", len(d.Nodes), len(d.Edges), len(hostile))
	}
	var got, want []string
	for _, label := range d.Nodes {
		got = append(got, plain(label)[0])
	}
	for _, name := range hostile {
		want = append(want, shown(name))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for i, e := range d.Edges {
		lines := plain(e.Text)
		if want := shown(hostile[i]); want != "" && lines[len(lines)-1] != want {
			t.Errorf("edge %d: %q, want %q", i, lines, want)
		}
	}
}

func TestMermaidReadsGoldens(t *testing.T) {
	for _, name := range pictures(t, "mmd") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d := parseMermaid(t, string(text)); len(d.Nodes) == 0 || len(d.Boxes) == 0 {
			t.Errorf("%s: nothing understood", name)
		}
	}
	parseMermaid(t, draw(t, "mermaid", &graph.Graph{}))
}

// pictures are the expected files of a format.
func pictures(t *testing.T, extension string) []string {
	t.Helper()
	var out []string
	for _, glob := range []string{"testdata/*.", "../../examples/graph/*."} {
		found, err := filepath.Glob(glob + extension)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found...)
	}
	return out
}

// runDot draws with Graphviz and returns the texts in the picture.
func runDot(t *testing.T, text string) []string {
	t.Helper()
	if _, err := exec.LookPath("dot"); err != nil {
		t.Skip("Graphviz is not installed")
	}
	cmd := exec.Command("dot", "-Tsvg")
	var out, complaints bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), &out, &complaints
	if err := cmd.Run(); err != nil || strings.Contains(complaints.String(), "rror") {
		t.Fatalf("%v\n%s\n%s", err, complaints.String(), text)
	}
	return svgTexts(t, &out)
}

func svgTexts(t *testing.T, svg io.Reader) []string {
	t.Helper()
	var out []string
	dec, inside := xml.NewDecoder(svg), false
	dec.Strict = false // the DTD
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside = token.Name.Local == "text"
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				out = append(out, strings.ReplaceAll(string(token), "\u00a0", " "))
			}
		}
	}
}

func TestGraphvizReadsNames(t *testing.T) {
	texts := runDot(t, draw(t, "dot", hostileGraph()))
	for _, name := range hostile {
		if want := shown(name); strings.TrimSpace(want) != "" && !slices.Contains(texts, want) {
			t.Errorf("no text %q in the picture", want)
		}
	}
}

func TestGraphvizReadsGoldens(t *testing.T) {
	for _, name := range pictures(t, "dot") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if texts := runDot(t, string(text)); len(texts) == 0 {
			t.Errorf("%s: an empty picture", name)
		}
	}
	runDot(t, draw(t, "dot", &graph.Graph{}))
}

// The picture in docs shows what the example's graph says.
func TestPictureIsFresh(t *testing.T) {
	text, err := os.ReadFile("../../examples/graph/wiring.dot")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.Open("../../docs/graph.svg")
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	want, got := runDot(t, string(text)), svgTexts(t, picture)
	slices.Sort(want) // the order is Graphviz's
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("make picture draws another one (-want +got):\n%s", diff)
	}
}
