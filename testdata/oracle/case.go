package oracle

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatefix/gatefix/fn/lint"
	"github.com/gatefix/gatefix/fn/object"
	"github.com/gatefix/gatefix/fn/source"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"
)

// Case is one file of examples, as it stands or after its fixes.
type Case struct {
	Rule *lint.Rule
	Name string // of the file, such as bad.fixed
	Docs []*Doc
	// Before is the case that fixes made this one of; nil where it stands as
	// its author wrote it.
	Before *Case
	cfg    *lint.Config
}

// directed reports whether the comment in a document that tells its outcome
// holds. It comes along when the document is repaired, and then does not.
func (c *Case) directed(d *Doc) bool {
	if d.Directed == nil {
		return false
	}
	return c.Before == nil || len(d.Findings) > 0 || slices.ContainsFunc(c.Before.Docs, func(o *Doc) bool {
		return bytes.Equal(o.JSON, d.JSON) && len(o.Findings) == 0
	})
}

// Good reports whether nothing may be wrong in the file.
func (c *Case) Good() bool { return strings.HasPrefix(c.Name, "good") }

// Doc is one document of a case.
type Doc struct {
	Line            int
	GVK             schema.GroupVersionKind
	Namespace, Name string    // as written
	JSON            []byte    // the object
	Places          []string  // the paths of what is reported
	Findings        []string  // names of the rules that report it, with repeats
	Messages        []string  // what they say
	Directed        *forecast // what a comment "# outcome:" says; nil: the rules say
	Kgateway        string    // what a comment "# kgateway:" says; see the package kgateway
	Forecast        forecast  // the main outcome of each rule that reports it
	Skip            string    // why nobody judges it; "" where somebody does
}

// configOf reads the configuration of a case as the tests of the rules do.
func configOf(folder, name string, known []string) (*lint.Config, error) {
	base, _, _ := strings.Cut(name, ".")
	for _, file := range []string{base + ".config.yaml", "config.yaml"} {
		text, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			continue
		}
		f, err := source.Parse(file, text)
		if err != nil {
			return nil, err
		}
		return lint.ParseConfig(f.Docs[0], known)
	}
	return lint.Defaults(), nil
}

// readCase reads a file and has the rules look at it.
func readCase(rules []*lint.Rule, rule *lint.Rule, folder, name string, before *Case) (*Case, error) {
	known := make([]string, len(rules))
	for i, r := range rules {
		known[i] = r.Name
	}
	cfg, err := configOf(folder, name, known)
	if err != nil {
		return nil, err
	}
	cfg.Mode = lint.CheckMode
	text, err := os.ReadFile(filepath.Join(folder, name+".yaml"))
	if err != nil {
		return nil, err
	}
	f, err := source.Parse(name+".yaml", text)
	if err != nil {
		return nil, err
	}
	c := &Case{Rule: rule, Name: name, Before: before, cfg: cfg}
	found := lint.Run(lint.Input{Files: []*source.File{f}, Known: known}, rules, cfg).Findings
	shared := map[*byte]int{} // the items that one text holds, counted
	for _, e := range object.NewSet([]*source.File{f}, nil).Entries {
		text := e.Doc.Text()
		if len(text) == 0 {
			continue
		}
		d, err := newDoc(e, f, shared[&text[0]])
		shared[&text[0]]++
		if err != nil {
			return nil, fmt.Errorf("%s.yaml:%d: %w", name, f.Position(e.Doc.Offset()).Line, err)
		}
		for _, finding := range found {
			if finding.At.Doc.Same(e.Doc) {
				d.add(finding)
			}
		}
		c.Docs = append(c.Docs, d)
	}
	return c, nil
}

func (d *Doc) add(f *lint.Finding) {
	d.Findings = append(d.Findings, f.Name)
	d.Messages = append(d.Messages, f.Message)
	d.Places = append(d.Places, f.At.Path.String())
	if f.Rule != nil {
		d.Forecast.add(f.Rule.Outcome)
	}
}

func newDoc(e *object.Entry, f *source.File, item int) (*Doc, error) {
	d := &Doc{Line: f.Position(e.Doc.Offset()).Line}
	o, skip := e.Object()
	if skip != object.Judged {
		d.Skip = string(skip)
		return d, nil
	}
	d.Namespace, d.Name = o.Namespace, o.Name
	d.GVK = schema.GroupVersionKind{Group: o.Kind.Group, Version: o.Version, Kind: o.Kind.Name}
	if m := ofKgateway.FindSubmatch(e.Doc.Text()); m != nil {
		d.Kgateway, d.Directed = string(m[1]), &nothingWrong
	}
	if f, ok := parseDirective(e.Doc.Text()); ok {
		d.Directed = &f
	}
	if hasPlaceholder(o.Root) || bytes.Contains(e.Doc.Text(), []byte("{{")) {
		d.Skip = "placeholders, to be filled in before it is applied"
		return d, nil
	}
	var err error
	d.JSON, err = alone(e.Doc.Text(), item)
	return d, err
}

// alone returns the object of a document as JSON; of a list, the object that
// is its n-th item.
func alone(text []byte, n int) ([]byte, error) {
	whole, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(whole, &v); err != nil {
		return nil, err
	}
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0] // an item cut out of its list
	}
	if m, ok := v.(map[string]any); ok && strings.HasSuffix(fmt.Sprint(m["kind"]), "List") {
		items, _ := m["items"].([]any)
		if n >= len(items) {
			return nil, fmt.Errorf("the list has no item %d", n)
		}
		v = items[n]
	}
	return json.Marshal(v)
}

func hasPlaceholder(root *source.Node) (found bool) {
	root.Walk(func(n *source.Node) bool {
		found = found || n.IsTemplate() || n.Kind == source.Scalar && lint.HasPlaceholder(n.Value) ||
			slices.ContainsFunc(n.Pairs, func(p source.Pair) bool { return lint.HasPlaceholder(p.Key.Value) })
		return !found
	})
	return found
}
